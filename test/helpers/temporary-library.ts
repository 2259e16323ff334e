import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IngestAudio } from '#core/audio/audio-facts.ts';
import { closeLibrary, type Library, type OpenLibraryOptions, openLibrary } from '#core/library/library.ts';
import type { Ports } from '#core/ports.ts';
import { silentLog } from './silent-log.ts';
import { ingestSmallWav } from './small-wav.ts';

/** Ids that count up and a clock that stands still. */
export function testPorts(): Ports {
  let count = 0;
  return { newId: () => `id-${++count}`, nowMs: () => 1_700_000_000_000, environment: {}, log: silentLog };
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'lectern-test-'));
}

export function openTestLibrary(
  home: string,
  options: Partial<OpenLibraryOptions> & { readonly ingest?: IngestAudio } = {},
): Promise<Library> {
  return openLibrary({ home, ports: testPorts(), ingest: ingestSmallWav, ...options });
}

/** Runs `use` on an empty library in a folder of its own and removes both. */
export async function withLibrary(
  use: (library: Library) => Promise<void>,
  options: { readonly ingest?: IngestAudio } = {},
): Promise<void> {
  const home = await temporaryFolder();
  const library = await openTestLibrary(home, options);
  try {
    await use(library);
  } finally {
    await closeLibrary(library);
    await rm(home, { recursive: true, force: true });
  }
}
