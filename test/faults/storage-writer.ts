/** Adds sounds and projects to the library given as argument while the disk fails now and then. Says what was acknowledged and how the rest failed. */
import { writeSync } from 'node:fs';
import { backUp } from '#core/library/back-up.ts';
import { putAsset } from '#core/library/decoded-audio.ts';
import { closeLibrary, type Library } from '#core/library/library.ts';
import { createProject } from '#core/library/projects.ts';
import { AppError } from '#shared/errors.ts';
import { ProjectId } from '#shared/ids.ts';
import { toneWav } from '../helpers/small-wav.ts';
import { openTestLibrary } from '../helpers/temporary-library.ts';

const [home = '', rounds = '0'] = process.argv.slice(2);

export interface WriterLine {
  readonly asset?: string;
  readonly project?: string;
  readonly backup?: string;
  /** The error's code, or 'untyped'. */
  readonly failed?: string;
  readonly message?: string;
}

/** The fault hits this pipe as well. */
function say(line: WriterLine): void {
  for (;;) {
    try {
      writeSync(1, `${JSON.stringify(line)}\n`);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
}

async function attempt(work: () => Promise<WriterLine>): Promise<void> {
  try {
    say(await work());
  } catch (error) {
    sayFailed(error);
  }
}

function sayFailed(error: unknown): void {
  if (error instanceof AppError) say({ failed: error.code, message: error.message });
  else say({ failed: 'untyped', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

async function open(): Promise<Library> {
  for (;;) {
    try {
      return await openTestLibrary(home);
    } catch (error) {
      sayFailed(error);
    }
  }
}

const library = await open();
for (let round = 0; round < Number(rounds); round++) {
  await attempt(async () => {
    const bytes = toneWav({ seconds: 0.05, frequencyHz: 300 + round });
    return { asset: (await putAsset(library, { bytes, extension: 'wav' })).id };
  });
  await attempt(async () => {
    const id = ProjectId.parse(`project-${round}`);
    createProject(library.db, { id, name: id, kind: 'podcast', language: 'en', createdAtMs: round });
    return { project: id };
  });
  if (round % 25 === 24) await attempt(async () => ({ backup: (await backUp(library)).name }));
}
await closeLibrary(library);
