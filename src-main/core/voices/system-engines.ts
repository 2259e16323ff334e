/** How each operating system's own speech program is found, asked for its voices and made to speak into a WAV file. */
import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { Voice } from '../providers/speech-provider.ts';
import type { Command } from './run-command.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
export type SystemVoice = Pick<Voice, 'id' | 'name' | 'language' | 'gender'>;

export interface SpeakParameters {
  readonly voiceId: string;
  /** Factor; undefined is the voice's own. */
  readonly speed: number | undefined;
  /** UTF-8. */
  readonly textPath: string;
  readonly wavPath: string;
}

export interface SystemEngine {
  /** The provider's model: the same voice name means another voice on another system. */
  readonly id: string;
  readonly name: string;
  /** Best first; where none is installed, any English voice, then any. */
  readonly preferredVoiceIds: readonly string[];
  readonly listCommand: Command;
  parseVoices(printed: string): readonly SystemVoice[];
  speakCommand(parameters: SpeakParameters): Command;
}

/** null where this system has none. */
export async function findSystemEngine(
  platform: NodeJS.Platform,
  environment: Environment,
): Promise<SystemEngine | null> {
  const own = ownEnvironment(environment);
  if (platform === 'win32') {
    const path = join(
      environment['SystemRoot'] ?? 'C:\\Windows',
      'System32',
      'WindowsPowerShell',
      'v1.0',
      'powershell.exe',
    );
    return (await isExecutable(path)) ? sapi(path, own) : null;
  }
  if (platform === 'darwin') {
    const path = await findOnPath('say', environment);
    return path === null ? null : say(path, own);
  }
  const path = await findOnPath('espeak-ng', environment);
  return path === null ? null : espeak(path, own);
}

/** What a speech program needs; keys of speech services are none of its business. */
const NEEDED = [
  'PATH',
  'HOME',
  'LANG',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
];

function ownEnvironment(environment: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(
    NEEDED.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
}

async function findOnPath(name: string, environment: Environment): Promise<string | null> {
  // A relative entry would run whatever lies in the current folder.
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  for (const folder of folders) {
    const path = join(folder, name);
    if (await isExecutable(path)) return path;
  }
  return null;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Words a minute that `say` and `espeak-ng` take for normal. */
const NORMAL_WORDS_PER_MINUTE = 175;
const wordsPerMinute = (speed: number): string => String(Math.round(NORMAL_WORDS_PER_MINUTE * speed));

function espeak(path: string, environment: Readonly<Record<string, string>>): SystemEngine {
  return {
    id: 'espeak-ng',
    name: 'espeak-ng',
    preferredVoiceIds: ['en-us', 'en-gb', 'en'],
    listCommand: { path, parameters: ['--voices'], environment },
    parseVoices: parseEspeakVoices,
    speakCommand: ({ voiceId, speed, textPath, wavPath }) => ({
      path,
      // -b 1: the text is UTF-8.
      parameters: [
        ...['-v', voiceId, '-b', '1', '-f', textPath, '-w', wavPath],
        ...(speed === undefined ? [] : ['-s', wordsPerMinute(speed)]),
      ],
      environment,
    }),
  };
}

/** Priority, language, age/gender, name with underscores, file, other languages. */
function parseEspeakVoices(printed: string): readonly SystemVoice[] {
  const rows = printed.matchAll(/^\s*\d+\s+(?<language>\S+)\s+\S*\/(?<gender>[MF-])\s+(?<name>\S+)\s+(?<file>\S+)/gm);
  const voices = new Map<string, SystemVoice>();
  for (const { groups: { language = '', gender, name = '', file = '' } = {} } of rows) {
    // A language with several voices: the first is what its name stands for, the others go by their files.
    const id = voices.has(language) ? file : language;
    voices.set(id, {
      id,
      name: name.replaceAll('_', ' ').trim(),
      language: languageTag(language),
      ...genderOf(gender),
    });
  }
  return [...voices.values()];
}

function say(path: string, environment: Readonly<Record<string, string>>): SystemEngine {
  return {
    id: 'say',
    name: 'macOS',
    preferredVoiceIds: ['Samantha', 'Alex', 'Daniel'],
    listCommand: { path, parameters: ['-v', '?'], environment },
    // Name (which may have blanks and parentheses), locale, '#' and a sample sentence.
    parseVoices: (printed) =>
      Array.from(printed.matchAll(/^(\S.*?)\s+([a-z]{2,3}[_-]\w+)\s+#/gm), ([, id = '', locale = '']) => ({
        id,
        name: id,
        language: languageTag(locale.replaceAll('_', '-')),
      })),
    speakCommand: ({ voiceId, speed, textPath, wavPath }) => ({
      path,
      parameters: [
        ...['-v', voiceId, '-f', textPath, '-o', wavPath, '--file-format=WAVE', '--data-format=LEI16@22050'],
        ...(speed === undefined ? [] : ['-r', wordsPerMinute(speed)]),
      ],
      environment,
    }),
  };
}

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

function sapi(path: string, environment: Readonly<Record<string, string>>): SystemEngine {
  const parametersFor = (script: string): readonly string[] => [
    ...['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass'],
    ...['-EncodedCommand', Buffer.from(script, 'utf16le').toString('base64')],
  ];
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

function genderOf(letter: string | undefined): Pick<Voice, 'gender'> {
  return letter === 'M' ? { gender: 'male' } : letter === 'F' ? { gender: 'female' } : {};
}

/** BCP 47 as it is usually written, or '' for what is none. */
function languageTag(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? '';
  } catch (error) {
    if (error instanceof RangeError) return '';
    throw error;
  }
}
