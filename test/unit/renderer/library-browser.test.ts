import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Client } from '#shared/contract/client.ts';
import { AssetId, TakeId } from '#shared/ids.ts';
import { ClipId, type ClipQuery, type ClipRow } from '#shared/library-clips.ts';
import { samples } from '#shared/units.ts';
import { Failures } from '../../../src-renderer/app/failures.ts';
import { INITIAL_STATE } from '../../../src-renderer/app/studio-state.ts';
import { LibraryBrowser } from '../../../src-renderer/library/library-browser.ts';
import type { Audition } from '../../../src-renderer/player/audition.ts';
import type { Host } from '../../../src-renderer/shell/host.ts';

const row = (text: string, hasAudio = true): ClipRow => ({
  id: ClipId.parse(`take/${text}`),
  kind: hasAudio ? 'take' : 'note',
  text,
  assetIds: hasAudio ? [AssetId.parse('a'.repeat(64))] : [],
  ...(hasAudio ? { takeId: TakeId.parse(text) } : {}),
  speakers: [],
  projects: [],
  languages: [],
  tags: [],
  isFavourite: false,
  durationSamples: samples(48_000),
  createdAtMs: 0,
});

/** Answers when it is told to; says what it was asked. */
function slowCore(rowsFor: (query: ClipQuery) => readonly ClipRow[]) {
  const asked: { readonly method: string; readonly input: unknown }[] = [];
  const waiting: (() => void)[] = [];
  const answer = (method: string, input: unknown): unknown => {
    if (method === 'library.search') {
      const all = rowsFor(input as ClipQuery);
      const from = Number((input as ClipQuery).after ?? 0);
      const rows = all.slice(from, from + 2);
      return { total: all.length, isTotalExact: true, rows, next: from + 2 < all.length ? String(from + 2) : null };
    }
    if (method === 'library.facets') return { counts: [], isExact: true };
    if (method === 'sounds.get') return [];
    return { ...row('x'), uses: [] };
  };
  const call = async (method: string, input: unknown): Promise<unknown> => {
    asked.push({ method, input });
    await new Promise<void>((resolve) => waiting.push(resolve));
    return answer(method, input);
  };
  /** Until nothing is asked any more; what was asked last is answered first. */
  const settle = async (): Promise<void> => {
    for (let quiet = 0; quiet < 3; quiet++) {
      if (waiting.length > 0) quiet = 0;
      for (const go of waiting.splice(0).reverse()) go();
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    }
  };
  return { client: { call, subscribe: () => () => {} } as unknown as Client, asked, settle };
}

function browserOver(rowsFor: (query: ClipQuery) => readonly ClipRow[]) {
  const core = slowCore(rowsFor);
  const failures = new Failures(createStore(() => INITIAL_STATE));
  const audition = { stop: () => {}, store: createStore(() => ({ key: null })) } as unknown as Audition;
  const browser = new LibraryBrowser({ client: core.client, host: {} as Host, failures, audition, onHear: () => {} });
  return { browser, ...core };
}

const ALL = ['tide', 'lamp', 'gate', 'horn', 'rain'].map((text) => row(text));

describe('browsing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('[BRW3] who types and goes down at once gets the first row of what was typed, and nothing is chosen before', async () => {
    const { browser, settle } = browserOver(({ text }) => ALL.filter((one) => text === undefined || one.text === text));
    browser.watch();
    await settle();
    browser.choose(ALL[1]!.id);
    browser.setText('gate');
    expect(browser.chosenRows).toEqual([]);
    browser.chooseFirst();
    expect(browser.chosenRows).toEqual([]);
    vi.runAllTimers();
    await settle();
    expect(browser.chosenRows.map(({ text }) => text)).toEqual(['gate']);
  });

  test('[BRW3] an answer to an earlier question comes too late', async () => {
    const { browser, asked, settle } = browserOver(({ text }) => [row(text ?? 'none')]);
    browser.watch();
    browser.setText('one');
    vi.runAllTimers();
    browser.setText('two');
    vi.runAllTimers();
    await settle();
    expect(browser.state.rows.map(({ text }) => text)).toEqual(['two']);
    expect(asked.filter(({ method }) => method === 'library.search')).toHaveLength(3);
  });

  test('[BRW6] pages follow one another without holes or repetitions, however often more is asked for', async () => {
    const { browser, settle } = browserOver(() => ALL);
    browser.watch();
    await settle();
    expect(browser.state.rows).toHaveLength(2);
    for (let round = 0; round < 4; round++) {
      browser.loadMore();
      browser.loadMore();
      await settle();
    }
    expect(browser.state.rows.map(({ text }) => text)).toEqual(['tide', 'lamp', 'gate', 'horn', 'rain']);
  });

  test('[BRW3] what changes elsewhere is read again in one go, as far down as one was, and the choice stays', async () => {
    const { browser, asked, settle } = browserOver(() => ALL);
    browser.watch();
    await settle();
    browser.loadMore();
    await settle();
    browser.choose(ALL[3]!.id);
    await settle();
    const before = asked.length;
    for (let change = 0; change < 5; change++) browser.hearChange();
    vi.runAllTimers();
    await settle();
    expect(browser.state.rows).toHaveLength(4);
    expect(browser.chosenRows.map(({ text }) => text)).toEqual(['horn']);
    expect(asked.slice(before).filter(({ method }) => method === 'library.facets')).toHaveLength(1);
  });

  test('[BRW5] nothing is said about words that nobody has spoken', async () => {
    const { browser, asked, settle } = browserOver(() => [row('a note', false)]);
    browser.watch();
    await settle();
    browser.chooseAll();
    const isDone = browser.tag('x');
    await settle();
    expect(await isDone).toBe(false);
    expect(asked.some(({ method }) => method === 'library.tag')).toBe(false);
  });
});
