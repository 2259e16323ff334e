import { randomUUID } from 'node:crypto';
import { startKernels } from '#shared/kernels/start-kernels.ts';
import { type FfmpegLocation, locateFfmpeg } from './audio/ffmpeg-location.ts';
import { createIngestThreads } from './audio/ingest-threads.ts';
import { createEnvironmentKeys, type KeyStore } from './connections/key-store.ts';
import { SpeechConnections } from './connections/speech-connections.ts';
import { VoiceSamples } from './connections/voice-samples.ts';
import { keepBackedUp } from './library/back-up.ts';
import { closeLibrary, type Library, openLibrary } from './library/library.ts';
import type { LibraryNotice } from './library/library-notice.ts';
import { readSpeechSetup, speechSetupOf } from './library/read-speech-setup.ts';
import { createFileLog } from './log.ts';
import type { Ports } from './ports.ts';
import type { SpeechProvider } from './providers/speech-provider.ts';
import { PersonSettings } from './settings/person-settings.ts';
import type { Voices } from './synthesis/speech-request.ts';
import { createFliteProvider } from './voices/flite.ts';
import { findSystemProvider } from './voices/system-voices.ts';
import { keepYoungHeapsSmall } from './young-heap.ts';

/** The application without a shell. Parts are made on first use: asking for the voices does not open the library. */
export interface Core {
  readonly home: string;
  readonly ports: Ports;
  readonly settings: PersonSettings;
  /** The one that is to be used now. Throws AppError `ffmpeg-missing`. */
  readonly ffmpeg: () => Promise<FfmpegLocation>;
  /** Opens the library and keeps it. Throws as `openLibrary` does. */
  readonly library: () => Promise<Library>;
  /** What is wrong with the library without being in the way; nothing before it is opened. */
  readonly notices: () => Promise<readonly LibraryNotice[]>;
  /** Every voice engine that works here now: the built-in voice first. */
  readonly providers: () => Promise<readonly SpeechProvider[]>;
  /** The same, with the voice that reads what nobody has been cast for. */
  readonly voices: () => Promise<Voices>;
  /** The speech services that are set up, and the voices made at them. */
  readonly connections: SpeechConnections;
  /** Recordings that voices are copied from. */
  readonly samples: VoiceSamples;
  /** Ends workers and closes the library. */
  readonly close: () => Promise<void>;
}

export interface CoreOptions {
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The person's choice of ffmpeg, before any other. */
  readonly ffmpegPath?: string;
  /** Named to another program that finds the library in use. */
  readonly program: string;
  /** Further tries of a cloud service after a passing failure; default 4. */
  readonly retries?: number;
  /** Longest wait for one request to a cloud service. */
  readonly timeoutMs?: number;
  /** Where keys are kept; the environment unless the shell has better. */
  readonly keys?: KeyStore;
  readonly ports?: Partial<Ports>;
}

export function createCore(options: CoreOptions): Core {
  keepYoungHeapsSmall();
  const { home, environment, program } = options;
  const ports: Ports = {
    newId: randomUUID,
    nowMs: Date.now,
    environment,
    log: createFileLog(home),
    ...options.ports,
  };
  const settings = new PersonSettings(home, ports.log);
  // Looked for anew each time, which costs little: the person may have chosen another one.
  const ffmpeg = async (): Promise<FfmpegLocation> => {
    const setting = options.ffmpegPath ?? (await settings.read()).ffmpegPath;
    return locateFfmpeg({ environment, ...(setting === null ? {} : { setting }) });
  };
  startKernels();
  const reading = createIngestThreads(ffmpeg);
  const library = once(async () => {
    const opened = await openLibrary({ home, ports, program, ingest: reading.ingest });
    keepBackedUp(opened);
    return opened;
  });
  const samples = new VoiceSamples(home);
  const flite = once(async () => createFliteProvider());
  const keys = options.keys ?? createEnvironmentKeys(environment);
  const connections = new SpeechConnections({
    environment,
    keys,
    readSetup: async () => {
      const opened = await library.opened();
      return opened ? speechSetupOf(opened.db) : readSpeechSetup(home);
    },
    services: {
      readSample: samples.read,
      isPrivateAllowed: environment.LECTERN_ALLOW_PRIVATE_HOSTS === '1',
      timeoutMs: options.timeoutMs,
      retries: options.retries,
      onRetry: (error, delayMs) =>
        ports.log.warn('a speech service failed and is tried again', { kind: error.kind, delayMs }),
    },
  });
  const system = once(() => findSystemProvider({ environment }));
  const providers = async (): Promise<readonly SpeechProvider[]> => {
    const found = await system.get();
    return [await flite.get(), ...(found ? [found] : []), ...(await connections.services())];
  };
  return {
    home,
    ports,
    ffmpeg,
    settings,
    library: library.get,
    notices: async () => (await library.opened())?.notices ?? [],
    providers,
    samples,
    connections,
    voices: async () => {
      const { id, defaultVoiceId } = await flite.get();
      return {
        providers: await providers(),
        defaultVoice: { provider: id, voiceId: defaultVoiceId },
        keptVoices: await connections.keptVoices(),
      };
    },
    close: async () => {
      const opened = await library.opened();
      if (opened) await closeLibrary(opened);
      await Promise.all([reading.close(), (await flite.opened())?.close(), connections.close()]);
    },
  };
}

interface Once<Value> {
  readonly get: () => Promise<Value>;
  /** What `get` made, or undefined when it was never asked or failed. */
  readonly opened: () => Promise<Value | undefined>;
}

/** Makes a value once. A failure is not remembered: the next call tries again. */
function once<Value>(make: () => Promise<Value>): Once<Value> {
  let made: Promise<Value> | undefined;
  return {
    get: () => {
      made ??= make().catch((error: unknown) => {
        made = undefined;
        throw error;
      });
      return made;
    },
    opened: async () => {
      if (!made) return undefined;
      return made.catch(() => undefined);
    },
  };
}
