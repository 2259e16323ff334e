/** The operating system's own voices as a provider like any other. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { Cancelled } from '#shared/errors.ts';
import { ProviderId } from '#shared/ids.ts';
import { errnoOf, storageError } from '../library/storage-error.ts';
import { optionTable } from '../providers/option-table.ts';
import { ProviderError } from '../providers/provider-error.ts';
import type { SpeechProvider, UtteranceRequest } from '../providers/speech-provider.ts';
import { type Environment, findSystemEngine } from './find-system-engine.ts';
import { CommandFailed, runCommand } from './run-command.ts';
import type { SystemEngine, SystemVoice } from './system-engine.ts';

const PROVIDER = ProviderId.parse('system');
const MAX_TEXT_LENGTH = 4_000;
const LIST_TIME_LIMIT_MS = 15_000;
/** A few minutes of speech, by a program that speaks many times faster than one can listen. */
const SPEAK_TIME_LIMIT_MS = 120_000;
const CONCURRENCY = 2;

const Options = z.strictObject({ speed: z.number().min(0.5).max(2).optional() });

export interface SystemSurroundings {
  readonly platform?: NodeJS.Platform;
  readonly environment?: Environment;
  readonly speakTimeLimitMs?: number;
}

/** null where the system has no speech program, or one that does not answer: that is nobody's mistake. */
export async function findSystemProvider(surroundings: SystemSurroundings = {}): Promise<SpeechProvider | null> {
  const { platform = process.platform, environment = process.env } = surroundings;
  const engine = await findSystemEngine(platform, environment);
  if (!engine) return null;
  const voices = await listVoices(engine);
  if (voices.length === 0) return null;
  return createSystemProvider(engine, voices, surroundings.speakTimeLimitMs ?? SPEAK_TIME_LIMIT_MS);
}

async function listVoices(engine: SystemEngine): Promise<readonly SystemVoice[]> {
  try {
    return engine.parseVoices(await runCommand(engine.listCommand, { timeLimitMs: LIST_TIME_LIMIT_MS }));
  } catch (error) {
    if (error instanceof CommandFailed || error instanceof SyntaxError || error instanceof z.ZodError) return [];
    throw error;
  }
}

function createSystemProvider(
  engine: SystemEngine,
  voices: readonly SystemVoice[],
  speakTimeLimitMs: number,
): SpeechProvider {
  return {
    id: PROVIDER,
    name: `System voices (${engine.name})`,
    isRemote: false,
    defaultModel: engine.id,
    defaultVoiceId: defaultVoiceOf(engine, voices).id,
    concurrency: CONCURRENCY,
    capabilities: () => ({
      hasNativePauses: false,
      soundTags: [],
      hasStyle: false,
      maxTextLength: MAX_TEXT_LENGTH,
      hasPronunciationDictionary: false,
    }),
    optionsOf: () => optionTable(Options, { speed: { default: 1 } }),
    listVoices: async () => voices.map((voice) => ({ provider: PROVIDER, ...voice, kind: 'system' as const })),
    validate: (request) => void checked(engine, voices, request),
    billedCharacters: () => 0,
    synthesize: async (request, { signal } = {}) => {
      const { speed } = checked(engine, voices, request);
      const bytes = await speak(engine, request, speed, { timeLimitMs: speakTimeLimitMs, signal });
      return { bytes, format: 'wav', billedCharacters: 0, warnings: [] };
    },
  };
}

function defaultVoiceOf(engine: SystemEngine, voices: readonly SystemVoice[]): SystemVoice {
  const preferred = engine.preferredVoiceIds.flatMap((id) => voices.filter((voice) => voice.id === id));
  return (preferred[0] ?? voices.find((voice) => voice.language.startsWith('en')) ?? voices[0])!;
}

/** Throws ProviderError `validation`, `voice_not_found` or `model_unavailable`. */
function checked(
  engine: SystemEngine,
  voices: readonly SystemVoice[],
  request: UtteranceRequest,
): { readonly speed: number | undefined } {
  if (request.model !== engine.id) {
    throw refused('model_unavailable', `This system speaks with ${engine.id}, not with "${request.model}".`);
  }
  if (!voices.some((voice) => voice.id === request.voiceId)) {
    throw refused(
      'voice_not_found',
      `This system has no voice "${request.voiceId}". "lectern voices --provider system" lists those it has.`,
    );
  }
  const options = Options.safeParse(request.options);
  if (!options.success) {
    throw refused('validation', 'The system voices take the option speed (0.5 to 2) and nothing else.');
  }
  if (request.text.length > MAX_TEXT_LENGTH) {
    throw refused(
      'validation',
      `The text has ${request.text.length} characters; the system voices take ${MAX_TEXT_LENGTH} at once.`,
    );
  }
  if (!/[\p{L}\p{N}]/u.test(request.text)) throw refused('validation', `There is nothing to say in "${request.text}".`);
  return { speed: options.data.speed };
}

async function speak(
  engine: SystemEngine,
  request: UtteranceRequest,
  speed: number | undefined,
  options: { readonly timeLimitMs: number; readonly signal: AbortSignal | undefined },
): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-speech-'));
  try {
    const textPath = join(folder, 'text.txt');
    const wavPath = join(folder, 'speech.wav');
    // Both espeak-ng and say take what stands between double brackets for commands.
    await writeFile(textPath, `${request.text.replace(/\[(?=\[)/g, '[ ')}\n`);
    await runCommand(engine.speakCommand({ voiceId: request.voiceId, speed, textPath, wavPath }), options);
    return await readSpeech(wavPath, engine);
  } catch (error) {
    if (error instanceof ProviderError || error instanceof Cancelled) throw error;
    if (error instanceof CommandFailed)
      throw failed(error.isTimeout ? 'timeout' : 'provider_error', engine, error.message);
    throw storageError(error, folder, 'write');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readSpeech(path: string, engine: SystemEngine): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  // 44 bytes are a header without sound.
  if (bytes.byteLength <= 44) throw failed('empty_audio', engine, 'it made no sound');
  return bytes;
}

function refused(kind: 'validation' | 'voice_not_found' | 'model_unavailable', message: string): ProviderError {
  return new ProviderError(PROVIDER, { kind, message, phase: 'validate' });
}

function failed(
  kind: 'timeout' | 'provider_error' | 'empty_audio',
  engine: SystemEngine,
  reason: string,
): ProviderError {
  return new ProviderError(PROVIDER, {
    kind,
    message: `The system's speech program (${engine.id}) failed: ${reason}. Try again, or choose another voice.`,
    phase: 'body',
  });
}
