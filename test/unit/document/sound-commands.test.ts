import { describe, expect, it } from 'vitest';
import { applyCommand, applyCommands, type Command } from '#shared/document/commands.ts';
import { type EpisodeDocument, speakersOf, tracksOf } from '#shared/document/episode-document.ts';
import type { Clip, Line, LinePart } from '#shared/document/records.ts';
import { ProviderId } from '#shared/ids.ts';
import { samples } from '#shared/units.ts';
import { assetId, clip, episodeOf, fullEpisode, id, line, takeId } from './sample-episode.ts';

const base = fullEpisode();
const edited = (...commands: Command[]): EpisodeDocument => applyCommands(base, commands).document;
const clipOf = (document: EpisodeDocument, name: string) => document.records.get(id(name)) as Clip;

describe('clip and cue commands', () => {
  it('[DOC50] clip.add and cue.add say the least and have the rest by default', () => {
    const document = edited(
      { type: 'clip.add', id: id('k'), trackId: id('music'), title: 'Bed', anchor: { blockId: id('l1'), edge: 'end' } },
      { type: 'cue.add', id: id('q'), trackId: id('effects'), title: 'Door', afterId: null, path: 'door.wav' },
    );
    const sound = { sourceStartSample: 0, gainDb: 0, fadeInSamples: 0, fadeOutSamples: 0, isLooped: false };
    expect(document.records.get(id('k'))).toEqual({
      type: 'clip',
      id: 'k',
      trackId: 'music',
      title: 'Bed',
      ...sound,
      anchor: { blockId: 'l1', edge: 'end' },
      offsetSamples: 0,
    });
    expect(document.records.get(id('q'))).toMatchObject({ type: 'cue', path: 'door.wav', ...sound });
  });

  it.each(['cue', 'clip'] as const)('[DOC51] a %s is changed one thing at a time', (noun) => {
    const name = noun === 'cue' ? 'c1' : 'bed';
    const before = base.records.get(id(name)) as Clip;
    const set = (command: object) =>
      applyCommand(base, { id: id(name), ...command } as Command).document.records.get(id(name));
    expect(set({ type: `${noun}.setTitle`, title: 'x' })).toEqual({ ...before, title: 'x' });
    expect(set({ type: `${noun}.setAsset`, assetId: assetId('z') })).toEqual({ ...before, assetId: assetId('z') });
    expect(set({ type: `${noun}.setTrack`, trackId: 'music' })).toEqual({ ...before, trackId: 'music' });
    expect(set({ type: `${noun}.setGain`, gainDb: -3 })).toEqual({ ...before, gainDb: -3 });
    expect(set({ type: `${noun}.setFades`, fadeInSamples: 5 })).toEqual({ ...before, fadeInSamples: 5 });
    expect(set({ type: `${noun}.setLoop`, isLooped: !before.isLooped })).toEqual({
      ...before,
      isLooped: !before.isLooped,
    });
    expect(set({ type: `${noun}.setDuration`, durationSamples: 77 })).toEqual({ ...before, durationSamples: 77 });
    expect(set({ type: `${noun}.trim`, sourceStartSample: 3, sourceEndSample: 9 })).toEqual({
      ...before,
      sourceStartSample: 3,
      sourceEndSample: 9,
    });
    expect(set({ type: `${noun}.setAsset`, assetId: null })).not.toHaveProperty('assetId');
    expect(() => set({ type: `${noun}.setTrack`, trackId: 'speech' })).toThrow('sounds belong on');
    expect(() => set({ type: `${noun}.setDuration`, durationSamples: 0 })).toThrow('cannot last no time');
    expect(() => set({ type: `${noun}.trim`, sourceStartSample: 9, sourceEndSample: 9 })).toThrow('empty stretch');
    expect(() => set({ type: `${noun}.setGain`, id: id('l1'), gainDb: 0 })).toThrow(`a ${noun} is needed here`);
  });

  it('[DOC52] clip.move and clip.setUntil hang it elsewhere', () => {
    const anchor = { blockId: id('l4'), edge: 'end' } as const;
    expect(
      clipOf(edited({ type: 'clip.move', id: id('hit'), anchor, offsetSamples: samples(-1) }), 'hit'),
    ).toMatchObject({ anchor, offsetSamples: -1 });
    expect(clipOf(edited({ type: 'clip.move', id: id('hit'), trackId: id('music') }), 'hit')).toEqual({
      ...clipOf(base, 'hit'),
      trackId: 'music',
    });
    expect(clipOf(edited({ type: 'clip.setUntil', id: id('hit'), until: anchor }), 'hit').until).toEqual(anchor);
    expect(clipOf(edited({ type: 'clip.setUntil', id: id('bed'), until: null }), 'bed')).not.toHaveProperty('until');
    expect(() => edited({ type: 'clip.move', id: id('hit'), anchor: { blockId: id('m1'), edge: 'end' } })).toThrow(
      'not a block',
    );
  });

  it('[DOC53] clip.split gives two that play on where the whole did', () => {
    const whole = clip('k', {
      assetId: assetId('k'),
      sourceStartSample: samples(100),
      durationSamples: samples(1_000),
      offsetSamples: samples(5),
      fadeInSamples: samples(10),
      fadeOutSamples: samples(20),
    });
    const halves = applyCommand(episodeOf([], [whole]), {
      type: 'clip.split',
      id: id('k'),
      atSample: samples(300),
      newId: id('k2'),
    }).document;
    expect(clipOf(halves, 'k')).toEqual({ ...whole, durationSamples: 300, fadeOutSamples: 0 });
    expect(clipOf(halves, 'k2')).toEqual({
      ...whole,
      id: 'k2',
      offsetSamples: 305,
      sourceStartSample: 400,
      durationSamples: 700,
      fadeInSamples: 0,
    });
    const loop = edited(
      { type: 'clip.split', id: id('bed'), atSample: samples(300), newId: id('b2') },
      { type: 'clip.split', id: id('b2'), atSample: samples(50), newId: id('b3') },
    );
    expect(clipOf(loop, 'b3')).toMatchObject({
      sourceStartSample: 0,
      loopPhaseSamples: 350,
      offsetSamples: 350,
      isLooped: true,
    });
    expect(
      clipOf(applyCommand(loop, { type: 'clip.setLoop', id: id('b3'), isLooped: false }).document, 'b3'),
    ).not.toHaveProperty('loopPhaseSamples');
  });

  it('[DOC53] clip.split refuses a cut that is not inside', () => {
    const split = (atSample: number, more: Partial<Clip>) => () =>
      applyCommand(episodeOf([], [clip('k', more)]), {
        type: 'clip.split',
        id: id('k'),
        atSample: samples(atSample),
        newId: id('k2'),
      });
    expect(split(0, {})).toThrow('cannot be cut at 0');
    expect(split(100, { durationSamples: samples(100) })).toThrow('cannot be cut at 100');
    expect(split(50, { sourceStartSample: samples(10), sourceEndSample: samples(60) })).toThrow('cannot be cut at 50');
    expect(split(50, { sourceEndSample: samples(50), isLooped: true })).not.toThrow();
  });

  it('[DOC54] clips and markers are duplicated, moved and deleted', () => {
    const document = edited(
      { type: 'clip.duplicate', id: id('bed'), newId: id('bed2') },
      { type: 'clip.delete', ids: [id('bed')] },
      { type: 'marker.add', id: id('m2'), anchor: { atSample: samples(5) }, text: 'M' },
      { type: 'marker.setText', id: id('m2'), text: 'Mm' },
      { type: 'marker.move', id: id('m2'), offsetSamples: samples(3) },
      { type: 'marker.delete', ids: [id('m1')] },
    );
    expect(clipOf(document, 'bed2')).toEqual({ ...clipOf(base, 'bed'), id: 'bed2' });
    expect(document.records.has(id('bed')) || document.records.has(id('m1'))).toBe(false);
    expect(document.records.get(id('m2'))).toEqual({
      type: 'marker',
      id: 'm2',
      anchor: { atSample: 5 },
      offsetSamples: 3,
      text: 'Mm',
    });
    expect(() => edited({ type: 'clip.delete', ids: [id('l1')] })).toThrow('"l1" is a line');
  });
});

describe('speaker and track commands', () => {
  it('[DOC60] speakers are added, changed and put in order', () => {
    const voice = { provider: ProviderId.parse('flite'), voiceId: 'slt' };
    const document = edited(
      { type: 'speaker.add', id: id('eva'), name: 'EVA', trackId: id('speech'), afterId: null, colour: '#ff0000' },
      { type: 'speaker.setVoice', id: id('eva'), voice },
      { type: 'speaker.rename', id: id('anna'), name: 'ANNE' },
      { type: 'speaker.setColour', id: id('bert'), colour: '#00ff00' },
      { type: 'speaker.move', id: id('bert'), afterId: id('eva') },
    );
    expect(speakersOf(document)).toMatchObject([
      { name: 'EVA', colour: '#ff0000', voice },
      { name: 'BERT', colour: '#00ff00' },
      { name: 'ANNE' },
    ]);
    expect(() => edited({ type: 'speaker.rename', id: id('anna'), name: 'BERT' })).toThrow(
      'cannot both be called "BERT"',
    );
    expect(() => edited({ type: 'speaker.setTrack', id: id('anna'), trackId: id('music') })).toThrow('dialogue track');
    expect(() => edited({ type: 'speaker.setColour', id: id('anna'), colour: 'red' })).toThrow(
      'speaker.setColour: colour',
    );
  });

  it('[DOC61] speaker.delete wants to know who reads the lines', () => {
    expect(() => edited({ type: 'speaker.delete', id: id('bert') })).toThrow('BERT speaks a line');
    expect(() => edited({ type: 'speaker.delete', id: id('bert'), reassignTo: id('bert') })).toThrow(
      'cannot take over',
    );
    expect(() => edited({ type: 'speaker.delete', id: id('bert'), reassignTo: id('music') })).toThrow(
      'not in the cast',
    );
    const toAnna = edited({ type: 'speaker.delete', id: id('bert'), reassignTo: id('anna') });
    expect((toAnna.records.get(id('l3')) as Line).speakerId).toBe('anna');
    const toNarrator = edited({ type: 'speaker.delete', id: id('bert'), reassignTo: null });
    expect((toNarrator.records.get(id('l3')) as Line).speakerId).toBeNull();
    const silent = applyCommand(episodeOf([]), { type: 'speaker.delete', id: id('bert') }).document;
    expect(speakersOf(silent)).toHaveLength(1);
  });

  it('[DOC62] tracks are added, changed and put in order', () => {
    const duck = { depthDb: 9, attackMs: 1, holdMs: 2, releaseMs: 3 };
    const document = edited(
      { type: 'track.add', id: id('t'), name: 'ambience', kind: 'effects', afterId: id('speech'), gainDb: -6 },
      { type: 'track.setPan', id: id('t'), pan: 0.5 },
      { type: 'track.setMuted', id: id('t'), isMuted: true },
      { type: 'track.setDuck', id: id('t'), duck },
      { type: 'track.setKind', id: id('t'), kind: 'music' },
      { type: 'track.rename', id: id('music'), name: 'score' },
      { type: 'track.setGain', id: id('music'), gainDb: -1 },
      { type: 'track.move', id: id('music'), afterId: null },
    );
    expect(tracksOf(document)).toMatchObject([
      { name: 'score', gainDb: -1 },
      { name: 'speech' },
      { name: 'ambience', kind: 'music', gainDb: -6, pan: 0.5, isMuted: true, duck },
      { name: 'effects' },
    ]);
    expect(
      tracksOf(applyCommand(document, { type: 'track.setDuck', id: id('t'), duck: null }).document)[2],
    ).not.toHaveProperty('duck');
    expect(() => edited({ type: 'track.rename', id: id('music'), name: 'effects' })).toThrow('cannot both be called');
    expect(() => edited({ type: 'track.setKind', id: id('music'), kind: 'dialogue' })).toThrow('sounds belong on');
    expect(() => edited({ type: 'track.setKind', id: id('speech'), kind: 'music' })).toThrow(
      'must speak on a dialogue track',
    );
    expect(() => edited({ type: 'track.setPan', id: id('music'), pan: 2 })).toThrow('track.setPan: pan');
  });

  it('[DOC63] track.delete wants to know where what lies on it goes', () => {
    expect(() => edited({ type: 'track.delete', id: id('music') })).toThrow('The track "music" is in use');
    const moved = edited({ type: 'track.delete', id: id('music'), reassignTo: id('effects') });
    expect(clipOf(moved, 'bed').trackId).toBe('effects');
    expect(() => edited({ type: 'track.delete', id: id('music'), reassignTo: id('speech') })).toThrow(
      'sounds belong on',
    );
    expect(() => edited({ type: 'track.delete', id: id('music'), reassignTo: id('music') })).toThrow(
      'cannot be moved to',
    );
    const empty = episodeOf([]);
    expect(() =>
      applyCommands(empty, [
        { type: 'speaker.delete', id: id('anna') },
        { type: 'speaker.delete', id: id('bert') },
        { type: 'track.delete', id: id('speech') },
      ]),
    ).toThrow('at least one dialogue track');
    expect(tracksOf(applyCommand(empty, { type: 'track.delete', id: id('music') }).document)).toHaveLength(2);
  });
});

describe('part commands', () => {
  const part = (startSample: number, endSample: number, more: Partial<LinePart> = {}): LinePart => ({
    segmentIndex: 0,
    startSample: samples(startSample),
    endSample: samples(endSample),
    gapBeforeSamples: samples(0),
    gainDb: 0,
    fadeInSamples: samples(0),
    fadeOutSamples: samples(0),
    ...more,
  });
  const spoken = episodeOf([line('l', 'anna', { takeId: takeId('t') })]);
  const list = (...commands: object[]) => {
    const start: Command = {
      type: 'line.setParts',
      id: id('l'),
      parts: { takeId: takeId('t'), list: [part(0, 100), part(200, 300)] },
    };
    const { document } = applyCommands(spoken, [
      start,
      ...commands.map((command) => ({ id: id('l'), ...command }) as Command),
    ]);
    return (document.records.get(id('l')) as Line).parts?.list;
  };

  it('[DOC70] belong to the take the line uses', () => {
    expect(list()).toEqual([part(0, 100), part(200, 300)]);
    expect(list({ type: 'line.setParts', parts: null })).toBeUndefined();
    expect(() => list({ type: 'line.setParts', parts: { takeId: 'other', list: [part(0, 1)] } })).toThrow(
      'which line "l" does not use',
    );
    expect(() => list({ type: 'take.choose', takeId: 'other' }, { type: 'part.delete', index: 0 })).toThrow(
      'line.setParts first',
    );
    const there = list(
      { type: 'take.choose', takeId: 'other' },
      { type: 'take.choose', takeId: 't' },
      { type: 'part.setGain', index: 0, gainDb: 1 },
    );
    expect(there?.[0]?.gainDb).toBe(1);
  });

  it('[DOC71] are trimmed, cut, joined, moved, duplicated and deleted', () => {
    expect(list({ type: 'part.trim', index: 0, startSample: 10 })?.[0]).toEqual(part(10, 100));
    expect(list({ type: 'part.split', index: 0, atSample: 40 })).toEqual([part(0, 40), part(40, 100), part(200, 300)]);
    expect(list({ type: 'part.split', index: 0, atSample: 40 }, { type: 'part.join', index: 0 })).toEqual([
      part(0, 100),
      part(200, 300),
    ]);
    expect(list({ type: 'part.move', index: 0, toIndex: 1 })).toEqual([part(200, 300), part(0, 100)]);
    expect(list({ type: 'part.duplicate', index: 1 })).toEqual([part(0, 100), part(200, 300), part(200, 300)]);
    expect(list({ type: 'part.delete', index: 0 })).toEqual([part(200, 300)]);
    expect(list({ type: 'part.setGap', index: 1, gapBeforeSamples: -5 })?.[1]).toEqual(
      part(200, 300, { gapBeforeSamples: samples(-5) }),
    );
    expect(list({ type: 'part.setFades', index: 1, fadeOutSamples: 9 })?.[1]).toEqual(
      part(200, 300, { fadeOutSamples: samples(9) }),
    );
  });

  it('[DOC71] refuse what cannot be', () => {
    expect(() => list({ type: 'part.trim', index: 0, endSample: 0 })).toThrow('nothing left of its part 1');
    expect(() => list({ type: 'part.split', index: 0, atSample: 100 })).toThrow('not inside it');
    expect(() => list({ type: 'part.join', index: 0 })).toThrow('does not run on into the next');
    expect(() => list({ type: 'part.join', index: 1 })).toThrow('does not run on into the next');
    expect(() => list({ type: 'part.move', index: 0, toIndex: 2 })).toThrow('has 2 parts, and none with the index 2');
    expect(() => list({ type: 'part.delete', index: 0 }, { type: 'part.delete', index: 0 })).toThrow(
      'has only this part',
    );
    expect(() => list({ type: 'part.setGain', index: 5, gainDb: 0 })).toThrow('none with the index 5');
  });
});
