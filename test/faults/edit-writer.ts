/**
 * Edits, undoes, attaches takes and imports sounds in the library given as argument until it is killed. Says on stdout
 * what it is about to do and, once the library has acknowledged it, what is true from then on.
 */
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { putAsset } from '#core/library/decoded-audio.ts';
import { applyCommands, cancelGesture, commitGesture } from '#core/library/edits.ts';
import { createEpisode, openEpisode } from '#core/library/episodes.ts';
import { attachTakes } from '#core/library/line-takes.ts';
import { createProject, listProjects } from '#core/library/projects.ts';
import { insertTake } from '#core/library/takes.ts';
import { history, jumpTo, redo, undo } from '#core/library/undo.ts';
import { blocksOf } from '#shared/document/episode-document.ts';
import { AppError } from '#shared/errors.ts';
import { type AssetId, ProjectId, ProviderId, type RecordId, RequestHash, TakeId } from '#shared/ids.ts';
import type { Asset, Take } from '#shared/media.ts';
import { samples } from '#shared/units.ts';
import { seededRandom } from '../../src-main/tools/sample-sounds/seeded-random.ts';
import { toneWav } from '../helpers/small-wav.ts';
import { openTestLibrary } from '../helpers/temporary-library.ts';
import { randomCommand } from '../unit/document/random-command.ts';
import { fullEpisode } from '../unit/document/sample-episode.ts';
import {
  type Acknowledged,
  type Announced,
  digestOf,
  digestWithoutTakes,
  EPISODE_ID,
  type WriterAction,
} from './edit-writer-lines.ts';

const [home = '', round = '0'] = process.argv.slice(2);
const random = seededRandom(Number(round) + 1);
const library = await openTestLibrary(home);
const { db } = library;
let count = 0;

/** At once and whole, unlike console.log into a pipe. */
function say(line: Announced | Acknowledged): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

function acknowledge(more: { readonly assetId?: AssetId; readonly takeId?: TakeId; readonly lineId?: RecordId } = {}) {
  const { revision, document } = openEpisode(db, EPISODE_ID);
  say({
    done: count,
    revision,
    digest: digestOf(document),
    withoutTakes: digestWithoutTakes(document),
    history: JSON.stringify(history(db, EPISODE_ID)),
    ...more,
  });
}

if (listProjects(db).length === 0) {
  const projectId = ProjectId.parse('crash');
  createProject(db, { id: projectId, name: 'Crash', kind: 'podcast', language: 'en', createdAtMs: 1 });
  createEpisode(db, { id: EPISODE_ID, projectId, document: fullEpisode(), createdAtMs: 1 });
}
acknowledge();

const numbers = () => Array.from({ length: 12 }, () => Math.floor(random() * 1_000_000));

function edit(gesture?: string): void {
  const { document, revision: baseRevision } = openEpisode(db, EPISODE_ID);
  const command = randomCommand(document, numbers(), `r${round}-${count}`);
  applyCommands(library, EPISODE_ID, {
    baseRevision,
    commands: [command, { type: 'note.add', id: `n${round}-${count}` as RecordId, text: `${round} ${count}` }],
    ...(gesture === undefined ? {} : { gesture }),
  });
}

async function importSound(): Promise<Asset> {
  const bytes = toneWav({ seconds: 0.05, frequencyHz: 300 + Number(round) * 997 + count });
  return putAsset(library, { bytes, extension: 'wav' });
}

async function speak(): Promise<{ readonly takeId: TakeId; readonly lineId: RecordId }> {
  const asset = await importSound();
  const hash = RequestHash.parse(createHash('sha256').update(`${round} ${count}`).digest('hex'));
  const take: Take = {
    id: TakeId.parse(`take-${round}-${count}`),
    requestHash: hash,
    provider: ProviderId.parse('fake'),
    voiceId: 'anna',
    text: 'Spoken.',
    segments: [
      {
        assetId: asset.id,
        requestHash: hash,
        durationSamples: asset.durationSamples,
        speechStartSample: samples(0),
        speechEndSample: asset.durationSamples,
        runIndex: 0,
      },
    ],
    cues: [],
    billedCharacters: 7,
    cost: 0.01,
    createdAtMs: 1,
  };
  insertTake(db, take, 0);
  const lines = blocksOf(openEpisode(db, EPISODE_ID).document).filter((block) => block.type === 'line');
  const lineId = lines[Math.floor(random() * lines.length)]?.id ?? ('l1' as RecordId);
  attachTakes(library, EPISODE_ID, new Map([[lineId, take]]));
  return { takeId: take.id, lineId };
}

const ACTIONS: readonly (readonly [WriterAction, number, () => unknown])[] = [
  ['edit', 10, () => edit()],
  ['gesture', 4, () => edit('drag')],
  ['commit', 1, () => commitGesture(library, EPISODE_ID, 'drag')],
  ['cancel', 1, () => cancelGesture(library, EPISODE_ID, 'drag')],
  ['undo', 3, () => undo(library, EPISODE_ID)],
  ['redo', 2, () => redo(library, EPISODE_ID)],
  ['jump', 1, () => jumpTo(library, EPISODE_ID, Math.max(0, history(db, EPISODE_ID).position - 3))],
  ['attach', 4, speak],
  ['import', 2, async () => ({ assetId: (await importSound()).id })],
];
const WEIGHED = ACTIONS.flatMap(([name, weight, run]) => Array.from({ length: weight }, () => ({ name, run })));

for (;;) {
  count += 1;
  const { name, run } = WEIGHED[Math.floor(random() * WEIGHED.length)]!;
  say({ about: count, action: name });
  let more = {};
  try {
    const answer = await run();
    if (name === 'attach' || name === 'import') more = answer as object;
  } catch (error) {
    // Random commands cannot always be carried out; the library must then be as it was.
    if (!(error instanceof AppError && (error.code === 'invalid-command' || error.code === 'not-found'))) throw error;
  }
  acknowledge(more);
}
