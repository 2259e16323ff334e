import { describe, expect, it } from 'vitest';
import { gapsOf } from '#shared/document/default-gaps.ts';
import {
  blocksOf,
  documentOf,
  type EpisodeDocument,
  narratorOf,
  settingsOf,
  speakerOf,
  tracksOf,
} from '#shared/document/episode-document.ts';
import { checkInvariants } from '#shared/document/invariants.ts';
import { newEpisode } from '#shared/document/new-episode.ts';
import { isOrderKey, orderKeyBetween, orderKeysBetween } from '#shared/document/order-key.ts';
import type { EpisodeRecord, Line, Speaker } from '#shared/document/records.ts';
import { samples } from '#shared/units.ts';
import { clip, cue, episodeOf, fullEpisode, id, line, marker } from './sample-episode.ts';

/** The document with one record written over, behind the back of every command. */
function tampered(name: string, changes: Record<string, unknown>): EpisodeDocument {
  const records = new Map(fullEpisode().records);
  records.set(id(name), { ...records.get(id(name))!, ...changes } as EpisodeRecord);
  return { records };
}

describe('a document', () => {
  it('[DOC1] is frozen, all the way down', () => {
    const document = fullEpisode();
    const speaker: Speaker = {
      type: 'speaker',
      id: id('s'),
      order: 'a0',
      name: 'S',
      trackId: id('t'),
      voice: { provider: 'p' as never, voiceId: 'v', options: { nested: { deep: [1] } } },
    };
    const frozen = documentOf([speaker]).records.get(id('s')) as Speaker;
    expect(() => Object.assign(document.records.get(id('l1'))!, { text: 'x' })).toThrow(TypeError);
    expect(() => (frozen.voice!.options as { nested: { deep: number[] } }).nested.deep.push(2)).toThrow(TypeError);
  });

  it('[DOC1] refuses two records with one id', () => {
    const one = fullEpisode().records.get(id('l1'))!;
    expect(() => documentOf([one, one])).toThrow('Two records have the id l1');
  });

  it('[DOC2] is checked as a whole', () => {
    expect(() => checkInvariants(fullEpisode())).not.toThrow();
    const without = (name: string): EpisodeDocument => {
      const records = new Map(fullEpisode().records);
      records.delete(id(name));
      return { records };
    };
    expect(() => checkInvariants(without('episode'))).toThrow("The episode's settings cannot be missing");
    expect(() => checkInvariants(without('speech'))).toThrow('needs the track "speech", which does not exist');
    expect(() => checkInvariants(tampered('bert', { name: 'ANNA' }))).toThrow('both be called "ANNA"');
    expect(() => checkInvariants(tampered('effects', { name: 'music' }))).toThrow('Two tracks cannot');
    const noDialogue = documentOf(
      [...newEpisode(init()).records.values()].filter((r) => !('kind' in r && r.kind === 'dialogue')),
    );
    expect(() => checkInvariants(noDialogue)).toThrow('at least one dialogue track');
    const misfiled = {
      records: new Map([...fullEpisode().records, [id('other'), fullEpisode().records.get(id('l1'))!]]),
    };
    expect(() => checkInvariants(misfiled)).toThrow('filed under "other"');
  });

  it.each([
    ['l1', { speakerId: 'music' }, 'spoken by "music", who is not in the cast'],
    ['l1', { speakerId: 'gone' }, 'spoken by "gone"'],
    ['anna', { trackId: 'music' }, 'must speak on a dialogue track; "music" is a track for music'],
    ['c1', { trackId: 'speech' }, 'sounds belong on a music or effects track'],
    ['bed', { trackId: 'gone' }, 'needs the track "gone"'],
    ['bed', { anchor: { blockId: 'music', edge: 'start' } }, 'hangs on "music", which is not a block'],
    ['bed', { until: { blockId: 'gone', edge: 'end' } }, 'hangs on "gone"'],
    ['m1', { anchor: { blockId: 'bed', edge: 'end' } }, 'hangs on "bed"'],
  ])('[DOC3] needs the right records behind its references: %s %j', (name, changes, message) => {
    expect(() => checkInvariants(tampered(name, changes))).toThrow(message);
  });

  it("[DOC3] keeps the settings' id for the settings", () => {
    const records = new Map(fullEpisode().records);
    records.set(id('episode'), { type: 'note', id: id('episode'), order: 'b00', text: '' });
    expect(() => checkInvariants({ records })).toThrow("for the episode's settings alone");
  });

  it.each([
    ['l1', { gainDb: Number.NaN }, 'The line "l1" is not valid: gainDb'],
    ['l1', { gainDb: Number.POSITIVE_INFINITY }, 'gainDb'],
    ['p1', { durationSamples: 1.5 }, 'durationSamples'],
    ['p1', { durationSamples: -1 }, 'durationSamples'],
    ['l1', { gapBeforeSamples: Number.NaN }, 'gapBeforeSamples'],
    ['l1', { surprise: 1 }, 'surprise'],
    ['c1', { sourceStartSample: 10, sourceEndSample: 10 }, 'empty stretch of its audio'],
    ['hit', { loopPhaseSamples: 5 }, 'within its loop but is not looped'],
    ['l1', { order: 'not a key' }, 'order key "not a key"'],
    [
      'l3',
      { parts: { takeId: 'take-l3', list: [part({ startSample: 9, endSample: 9 })] } },
      'nothing left of its part 1',
    ],
  ])('[DOC4] has finite numbers in their ranges and known fields: %s %j', (name, changes, message) => {
    expect(() => checkInvariants(tampered(name, changes))).toThrow(message);
  });

  it('[DOC4] gives no two blocks one place in the order', () => {
    const order = (fullEpisode().records.get(id('l2')) as Line).order;
    expect(() => checkInvariants(tampered('l1', { order }))).toThrow('"l1" and "l2" have the same place');
  });

  it('[DOC5] begins with settings and three tracks, and is valid', () => {
    const document = newEpisode(init());
    checkInvariants(document);
    expect(settingsOf(document)).toMatchObject({ title: 'New', language: 'de', kind: 'audiobook' });
    expect(tracksOf(document).map(({ name, kind }) => [name, kind])).toEqual([
      ['dialogue', 'dialogue'],
      ['music', 'music'],
      ['effects', 'effects'],
    ]);
    expect(tracksOf(document).map((track) => track.duck?.depthDb)).toEqual([undefined, 12, undefined]);
    expect(blocksOf(document)).toEqual([]);
  });

  it('[DOC6] has the gaps of its kind, with its own on top', () => {
    expect(gapsOf({ kind: 'podcast' })).toEqual({
      lineSamples: 16_800,
      speakerSamples: 24_000,
      paragraphSamples: 33_600,
      chapterSamples: 96_000,
      headingSamples: 72_000,
    });
    expect(gapsOf({ kind: 'audiobook' })).toEqual({
      lineSamples: 21_600,
      speakerSamples: 28_800,
      paragraphSamples: 38_400,
      chapterSamples: 120_000,
      headingSamples: 72_000,
    });
    const own = gapsOf({ kind: 'podcast', gaps: { speakerSamples: samples(0) } });
    expect([own.lineSamples, own.speakerSamples]).toEqual([16_800, 0]);
  });

  it('[DOC7] lets the narrator read what names nobody', () => {
    const document = episodeOf([line('l', null)]);
    expect(narratorOf(document)?.name).toBe('ANNA');
    const narrator: Speaker = { type: 'speaker', id: id('n'), order: 'a9', name: 'Narrator', trackId: id('speech') };
    expect(narratorOf(documentOf([...document.records.values(), narrator]))?.id).toBe('n');
    expect(speakerOf(document, { speakerId: null })?.name).toBe('ANNA');
    expect(speakerOf(document, { speakerId: id('bert') })?.name).toBe('BERT');
    expect(narratorOf(newEpisode(init()))).toBeUndefined();
  });

  it('[DOC8] makes order keys between any two, and never with the bounds the wrong way round', () => {
    const [a, b] = orderKeysBetween(null, null, 2) as [string, string];
    const between = orderKeyBetween(a, b);
    expect(a < between && between < b).toBe(true);
    expect(orderKeyBetween(null, a) < a && orderKeyBetween(b, null) > b).toBe(true);
    expect(() => orderKeyBetween(b, a)).toThrow('No order key lies between');
    expect(() => orderKeysBetween(a, a, 1)).toThrow('No order key lies between');
    expect(['a0', 'a0V', 'Zz', 'b00'].map(isOrderKey)).toEqual([true, true, true, true]);
    expect(['', 'a', 'a00', 'a-', '10', 'é0'].map(isOrderKey)).toEqual([false, false, false, false, false, false]);
  });

  it('[DOC3] accepts a sound or marker on any kind of block', () => {
    const document = episodeOf(
      [line('l', 'anna'), cue('c')],
      [
        clip('k', { anchor: { blockId: id('c'), edge: 'end' } }),
        marker('m', { anchor: { blockId: id('l'), edge: 'end' } }),
      ],
    );
    expect(() => checkInvariants(document)).not.toThrow();
  });
});

function init() {
  let last = 0;
  return { title: 'New', language: 'de', kind: 'audiobook', newId: () => `id${last++}` } as const;
}

function part(range: { startSample: number; endSample: number }) {
  return { segmentIndex: 0, gapBeforeSamples: 0, gainDb: 0, fadeInSamples: 0, fadeOutSamples: 0, ...range };
}
