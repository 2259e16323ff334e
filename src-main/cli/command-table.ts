import type { CommandDefinition, OptionDefinition } from './command.ts';

/** Accepted by every command. */
export const COMMON_OPTIONS: readonly OptionDefinition[] = [
  { flags: '--json', description: 'one JSON document on standard output, progress as JSON lines on standard error' },
  { flags: '--home <dir>', description: "the library's folder (default: the operating system's data folder)" },
  { flags: '--ffmpeg <path>', description: 'the ffmpeg to use instead of the one that is found' },
  { flags: '--retries <n>', description: 'tries again after a passing failure of a speech service (default 4)' },
  { flags: '--timeout <seconds>', description: 'longest wait for one request to a speech service (default 180)' },
];

const OUTPUT: OptionDefinition = { flags: '-o, --output <file>', description: 'the file to write', isRequired: true };
const EXPORT_OPTIONS: readonly OptionDefinition[] = [
  OUTPUT,
  { flags: '--preset <name>', description: 'delivery preset, such as apple-podcasts, acx or audiobook-m4b' },
  { flags: '--format <format>', description: 'mp3, m4b, m4a, opus, flac or wav (default: by the file name)' },
  { flags: '--draft', description: 'put marked silence where a line or sound is missing' },
  { flags: '--captions <kinds>', description: 'also write captions: srt, vtt or srt,vtt' },
  { flags: '--chapters-json', description: 'also write Podcasting 2.0 chapters' },
  { flags: '--stems <dir>', description: 'also write each track as a WAV file' },
  { flags: '--report <file>', description: 'also write the measured report as JSON' },
  { flags: '--offline', description: 'never touch the network' },
  { flags: '--max-cost <amount>', description: 'stop before speaking costs more than this' },
];

export const COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'render',
    parameters: '<script>',
    summary: 'turn a script into a finished episode',
    options: [
      ...EXPORT_OPTIONS,
      { flags: '--voice <name=voice>', description: 'cast a speaker: NAME=provider/voice', isRepeatable: true },
    ],
    example: 'lectern render the-night-ferry.md -o out/the-night-ferry.mp3 --captions srt,vtt --chapters-json',
    load: () => import('./render.ts'),
  },
  {
    name: 'say',
    parameters: '<text>',
    summary: 'speak one sentence into a file',
    options: [
      OUTPUT,
      { flags: '--provider <id>', description: 'who speaks: flite, system, mimo, minimax … (default flite)' },
      { flags: '--voice <id>', description: 'the voice, as `lectern voices` lists it' },
      { flags: '--model <id>', description: "the service's model" },
      { flags: '--style <text>', description: 'how to say it, for voices that take direction' },
      { flags: '--stream', description: 'have the answer streamed' },
      { flags: '--raw', description: "the service's bytes, untouched" },
      { flags: '--design <text>', description: 'a voice described in words (MiMo)' },
      { flags: '--sample <file>', description: 'a voice copied from an mp3 or wav file (MiMo)' },
      { flags: '--options <json>', description: 'voice options as JSON, such as {"speed":1.1}' },
    ],
    example: 'lectern say "The last ferry left at nine." -o line.wav --provider flite --voice slt',
    load: () => import('./say.ts'),
  },
  {
    name: 'estimate',
    parameters: '<script>',
    summary: 'what speaking a script would cost, sending nothing',
    options: [
      { flags: '--voice <name=voice>', description: 'cast a speaker: NAME=provider/voice', isRepeatable: true },
    ],
    example: 'lectern estimate the-night-ferry.md',
    load: () => import('./estimate.ts'),
  },
  {
    name: 'voices',
    parameters: '',
    summary: 'the voices that can be cast here',
    options: [
      { flags: '--provider <id>', description: 'only of this provider' },
      { flags: '--language <tag>', description: 'only of this language, such as en or zh' },
      { flags: '--search <text>', description: 'only those whose id or name contains the text' },
      { flags: '--refresh', description: 'ask the services again' },
    ],
    example: 'lectern voices --language en',
    load: () => import('./voices.ts'),
  },
  {
    name: 'check',
    parameters: '<file>',
    summary: 'measure an encoded file against a delivery preset',
    options: [{ flags: '--preset <name>', description: 'the delivery preset', isRequired: true }],
    example: 'lectern check chapter-01.mp3 --preset acx',
    load: () => import('./check.ts'),
  },
  {
    name: 'import',
    parameters: '<file...>',
    summary: 'take scripts, manuscripts and audio into the library',
    options: [
      { flags: '--project <name>', description: 'the project, made when there is none of that name' },
      { flags: '--as <kind>', description: 'script or audio (default: by content)' },
    ],
    example: 'lectern import chapter-*.md theme.flac --project "The Night Ferry"',
    load: () => import('./import.ts'),
  },
  {
    name: 'projects',
    parameters: '',
    summary: 'the projects of the library',
    options: [],
    example: 'lectern projects',
    load: () => import('./projects.ts'),
  },
  {
    name: 'episodes',
    parameters: '<project>',
    summary: 'the episodes of a project, by its id or name',
    options: [],
    example: 'lectern episodes "The Night Ferry"',
    load: () => import('./episodes.ts'),
  },
  {
    name: 'export',
    parameters: '<episode>',
    summary: 'turn an episode of the library into a finished file',
    options: EXPORT_OPTIONS,
    example: 'lectern export 4f1c… -o episode.mp3 --preset apple-podcasts',
    load: () => import('./export.ts'),
  },
  {
    name: 'script',
    parameters: '<episode>',
    summary: 'write an episode of the library as a script file',
    options: [OUTPUT],
    example: 'lectern script 4f1c… -o episode.md',
    load: () => import('./script.ts'),
  },
  {
    name: 'serve',
    parameters: '',
    summary: 'open the studio in a browser on this machine',
    options: [
      { flags: '--port <port>', description: 'the port (default: any free one)' },
      { flags: '--open', description: 'open the browser too' },
    ],
    example: 'lectern serve --open',
    load: () => import('./serve.ts'),
  },
  {
    name: 'doctor',
    parameters: '',
    summary: 'what works on this machine and what does not',
    options: [],
    example: 'lectern doctor',
    load: () => import('./doctor.ts'),
  },
];
