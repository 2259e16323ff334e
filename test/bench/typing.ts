/**
 * What a key costs the page in a script of 20,000 lines: the edit applied, its row made anew, and the copy of the
 * episode merged with the core's answer. Beside it the plain way: everything that is shown made anew for every key.
 * Laying out is not part of a key (it follows when typing pauses) and is measured by itself, at 10,000 clips, too.
 */
import { createClient } from '#shared/contract/client.ts';
import { blocksOf, documentOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import { newEpisode } from '#shared/document/new-episode.ts';
import { orderKeysBetween } from '#shared/document/order-key.ts';
import type { EpisodeRecord } from '#shared/document/records.ts';
import { EpisodeId, RecordId } from '#shared/ids.ts';
import { createEpisodeModel } from '../../src-renderer/episode/episode-model.ts';
import { EpisodeSession } from '../../src-renderer/episode/episode-session.ts';
import { UnsentJournal } from '../../src-renderer/episode/unsent-journal.ts';
import { FakeEpisodeCore } from '../helpers/fake-episode-core.ts';
import { FakeStorage } from '../helpers/fake-storage.ts';

export const title = 'typing: a key in a script of 20,000 lines';

const KEYS = 200;
const ID = EpisodeId.parse('typed');
const MOST_MS = 16;

export async function run(_: unknown, print: (line: string) => void): Promise<void> {
  const document = longScript(20_000);
  const session = await openSession(document);
  const id = blocksOf(document)[10_001]!.id;
  let text = '';
  const keys: number[] = [];
  for (let key = 0; key < KEYS; key++) {
    text += key % 6 === 5 ? ' ' : 'x';
    const command = { type: 'line.setText', id, text } as const;
    keys.push(
      time(() => {
        session.type('words', [command]);
      }),
    );
    if (key % 8 === 7) await session.settled();
  }
  const opened = new FakeEpisodeCore(ID, document).opened();
  const naive = Array.from({ length: 5 }, () => time(() => createEpisodeModel(opened).lanes));
  const breaks = Array.from({ length: 20 }, (_key, index) =>
    time(() => {
      session.edit([{ type: 'line.add', id: RecordId.parse(`new-${index}`), afterId: id, text: '' }], {
        isTyping: true,
      });
    }),
  );
  await session.settled();
  session.dispose();
  print(
    `a key        ${spread(keys)}   all made anew ${spread(naive)}   ratio ${(median(naive) / median(keys)).toFixed(0)}`,
  );
  print(`a new line   ${spread(breaks)}`);
  print(`target: a key under ${MOST_MS} ms at the median: ${median(keys) < MOST_MS ? 'met' : 'MISSED'}`);
  for (const lines of [10_000, 20_000]) {
    const drag = await dragged(longScript(lines));
    print(`laid out and lanes again, ${lines.toLocaleString('en')} clips   ${spread(drag)}`);
  }
}

async function dragged(document: EpisodeDocument): Promise<readonly number[]> {
  const session = await openSession(document);
  const id = blocksOf(document)[5_001]!.id;
  const gesture = session.beginGesture();
  const frames = Array.from({ length: 40 }, (_frame, index) =>
    time(() => {
      gesture.edit([{ type: 'line.setGap', id, edge: 'before', gapSamples: (1_000 + index) as never }]);
      return session.state.model.lanes;
    }),
  );
  gesture.commit();
  await session.settled();
  session.dispose();
  return frames;
}

async function openSession(document: EpisodeDocument): Promise<EpisodeSession> {
  const core = new FakeEpisodeCore(ID, document);
  let made = 0;
  const session = new EpisodeSession(core.opened(), {
    client: createClient({ invoke: core.invoke, subscribe: () => () => {} }),
    journal: new UnsentJournal(new FakeStorage(), 'bench'),
    newId: () => `n${made++}`,
    onFailure: (thrown) => {
      throw thrown;
    },
    onRecovered: () => {},
  });
  await session.settled();
  return session;
}

function longScript(lines: number): EpisodeDocument {
  let count = 0;
  const empty = newEpisode({ title: 'Long', language: 'en', kind: 'audiobook', newId: () => `t${++count}` });
  const orders = orderKeysBetween(null, null, lines);
  const records = orders.map((order, index): EpisodeRecord => {
    const id = RecordId.parse(`line-${index}`);
    if (index % 50 === 0) return { type: 'heading', id, order, level: 1, text: `Chapter ${index}`, isSpoken: false };
    const text = `Line ${index}: the last ferry left at nine, <#0.80#> and nobody who waited had seen a light.`;
    return { type: 'line', id, order, speakerId: null, text, gainDb: 0 };
  });
  return documentOf([...empty.records.values(), ...records]);
}

function time(work: () => unknown): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}

function percentile(values: readonly number[], percent: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil((values.length * percent) / 100) - 1]!;
}

const median = (values: readonly number[]): number => percentile(values, 50);
const inMs = (ms: number): string => `${ms.toFixed(2)} ms`;
const spread = (values: readonly number[]): string =>
  `p50 ${inMs(median(values))}, p95 ${inMs(percentile(values, 95))}, max ${inMs(Math.max(...values))}`;
