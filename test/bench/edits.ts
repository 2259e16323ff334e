/**
 * One edit of a 10,000-line episode, from the command to the acknowledgement, beside the plain way of storing a
 * document: the whole of it as one JSON row, rewritten for every edit. Both on SQLite with WAL and FULL, in one run.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '#core/library/database.ts';
import { applyCommands } from '#core/library/edits.ts';
import { createEpisode, openEpisode } from '#core/library/episodes.ts';
import { closeLibrary, openLibrary } from '#core/library/library.ts';
import { createProject } from '#core/library/projects.ts';
import { redo, undo } from '#core/library/undo.ts';
import { applyCommand, type Command } from '#shared/document/commands.ts';
import { blocksOf, documentOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import { newEpisode } from '#shared/document/new-episode.ts';
import { orderKeysBetween } from '#shared/document/order-key.ts';
import type { EpisodeRecord } from '#shared/document/records.ts';
import { EpisodeId, ProjectId, RecordId } from '#shared/ids.ts';
import { ingestSmallWav } from '../helpers/small-wav.ts';
import { testPorts } from '../helpers/temporary-library.ts';

export const title = 'edits: a 10,000-line episode, an edit at a time';

const LINES = 10_000;
const EDITS = 200;
const ID = EpisodeId.parse('long');

export async function run(_: unknown, print: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-bench-'));
  try {
    const document = longEpisode();
    const ours = await benchLibrary(join(folder, 'library'), document);
    const naive = benchOneRow(join(folder, 'one-row.sqlite'), document);
    print(`open, not yet in memory   ${inMs(ours.openMs)}   whole document as one row ${inMs(naive.openMs)}`);
    for (const what of ['edit', 'undo', 'redo'] as const) {
      const [our, peer] = [ours[what], naive[what]];
      const beside = peer ? `   as one row ${spread(peer)}   ratio ${(median(peer) / median(our)).toFixed(1)}` : '';
      print(`${what.padEnd(25)} ${spread(our)}${beside}`);
    }
    const isMet = ours.openMs < 300 && median(ours.edit) < 10;
    print(`target: open under 300 ms, an edit under 10 ms at the median: ${isMet ? 'met' : 'MISSED'}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Measured {
  readonly openMs: number;
  readonly edit: readonly number[];
  readonly undo?: readonly number[];
  readonly redo?: readonly number[];
}

async function benchLibrary(home: string, document: EpisodeDocument): Promise<Required<Measured>> {
  const options = { home, ports: testPorts(), ingest: ingestSmallWav };
  const made = await openLibrary(options);
  const projectId = ProjectId.parse('bench');
  createProject(made.db, { id: projectId, name: 'Bench', kind: 'audiobook', language: 'en', createdAtMs: 0 });
  createEpisode(made.db, { id: ID, projectId, document, createdAtMs: 0 });
  await closeLibrary(made);

  const library = await openLibrary(options);
  try {
    const openMs = time(() => openEpisode(library.db, ID));
    let { revision } = openEpisode(library.db, ID);
    const edit = commandsFor(document).map((command) =>
      time(() => {
        revision = applyCommands(library, ID, { baseRevision: revision, commands: [command] }).revision;
      }),
    );
    const undone = edit.map(() => time(() => undo(library, ID)));
    const redone = edit.map(() => time(() => redo(library, ID)));
    return { openMs, edit, undo: undone, redo: redone };
  } finally {
    await closeLibrary(library);
  }
}

/** Without undo, search, checks of the revision or conflicts: only the document, durable. */
function benchOneRow(path: string, document: EpisodeDocument): Measured {
  const made = openDatabase(path);
  made.execute('CREATE TABLE episode (id TEXT PRIMARY KEY, json TEXT NOT NULL)');
  made.run('INSERT INTO episode (id, json) VALUES ($id, $json)', { id: ID, json: jsonOf(document) });
  made.close();

  const database = openDatabase(path);
  try {
    let current = document;
    const openMs = time(() => {
      const { json } = database.get<{ json: string }>('SELECT json FROM episode WHERE id = $id', { id: ID })!;
      current = documentOf(JSON.parse(json) as EpisodeRecord[]);
    });
    const edit = commandsFor(document).map((command) =>
      time(() => {
        current = applyCommand(current, command).document;
        database.run('UPDATE episode SET json = $json WHERE id = $id', { id: ID, json: jsonOf(current) });
      }),
    );
    return { openMs, edit };
  } finally {
    database.close();
  }
}

/** What a person does to a long script: mostly text, some gains, a move, a split, a line more. */
function commandsFor(document: EpisodeDocument): readonly Command[] {
  const lines = blocksOf(document).map((block) => block.id);
  return Array.from({ length: EDITS }, (_, index): Command => {
    const id = lines[(index * 7_919) % lines.length]!;
    const newId = RecordId.parse(`new-${index}`);
    switch (index % 8) {
      case 1:
        return { type: 'line.setGain', id, gainDb: (index % 20) - 10 || 1 };
      case 3:
        return { type: 'block.move', ids: [id], afterId: lines[(index * 31) % lines.length]! };
      case 5:
        return { type: 'line.split', id, atOffset: 20, newId };
      case 7:
        return { type: 'line.add', id: newId, afterId: id, text: `A line more, the ${index}th.` };
      default:
        return { type: 'line.setText', id, text: `It was already ten past nine, and this is edit ${index}.` };
    }
  });
}

function longEpisode(): EpisodeDocument {
  let count = 0;
  const empty = newEpisode({ title: 'Long', language: 'en', kind: 'audiobook', newId: () => `t${++count}` });
  const orders = orderKeysBetween(null, null, LINES);
  const lines = orders.map(
    (order, index): EpisodeRecord => ({
      type: 'line',
      id: RecordId.parse(`line-${index}`),
      order,
      speakerId: null,
      text: `Line ${index}: the last ferry left at nine, and nobody who waited on the quay had seen a light.`,
      isContinuation: true,
      gainDb: 0,
    }),
  );
  return documentOf([...empty.records.values(), ...lines]);
}

const jsonOf = (document: EpisodeDocument): string => JSON.stringify([...document.records.values()]);

function time(work: () => unknown): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}

function percentile(values: readonly number[], percent: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil((values.length * percent) / 100) - 1]!;
}

const median = (values: readonly number[]): number => percentile(values, 50);
const inMs = (ms: number): string => `${ms.toFixed(1)} ms`;
const spread = (values: readonly number[]): string =>
  `p50 ${inMs(median(values))}, p95 ${inMs(percentile(values, 95))}, max ${inMs(Math.max(...values))}`;
