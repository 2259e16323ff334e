import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Core, createCore } from '#core/app.ts';
import type { KeyStore } from '#core/connections/key-store.ts';
import { importEpisode } from '#core/episode/import-episode.ts';
import { openStudio } from '#core/studio/open-studio.ts';
import { errorOfAnswer } from '#shared/contract/client.ts';
import { type CallInput, type EventMessage, METHODS, type MethodName, type Output } from '#shared/contract/contract.ts';
import type { FileId } from '#shared/contract/files.ts';
import type { Job, JobId } from '#shared/contract/values.ts';
import type { EpisodeId } from '#shared/ids.ts';
import { silentLog } from './silent-log.ts';
import { temporaryFolder } from './temporary-library.ts';

/** The real core behind its doors, over a library of its own. */
export interface TestStudio {
  readonly core: Core;
  readonly home: string;
  readonly events: EventMessage[];
  /** Checks what comes out against the contract; throws what the page would get. */
  call<M extends MethodName>(method: M, input: CallInput<M>): Promise<Output<M>>;
  /** An episode of a script in Lectern's format. */
  importScript(text: string): Promise<EpisodeId>;
  /** Bytes as a page sends them. */
  upload(name: string, bytes: Uint8Array): Promise<FileId>;
  /** The job when it has ended. */
  ended(jobId: JobId): Promise<Job>;
  /** As a start after a crash would: closed and opened again. */
  restart(): Promise<TestStudio>;
  close(): Promise<void>;
}

export async function openTestStudio(
  options: {
    readonly environment?: Readonly<Record<string, string>>;
    readonly home?: string;
    readonly keys?: KeyStore;
  } = {},
): Promise<TestStudio> {
  const home = options.home ?? (await temporaryFolder());
  const environment = { ...options.environment };
  const core = createCore({
    home,
    environment,
    program: 'a test',
    retries: 0,
    ports: { log: silentLog },
    ...(options.keys === undefined ? {} : { keys: options.keys }),
  });
  const studio = await openStudio(core);
  const events: EventMessage[] = [];
  const listeners = new Set<() => void>();
  studio.events.subscribe((event) => {
    events.push(event);
    for (const listener of listeners) listener();
  });
  const stop = async (): Promise<void> => {
    await studio.close();
    await core.close();
  };
  const call: TestStudio['call'] = async (method, input) => {
    // What is sent goes through JSON, as it does on its way from a page and back.
    const answer = JSON.parse(JSON.stringify(await studio.dispatch(method, JSON.parse(JSON.stringify(input)))));
    if (!answer.ok) throw errorOfAnswer(answer.error);
    METHODS[method].output.parse(answer.value);
    return answer.value;
  };
  return {
    core,
    home,
    events,
    call,
    async importScript(text) {
      const path = join(home, 'script.md');
      await writeFile(path, text);
      return (await importEpisode(await core.library(), { path })).episodeId;
    },
    upload: async (name, bytes) => (await studio.uploads.receive(name, Readable.from([Buffer.from(bytes)]))).fileId,
    async ended(jobId) {
      const find = (): Job | undefined =>
        events
          .flatMap((event) => (event.name === 'job.changed' && event.value.id === jobId ? event.value : []))
          .findLast(({ state }) => state !== 'running' && state !== 'paused');
      for (let job = find(); ; job = find()) {
        if (job) return job;
        const { promise, resolve } = Promise.withResolvers<void>();
        listeners.add(resolve);
        await promise;
        listeners.delete(resolve);
      }
    },
    async restart() {
      await stop();
      return openTestStudio({ ...options, home });
    },
    async close() {
      await stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
