import { z } from 'zod';
import { genderOf, languageTag, type OwnEnvironment, type SystemEngine } from './system-engine.ts';

const FLAGS = ['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass'];

const SapiVoices = z.array(z.object({ name: z.string(), language: z.string(), gender: z.string() }));

/** What differs from call to call comes in by environment variables, so that no text is ever part of a script. */
const LIST_SCRIPT = `
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = [Text.Encoding]::UTF8
Add-Type -AssemblyName System.Speech
$synthesizer = New-Object System.Speech.Synthesis.SpeechSynthesizer
$voices = @($synthesizer.GetInstalledVoices() | Where-Object { $_.Enabled } | ForEach-Object {
  @{ name = $_.VoiceInfo.Name; language = $_.VoiceInfo.Culture.Name; gender = $_.VoiceInfo.Gender.ToString() }
})
ConvertTo-Json -InputObject $voices -Compress
`;
const SPEAK_SCRIPT = `
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Speech
$synthesizer = New-Object System.Speech.Synthesis.SpeechSynthesizer
$synthesizer.SelectVoice($env:LECTERN_VOICE)
$synthesizer.Rate = [int]$env:LECTERN_RATE
$synthesizer.SetOutputToWaveFile($env:LECTERN_WAV)
$synthesizer.Speak([IO.File]::ReadAllText($env:LECTERN_TEXT, [Text.Encoding]::UTF8))
$synthesizer.Dispose()
`;

/** Windows, through the PowerShell that is part of it: newer ones lack System.Speech. */
export function sapiEngine(path: string, environment: OwnEnvironment): SystemEngine {
  const parametersFor = (script: string): readonly string[] =>
    FLAGS.concat('-EncodedCommand', Buffer.from(script, 'utf16le').toString('base64'));
  return {
    id: 'sapi',
    name: 'Windows',
    preferredVoiceIds: ['Microsoft Zira Desktop', 'Microsoft David Desktop', 'Microsoft Hazel Desktop'],
    listCommand: { path, parameters: parametersFor(LIST_SCRIPT), environment },
    parseVoices: (printed) =>
      SapiVoices.parse(JSON.parse(printed)).map(({ name, language, gender }) => ({
        id: name,
        name,
        language: languageTag(language),
        ...genderOf(gender[0]),
      })),
    speakCommand: ({ voiceId, speed = 1, textPath, wavPath }) => ({
      path,
      parameters: parametersFor(SPEAK_SCRIPT),
      environment: {
        ...environment,
        LECTERN_VOICE: voiceId,
        // Ten steps up are about three times as fast, by Microsoft's description of Rate.
        LECTERN_RATE: String(Math.round((10 * Math.log(speed)) / Math.log(3))),
        LECTERN_TEXT: textPath,
        LECTERN_WAV: wavPath,
      },
    }),
  };
}
