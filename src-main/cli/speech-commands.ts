/** Commands about speech services and the voices made at them. Definitions only: help must be instant. */
import type { CommandDefinition, OptionDefinition } from './command.ts';

/** What `connection add` and `connection set` can say about a connection. */
const CONNECTION_OPTIONS: readonly OptionDefinition[] = [
  { flags: '--name <name>', description: 'what people call it' },
  { flags: '--base-url <url>', description: "the service's address; another origin drops the key" },
  { flags: '--models <list>', description: 'ID or ID=USE, by commas; USE is speech, design, clone or understanding' },
  { flags: '--default-voice <id>', description: 'the voice of those who name none' },
  {
    flags: '--price <price>',
    description: 'per 10,000 characters: "3.5 CNY", or "MODEL=3.5 CNY"',
    isRepeatable: true,
  },
  { flags: '--concurrency <n>', description: 'how many requests at once' },
  { flags: '--spacing-ms <ms>', description: 'between the beginnings of two requests' },
  { flags: '--weights-spelling <word>', description: 'how blends are spelt: timbre, timber or both' },
  { flags: '--auth-header <scheme>', description: 'how the key is sent: api-key or bearer' },
  { flags: '--key', description: 'use the key from standard input or the environment for this address' },
];

const PROVIDER: OptionDefinition = {
  flags: '--provider <id>',
  description: 'the connection, as `lectern connection list` has it',
};
const REQUIRED_PROVIDER: OptionDefinition = { ...PROVIDER, isRequired: true };
const NAME: OptionDefinition = { flags: '--name <name>', description: 'what people call the voice', isRequired: true };
const LANGUAGE: OptionDefinition = {
  flags: '--language <tag>',
  description: 'the language it speaks, such as en or zh',
};
const VOICE_ID: OptionDefinition = { flags: '--id <id>', description: 'its id, where the service lets you choose' };
const TRIAL: readonly OptionDefinition[] = [
  { flags: '--text <text>', description: 'what the trial says' },
  { flags: '-o, --output <file>', description: 'write the trial here' },
];
const HEARING: readonly OptionDefinition[] = [
  { ...PROVIDER, description: 'who listens (default: the first connection that can)' },
  { flags: '--model <id>', description: "the service's model" },
  { flags: '--prompt <text>', description: 'what to ask about the audio' },
  { flags: '--stream', description: 'have the answer streamed' },
];

export const SPEECH_COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'transcribe',
    parameters: '<file>',
    summary: 'write down what is said in an audio file or at a public https address',
    options: HEARING,
    example: 'lectern transcribe interview.mp3 --provider mimo',
    load: () => import('./transcribe.ts'),
  },
  {
    name: 'describe',
    parameters: '<file>',
    summary: 'say what is heard in an audio file or at a public https address',
    options: HEARING,
    example: 'lectern describe harbour.wav --prompt "Which sounds are these?"',
    load: () => import('./describe.ts'),
  },
  {
    name: 'voice design',
    parameters: '',
    summary: 'make a voice from a description',
    options: [
      REQUIRED_PROVIDER,
      NAME,
      { flags: '--description <text>', description: 'the voice in words', isRequired: true },
      LANGUAGE,
      VOICE_ID,
      ...TRIAL,
    ],
    example: 'lectern voice design --provider mimo --name Keeper --description "An old, warm, slow man"',
    load: () => import('./voice-design.ts'),
  },
  {
    name: 'voice clone',
    parameters: '',
    summary: 'copy a voice from a recording, with the consent of the speaker',
    options: [
      REQUIRED_PROVIDER,
      NAME,
      { flags: '--sample <file>', description: 'the recording, or its public https address', isRequired: true },
      {
        flags: '--consent <file>',
        description: 'the consent of the speaker: their words as text, or a recording of them',
        isRequired: true,
      },
      { flags: '--speaker <who>', description: 'whose voice it is (default: as the consent says, or the name)' },
      { flags: '--prompt <file>', description: 'a few seconds more of the same speaker' },
      { flags: '--prompt-text <text>', description: 'what is said in them' },
      { flags: '--model <id>', description: 'the model that speaks the trial' },
      { flags: '--reduce-noise', description: 'have the service clean the recording' },
      { flags: '--normalize-volume', description: 'have the service level the recording' },
      LANGUAGE,
      VOICE_ID,
      ...TRIAL,
    ],
    example: 'lectern voice clone --provider mimo --name Ana --sample ana.wav --consent ana-agrees.txt',
    load: () => import('./voice-clone.ts'),
  },
  {
    name: 'voice blend',
    parameters: '',
    summary: 'mix up to four voices of a MiniMax connection into one',
    options: [
      REQUIRED_PROVIDER,
      NAME,
      { flags: '--part <voice=weight>', description: 'a voice and its weight, 1 to 100', isRepeatable: true },
      LANGUAGE,
      ...TRIAL,
    ],
    example: 'lectern voice blend --provider minimax --name Duo --part male-qn-qingse=70 --part female-shaonv=30',
    load: () => import('./voice-blend.ts'),
  },
  {
    name: 'voice list',
    parameters: '',
    summary: 'the voices that were made here, with the consent of those that were copied',
    options: [PROVIDER],
    example: 'lectern voice list',
    load: () => import('./voice-list.ts'),
  },
  {
    name: 'voice remove',
    parameters: '<voice>',
    summary: 'delete a voice, at its service too; what it has spoken stays',
    options: [PROVIDER],
    example: 'lectern voice remove mimo/designed-4f1c2a77',
    load: () => import('./voice-remove.ts'),
  },
  {
    name: 'connection list',
    parameters: '',
    summary: 'the speech services that are set up here',
    options: [],
    example: 'lectern connection list',
    load: () => import('./connection-list.ts'),
  },
  {
    name: 'connection add',
    parameters: '<kind>',
    summary: 'set up a service: mimo, minimax-global, minimax-china, dashscope or minimax',
    options: [{ flags: '--id <id>', description: 'its id in casts (default: the kind)' }, ...CONNECTION_OPTIONS],
    example: 'lectern connection add minimax --id minimax-cn --base-url https://api.minimaxi.com < key.txt',
    load: () => import('./connection-add.ts'),
  },
  {
    name: 'connection set',
    parameters: '<connection>',
    summary: 'change a connection',
    options: CONNECTION_OPTIONS,
    example: 'lectern connection set minimax-global --weights-spelling timber --price "3.5 CNY"',
    load: () => import('./connection-set.ts'),
  },
  {
    name: 'connection test',
    parameters: '<connection>',
    summary: 'ask the service, at no cost, whether it takes the key',
    options: [{ flags: '--key', description: 'ask for the key to test' }],
    example: 'lectern connection test mimo',
    load: () => import('./connection-test.ts'),
  },
  {
    name: 'connection remove',
    parameters: '<connection>',
    summary: 'forget a connection; what was spoken through it stays',
    options: [],
    example: 'lectern connection remove minimax-cn',
    load: () => import('./connection-remove.ts'),
  },
];
