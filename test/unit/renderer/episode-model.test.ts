import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { secondsToSamples } from '#shared/units.ts';
import { blockAt, createEpisodeModel, type EpisodeModel } from '../../../src-renderer/episode/episode-model.ts';
import { clipAt, clipsBetween, clipsOfRecord } from '../../../src-renderer/episode/lanes.ts';
import { readableTokens } from '../../../src-renderer/episode/line-tokens.ts';
import type { LineRow } from '../../../src-renderer/episode/script-rows.ts';
import { neighbourCell, placeOfClip } from '../../../src-renderer/timeline/grid-place.ts';
import { sourceStretches } from '../../../src-renderer/timeline/source-stretches.ts';
import { createSyntheticEpisode } from '../../helpers/synthetic-episode.ts';

const SAMPLE = resolve('resources/samples/the-night-ferry/the-night-ferry.md');
let folder: string;
let model: EpisodeModel;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-model-'));
  const synthetic = await createSyntheticEpisode(folder, SAMPLE);
  // As it arrives: through JSON.
  const opened = JSON.parse(JSON.stringify(synthetic.opened));
  model = createEpisodeModel(opened);
});
afterAll(() => rm(folder, { recursive: true }));

const lineRows = (): LineRow[] => model.rows.filter((row) => row.kind === 'line');

test('[UI20] the script reads in order: heading, sounds where they begin, pauses and numbered lines', () => {
  expect(model.rows.slice(0, 5).map((row) => row.kind)).toEqual(['heading', 'sound', 'sound', 'pause', 'line']);
  expect(model.rows[2]).toMatchObject({
    record: { title: 'Rain on the water' },
    isUnder: true,
    until: 'Chapter 2: The crossing',
  });
  expect(lineRows().map(({ number }) => number)).toEqual(
    Array.from({ length: model.lineCount }, (_, index) => index + 1),
  );
  const starts = lineRows().map(({ id }) => model.placeOf(id)!.startSample);
  expect(starts).toEqual([...starts].sort((a, b) => a - b));
});

test('[UI21] a line has its speaker, direction, words, pauses and state', () => {
  const line = lineRows().find(({ record }) => record.text.includes('I did wait'))!;
  expect(line).toMatchObject({ speaker: 'TOM', colour: '--voice-3' });
  expect(readableTokens(line.record.text).map(({ kind }) => kind)).toEqual(['text', 'pause', 'text']);
  expect(lineRows().find(({ record }) => record.direction === 'out of breath')?.speaker).toBe('MARA');
  // A paragraph that names nobody is read by the narrator.
  expect(lineRows().every(({ speaker }) => speaker !== null)).toBe(true);
  expect(model.missingLines).toBe(0);
});

test('[UI22] a text with a wrong pause tag is shown as it is written', () => {
  expect(readableTokens('Wait <#x#> here')).toEqual([{ kind: 'text', text: 'Wait <#x#> here', start: 0, end: 15 }]);
});

test('[UI23] lanes: a track each, named by who speaks there, without the empty track of nobody', () => {
  expect(model.lanes.map(({ label }) => label)).toEqual(['NARRATOR', 'MARA', 'TOM', 'music', 'ambience', 'effects']);
  for (const { clips } of model.lanes) {
    const starts = clips.map(({ placed }) => placed.startSample);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  }
});

test("[UI24] a line cut at its pauses has a clip for each stretch, with that stretch's words", () => {
  const line = lineRows().find(({ record }) => record.text.includes('I did wait'))!;
  const clips = clipsOfRecord(model.lanes, line.id);
  expect(clips.map(({ label }) => label)).toEqual(['I did wait.', 'I waited until the rain got in.']);
  expect(clips.every(({ lineNumber }) => lineNumber === line.number)).toBe(true);
});

test('[UI25] what lies in a window is found, also what began long before it', () => {
  const ambience = model.lanes.find(({ label }) => label === 'ambience')!;
  const at = secondsToSamples(60);
  const { first, end } = clipsBetween(ambience, at, at + 100);
  expect(ambience.clips.slice(first, end).map(({ label }) => label)).toContain('Rain on the water');
  expect(clipAt(ambience, at)?.label).toBe('Rain on the water');
  expect(clipAt(ambience, model.durationSamples)).toBeNull();
});

test('[UI26] the block at the playhead is the last one that sounds; marks without length do not count', () => {
  const line = lineRows()[3]!;
  expect(blockAt(model.layout, model.placeOf(line.id)!.startSample)?.blockId).toBe(line.id);
  const heading = model.rows.find((row) => row.kind === 'heading' && row.record.text.startsWith('Chapter 2'))!;
  expect(blockAt(model.layout, model.placeOf(heading.id)!.startSample)?.blockId).not.toBe(heading.id);
});

test('[UI27] arrows lead along a lane and to the nearest clip of the next', () => {
  const [narrator, mara] = model.lanes;
  const first = neighbourCell(model.lanes, null, 'ArrowRight')!;
  expect(first).toBe(narrator!.clips[0]);
  const place = placeOfClip(model.lanes, narrator!.clips[2]!.placed.key)!;
  expect(place).toEqual({ laneIndex: 0, clipIndex: 2 });
  expect(neighbourCell(model.lanes, place, 'ArrowRight')).toBe(narrator!.clips[3]);
  expect(neighbourCell(model.lanes, place, 'ArrowLeft')).toBe(narrator!.clips[1]);
  expect(neighbourCell(model.lanes, place, 'ArrowDown')).toBe(mara!.clips[0]);
  expect(neighbourCell(model.lanes, { laneIndex: 0, clipIndex: 0 }, 'ArrowUp')).toBe(narrator!.clips[0]);
  expect(neighbourCell(model.lanes, place, 'Enter')).toBeNull();
});

test('[UI28] a loop is drawn pass by pass, from wherever the window begins', () => {
  const placed = {
    ...model.layout.clips[0]!,
    startSample: 1000,
    durationSamples: 1000,
    sourceStartSample: 50,
    loopSamples: 300,
  } as never;
  expect(sourceStretches(placed, 1250, 1950)).toEqual([
    { fromSample: 1250, toSample: 1300, sourceStartSample: 300 },
    { fromSample: 1300, toSample: 1600, sourceStartSample: 50 },
    { fromSample: 1600, toSample: 1900, sourceStartSample: 50 },
    { fromSample: 1900, toSample: 1950, sourceStartSample: 50 },
  ]);
  expect(sourceStretches(placed, 0, 900)).toEqual([]);
});
