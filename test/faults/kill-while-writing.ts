/**
 * A program that edits, undoes, attaches takes and imports sounds is killed (SIGKILL) at random moments, again and
 * again, on one library. After every kill: each acknowledged edit, take and sound is there, what was going on is there
 * wholly or not at all, the history is the same and can be walked from end to end, the database is sound, and no
 * temporary file is left. `node test/faults/kill-while-writing.ts [rounds] [seed]`; 200 rounds by default.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { assetState } from '#core/library/assets.ts';
import type { OpenDatabase } from '#core/library/database.ts';
import { openEpisode } from '#core/library/episodes.ts';
import { closeLibrary, type Library } from '#core/library/library.ts';
import { takesOfLine } from '#core/library/line-takes.ts';
import { mediaPath } from '#core/library/media-store.ts';
import { history, jumpTo, redo, undo } from '#core/library/undo.ts';
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import { checkInvariants } from '#shared/document/invariants.ts';
import type { AssetId } from '#shared/ids.ts';
import { seededRandom } from '../../src-main/tools/sample-sounds/seeded-random.ts';
import { storedDocument } from '../helpers/library-episode.ts';
import { openTestLibrary, temporaryFolder } from '../helpers/temporary-library.ts';
import { fullEpisode } from '../unit/document/sample-episode.ts';
import {
  type Acknowledged,
  type Announced,
  digestOf,
  digestWithoutTakes,
  EPISODE_ID,
  type WriterAction,
} from './edit-writer-lines.ts';

export const EDIT_WRITER = new URL('./edit-writer.ts', import.meta.url).pathname;

export interface KillReport {
  readonly rounds: number;
  readonly acknowledged: number;
  /** Kills that fell between the announcement of an action and its acknowledgement. */
  readonly struckInside: number;
  /** Of these, how often the action had been committed. */
  readonly committedUnheard: number;
}

/** Throws an Error that says what was lost, at which round and seed. */
export async function killWhileWriting(options: {
  readonly rounds: number;
  readonly seed: number;
  readonly onRound?: (round: number) => void;
}): Promise<KillReport> {
  const home = await temporaryFolder();
  const random = seededRandom(options.seed);
  const kept: Acknowledged[] = [];
  const report = { rounds: options.rounds, acknowledged: 0, struckInside: 0, committedUnheard: 0 };
  for (let round = 0; round < options.rounds; round += 1) {
    const writer = options.seed * 10_000 + round;
    const said = await writeAndKill(home, writer, 1 + Math.floor(random() * 40), random() * 12);
    const library = await openTestLibrary(home);
    try {
      kept.push(...said.acknowledged.filter((line) => line.assetId ?? line.takeId));
      report.acknowledged += said.acknowledged.length;
      if (said.unheard) report.struckInside += 1;
      if (await isCommittedUnheard(library, said)) report.committedUnheard += 1;
      await checkWhole(library, kept);
    } catch (error) {
      throw new Error(`Round ${round}, seed ${options.seed}, library kept in ${home}: ${String(error)}`, {
        cause: error,
      });
    } finally {
      await closeLibrary(library);
    }
    options.onRound?.(round + 1);
  }
  await rm(home, { recursive: true });
  return report;
}

interface Said {
  readonly acknowledged: readonly Acknowledged[];
  /** Announced, and never heard of again. */
  readonly unheard: WriterAction | null;
}

async function writeAndKill(home: string, round: number, lines: number, delayMs: number): Promise<Said> {
  const child = spawn(process.execPath, [EDIT_WRITER, home, String(round)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const isTime = printed.split('\n').length <= lines;
    printed += text;
    if (isTime && printed.split('\n').length > lines) setTimeout(() => child.kill('SIGKILL'), delayMs);
  });
  const signal = await new Promise((resolve) => child.on('close', (_, how) => resolve(how)));
  if (signal !== 'SIGKILL') throw new Error(`The writer ended by itself (${String(signal)}): ${complaint}`);
  const said = printed
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as Announced | Acknowledged);
  const last = said.at(-1);
  return {
    acknowledged: said.filter((line) => 'done' in line),
    unheard: last && 'about' in last ? last.action : null,
  };
}

function demand(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(what);
}

/** What was acknowledged last is what is there, or one step back from it lies what was. */
async function isCommittedUnheard(library: Library, { acknowledged, unheard }: Said): Promise<boolean> {
  const last = acknowledged.at(-1);
  if (!last) throw new Error('the writer said nothing');
  const { revision, document } = openEpisode(library.db, EPISODE_ID);
  if (revision === last.revision && isSameHistory(library, last)) {
    demand(digestOf(document) === last.digest, 'the episode is not what was acknowledged');
    return false;
  }
  demand(unheard !== null, `revision ${revision} came from nowhere after ${last.revision}`);
  demand(revision - last.revision <= 1, `revision ${revision} is more than one action after ${last.revision}`);
  if (unheard === 'commit') demand(digestOf(document) === last.digest, 'a commit of a gesture changed the episode');
  if (unheard === 'attach') demand(digestWithoutTakes(document) === last.withoutTakes, 'a take changed the episode');
  if (unheard === 'edit' || unheard === 'redo') oneStepBack(library, last, undo);
  if (unheard === 'undo') oneStepBack(library, last, redo);
  return true;
}

function isSameHistory(library: Library, last: Acknowledged): boolean {
  return JSON.stringify(history(library.db, EPISODE_ID)) === last.history;
}

function oneStepBack(library: Library, last: Acknowledged, step: typeof undo): void {
  step(library, EPISODE_ID);
  const digest = digestOf(openEpisode(library.db, EPISODE_ID).document);
  demand(digest === last.digest, 'one step back from what is there does not lie what was acknowledged');
}

async function checkWhole(library: Library, kept: readonly Acknowledged[]): Promise<void> {
  const { db } = library;
  demand((db as OpenDatabase).pragma('integrity_check') === 'ok', 'integrity_check complains');
  demand(db.all('PRAGMA foreign_key_check').length === 0, 'a row points nowhere');
  for (const { assetId, takeId, lineId } of kept) {
    if (assetId) demand(assetState(db, assetId)?.status === 'ready', `the sound ${assetId} is lost`);
    if (takeId && lineId) {
      const takes = takesOfLine(db, EPISODE_ID, lineId);
      demand(
        takes.some(({ take }) => take.id === takeId && take.segments.length === 1),
        `the take ${takeId} of ${lineId} is lost`,
      );
    }
  }
  for (const { id } of db.all<{ id: AssetId }>('SELECT id FROM asset')) {
    const bytes = await readFile(mediaPath(library, assetState(db, id)!.stored));
    demand(createHash('sha256').update(bytes).digest('hex') === id, `the bytes of ${id} are others`);
  }
  const leftOver = (await readdir(library.home, { recursive: true })).filter((name) => name.includes('.part'));
  demand(leftOver.length === 0, `left over: ${leftOver.join(', ')}`);
  walkHistory(library);
}

/** From end to end and back, in the stored records. */
function walkHistory(library: Library): void {
  const stored = (): EpisodeDocument => storedDocument(library, EPISODE_ID);
  checkInvariants(stored());
  const { position } = history(library.db, EPISODE_ID);
  const before = digestOf(stored());
  jumpTo(library, EPISODE_ID, 0);
  demand(
    digestWithoutTakes(stored()) === digestWithoutTakes(fullEpisode()),
    'undoing all does not give the first episode',
  );
  jumpTo(library, EPISODE_ID, position);
  demand(digestOf(stored()) === before, 'redoing all does not give the last episode');
}

if (process.argv[1] === import.meta.filename) {
  const rounds = Number(process.argv[2] ?? 200);
  const seed = Number(process.argv[3] ?? 1);
  const report = await killWhileWriting({
    rounds,
    seed,
    onRound: (round) => {
      if (round % 20 === 0) process.stdout.write(`${round} of ${rounds} rounds\n`);
    },
  });
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
