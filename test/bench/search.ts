import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyCommands } from '#core/library/edits.ts';
import { createEpisode, openEpisode } from '#core/library/episodes.ts';
import { closeLibrary, type Library, openLibrary } from '#core/library/library.ts';
import { countFacets } from '#core/library/search/count-facets.ts';
import { searchClips } from '#core/library/search/search-clips.ts';
import { printCursor } from '#core/library/search/search-cursor.ts';
import { newEpisode } from '#shared/document/new-episode.ts';
import { EpisodeId, ProjectId, RecordId } from '#shared/ids.ts';
import type { ClipQuery } from '#shared/library-clips.ts';
import { MadeText } from './made-text.ts';
import { makeClips, TAGS } from './make-clips.ts';
import { makeNaiveLibrary, type NaiveLibrary } from './naive-library.ts';
import type { BenchModule } from './run.ts';

const QUERIES = 200;
/** A naive search takes up to a second. */
const NAIVE_QUERIES = 10;
const EDITS = 100;
const OPENINGS = 7;
const DEPTH = 50_000;
const LIMIT = 50;

export const title = 'Searching a library, beside a table searched with LIKE';

export const run: BenchModule['run'] = async ({ clips }, print) => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-bench-'));
  try {
    const home = join(folder, 'library');
    mkdirSync(home);
    await closeLibrary(await open(home));
    const made = makeClips(join(home, 'library.sqlite'), clips);
    const naive = makeNaiveLibrary(join(folder, 'naive.sqlite'), join(home, 'library.sqlite'));
    const size = Math.round(statSync(join(home, 'library.sqlite')).size / 1e6);
    print(`${clips} clips made in ${made.rows.toFixed(0)} s, indexed in ${made.index.toFixed(0)} s, ${size} MB`);
    await measure(home, naive, clips, print);
    naive.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export async function measure(
  home: string,
  naive: NaiveLibrary,
  clips: number,
  print: (line: string) => void,
): Promise<void> {
  const openings: number[] = [];
  for (let round = 0; round < OPENINGS; round++) {
    const started = performance.now();
    const library = await open(home);
    searchClips(library.db, { limit: LIMIT });
    openings.push(performance.now() - started);
    await closeLibrary(library);
  }
  print(`${row('opening, newest 50', openings)}   (target 50 ms)`);

  const library = await open(home);
  try {
    const text = new MadeText(7);
    const english = () =>
      naive
        .someText(text, 'en')
        .split(/[ .]+/)
        .filter((word) => word.length > 2);
    const pick = <Item>(items: readonly Item[]): Item => items[text.integer(items.length)]!;
    /** As someone types: the beginning of a word that is there. */
    const prefix = (word: string): string => word.slice(0, 3 + text.integer(word.length - 2));
    const twoWords = (): string => {
      const words = english();
      return words.length < 2 ? twoWords() : `${prefix(words[0]!)} ${prefix(pick(words.slice(1)))}`;
    };
    const twoHan = (): string => {
      const sentence = naive.someText(text, 'zh-Hans');
      const at = text.integer(sentence.length - 2);
      return sentence.slice(at, at + 2);
    };
    const deep = Math.min(DEPTH, Math.floor(clips / 2));
    const depth = clips - deep;
    const cases: readonly Case[] = [
      {
        name: 'two words by their beginnings',
        query: () => ({ text: twoWords() }),
        naive: (query) => naive.search({ text: query.text ?? '' }),
      },
      {
        name: 'two Chinese characters',
        query: () => ({ text: twoHan() }),
        naive: (query) => naive.search({ text: query.text ?? '' }),
      },
      {
        name: 'one word with a voice and a tag',
        query: () => ({ text: prefix(pick(english())), voices: [`Voice ${text.integer(40)}`], tags: [pick(TAGS)] }),
        naive: (query) => naive.search({ text: query.text ?? '', voice: query.voices![0]!, tag: query.tags![0]! }),
      },
      {
        name: 'one word, 2 to 4 s long, in a month',
        query: () => {
          const month = Date.UTC(2024, text.integer(12), 1);
          const length = { minDurationSamples: 96_000 as never, maxDurationSamples: 192_000 as never };
          return {
            text: prefix(pick(english())),
            ...length,
            createdFromMs: month,
            createdBeforeMs: month + 30 * 86_400_000,
          };
        },
      },
      {
        name: `a page at depth ${deep}`,
        query: () => ({ after: printCursor({ number: depth - text.integer(100) }) }),
        naive: () => naive.page(deep),
      },
      { name: 'the same of one language', query: () => ({ languages: ['en'], after: printCursor({ number: depth }) }) },
    ];
    for (const { name, query, naive: peer } of cases) {
      const queries = Array.from({ length: QUERIES }, query);
      const ours = queries.map((one) => timed(() => searchClips(library.db, { ...one, limit: LIMIT })));
      const theirs = peer ? queries.slice(0, NAIVE_QUERIES).map((one) => timed(() => peer(one))) : [];
      print(`${row(name, ours)}   (target 20 ms at p95)${beside(ours, theirs)}`);
    }
    const facets = Array.from({ length: 20 }, () => timed(() => countFacets(library.db, {})));
    const theirFacets = Array.from({ length: 2 }, () => timed(() => naive.facets()));
    print(`${row('facet counts of everything', facets)}   (target 100 ms)${beside(facets, theirFacets)}`);
    const found = Array.from({ length: 40 }, () =>
      timed(() => countFacets(library.db, { text: prefix(pick(english())) })),
    );
    print(`${row('facet counts of a search', found)}   (target 100 ms)`);
    const edits = editTimes(library);
    const theirEdits = Array.from({ length: EDITS }, (_, index) =>
      timed(() => naive.edit(index + 1, `Edited ${index}.`)),
    );
    print(`${row('one edit, committed with FULL', edits)}   (target 5 ms at p50)${beside(edits, theirEdits)}`);
  } finally {
    await closeLibrary(library);
  }
}

interface Case {
  readonly name: string;
  readonly query: () => ClipQuery;
  readonly naive?: (query: ClipQuery) => void;
}

/** Lines of a new episode of 200, each edited once. */
function editTimes(library: Library): readonly number[] {
  let count = 0;
  const newId = (): string => `bench-${++count}`;
  const id = EpisodeId.parse('bench-edits');
  const document = newEpisode({ title: 'Edits', language: 'en', kind: 'audiobook', newId });
  createEpisode(library.db, { id, projectId: ProjectId.parse('project-1'), document, createdAtMs: 0 });
  const lines = Array.from({ length: 200 }, (_, index) => RecordId.parse(`line-${index}`));
  const text = new MadeText(3);
  const apply = (commands: Parameters<typeof applyCommands>[2]['commands']): void => {
    applyCommands(library, id, { baseRevision: openEpisode(library.db, id).revision, commands });
  };
  apply(lines.map((line) => ({ type: 'line.add', id: line, text: text.english(12), speakerId: null }) as const));
  return lines
    .slice(0, EDITS)
    .map((line) => timed(() => apply([{ type: 'line.setText', id: line, text: text.english(12) }])));
}

function open(home: string): Promise<Library> {
  return openLibrary({
    home,
    ports: {
      newId: () => 'bench',
      nowMs: Date.now,
      environment: {},
      log: { info: () => {}, warn: () => {}, error: () => {} },
    },
    ingest: () => Promise.reject(new Error('the bench decodes nothing')),
  });
}

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function row(name: string, times: readonly number[]): string {
  const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)];
  return `${name.padEnd(36)} p50 ${p50.toFixed(2).padStart(7)} ms, p95 ${p95.toFixed(2).padStart(7)} ms`;
}

function beside(ours: readonly number[], theirs: readonly number[]): string {
  if (theirs.length === 0) return '';
  const median = quantile(theirs, 0.5);
  return `; LIKE p50 ${median.toFixed(1)} ms: ${(median / quantile(ours, 0.5)).toFixed(1)} times ours`;
}

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}
