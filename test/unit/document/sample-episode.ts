import { documentOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import { orderKeysBetween } from '#shared/document/order-key.ts';
import {
  type Block,
  EPISODE_RECORD_ID,
  type EpisodeRecord,
  type EpisodeSettings,
  type LineParts,
} from '#shared/document/records.ts';
import { AssetId, RecordId, TakeId } from '#shared/ids.ts';
import { samples } from '#shared/units.ts';

export const id = (text: string): RecordId => RecordId.parse(text);
export const takeId = (text: string): TakeId => TakeId.parse(text);
/** An asset id from a letter or two. */
export const assetId = (text: string): AssetId => AssetId.parse(Buffer.from(text).toString('hex').padEnd(64, '0'));

type WithoutOrder<Record> = Record extends unknown ? Omit<Record, 'order'> : never;
export type BlockInit = WithoutOrder<Block>;

const BEDS = {
  title: '',
  sourceStartSample: samples(0),
  gainDb: 0,
  fadeInSamples: samples(0),
  fadeOutSamples: samples(0),
  isLooped: false,
} as const;

/** An episode of the blocks given, with ANNA and BERT in the cast and a track of every kind. */
export function episodeOf(
  blocks: readonly BlockInit[],
  more: readonly EpisodeRecord[] = [],
  settings: Partial<EpisodeSettings> = {},
): EpisodeDocument {
  const orders = orderKeysBetween(null, null, blocks.length);
  const track = { gainDb: 0, pan: 0, isMuted: false } as const;
  return documentOf([
    { type: 'episode', id: EPISODE_RECORD_ID, title: 'An episode', language: 'en', kind: 'podcast', ...settings },
    { type: 'track', id: id('speech'), order: 'a0', name: 'speech', kind: 'dialogue', ...track },
    { type: 'track', id: id('music'), order: 'a1', name: 'music', kind: 'music', ...track },
    { type: 'track', id: id('effects'), order: 'a2', name: 'effects', kind: 'effects', ...track },
    { type: 'speaker', id: id('anna'), order: 'a0', name: 'ANNA', trackId: id('speech') },
    { type: 'speaker', id: id('bert'), order: 'a1', name: 'BERT', trackId: id('speech') },
    ...blocks.map((block, index): EpisodeRecord => ({ ...block, order: orders[index]! })),
    ...more,
  ]);
}

export function line(
  name: string,
  speaker: string | null,
  more: Partial<Extract<BlockInit, { type: 'line' }>> = {},
): BlockInit {
  const speakerId = speaker === null ? null : id(speaker);
  return { type: 'line', id: id(name), speakerId, text: `Words of ${name}.`, gainDb: 0, ...more };
}

export function heading(name: string, more: Partial<Extract<BlockInit, { type: 'heading' }>> = {}): BlockInit {
  return { type: 'heading', id: id(name), level: 1, text: name, isSpoken: false, ...more };
}

export function pause(name: string, durationSamples: number): BlockInit {
  return { type: 'pause', id: id(name), durationSamples: samples(durationSamples) };
}

export function note(name: string): BlockInit {
  return { type: 'note', id: id(name), text: 'To self.' };
}

export function cue(name: string, more: Partial<Extract<BlockInit, { type: 'cue' }>> = {}): BlockInit {
  return { type: 'cue', id: id(name), trackId: id('effects'), ...BEDS, ...more };
}

export function clip(
  name: string,
  more: Partial<Extract<EpisodeRecord, { type: 'clip' }>>,
): Extract<EpisodeRecord, { type: 'clip' }> {
  return {
    type: 'clip',
    id: id(name),
    trackId: id('music'),
    ...BEDS,
    anchor: { atSample: samples(0) },
    offsetSamples: samples(0),
    ...more,
  };
}

export function marker(
  name: string,
  more: Partial<Extract<EpisodeRecord, { type: 'marker' }>>,
): Extract<EpisodeRecord, { type: 'marker' }> {
  return {
    type: 'marker',
    id: id(name),
    anchor: { atSample: samples(0) },
    offsetSamples: samples(0),
    text: name,
    ...more,
  };
}

/** Of the whole document, independent of the order in which its records were written. */
export function jsonOf(document: EpisodeDocument): string {
  return JSON.stringify([...document.records.values()].sort((a, b) => (a.id < b.id ? -1 : 1)));
}

const part = {
  segmentIndex: 0,
  gapBeforeSamples: samples(0),
  gainDb: 0,
  fadeInSamples: samples(0),
  fadeOutSamples: samples(0),
};
const PARTS: LineParts = {
  takeId: takeId('take-l3'),
  list: [
    { ...part, startSample: samples(1_000), endSample: samples(20_000) },
    { ...part, startSample: samples(24_000), endSample: samples(50_000) },
    { ...part, startSample: samples(50_000), endSample: samples(70_000) },
  ],
};

/** One of everything. */
export function fullEpisode(): EpisodeDocument {
  return episodeOf(
    [
      heading('one'),
      line('l1', 'anna', { gapAfterSamples: samples(4_800) }),
      line('l2', 'anna', { isContinuation: true, text: 'Wait. <#0.50#> Now (laughs) go on.' }),
      pause('p1', 48_000),
      line('l3', 'bert', { gapBeforeSamples: samples(-9_600), takeId: takeId('take-l3'), parts: PARTS }),
      note('n1'),
      cue('c1', { assetId: assetId('c1'), durationSamples: samples(24_000) }),
      heading('two', { level: 2, isSpoken: true }),
      line('l4', null, { direction: 'softly' }),
      line('l5', 'anna', { text: '她说。' }),
    ],
    [
      clip('bed', {
        assetId: assetId('bed'),
        isLooped: true,
        anchor: { blockId: id('l1'), edge: 'start' },
        until: { blockId: id('two'), edge: 'start' },
      }),
      clip('hit', {
        trackId: id('effects'),
        anchor: { blockId: id('l3'), edge: 'end' },
        offsetSamples: samples(-4_800),
      }),
      marker('m1', { anchor: { blockId: id('l4'), edge: 'start' } }),
    ],
  );
}
