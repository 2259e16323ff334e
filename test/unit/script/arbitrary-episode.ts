/** Any episode a script can say: valid records with hostile text in them. */

import fc from 'fast-check';
import { documentOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import { orderKeysBetween } from '#shared/document/order-key.ts';
import { EpisodeRecord } from '#shared/document/records.ts';
import { AppError } from '#shared/errors.ts';
import { tokenizeInline } from '#shared/script/inline.ts';

/** What looks like syntax somewhere. */
export const HOSTILE_PIECES = [
  'MARA:',
  'MARA (low):',
  'Tom：',
  'NOTE: ',
  '# ',
  '#',
  '---',
  '***',
  '___',
  '===',
  '~~~',
  '```',
  '> ',
  '- ',
  '* ',
  '+ ',
  '1. ',
  '![a](b.wav)',
  '![a](b.png)',
  '[pause 1s]',
  '[anchor b1]',
  '[marker x]',
  '[sfx: door]',
  '[a]: b.c',
  '[a][b]',
  '[^1]',
  '[^1]: ',
  '{gain=1dB}',
  '{',
  '}',
  '{spoken}',
  '\\',
  '*',
  '**',
  '_',
  '`',
  '<b>',
  '<!--',
  '-->',
  '<#0.50#>',
  '<#1#>',
  '<',
  '>',
  '&amp;',
  '&#10;',
  '&',
  '|',
  'a|b',
  '---|---',
  ':',
  '：',
  '"',
  "'",
  '(',
  ')',
  '（',
  '(sighs)',
  '\n',
  '\r',
  ' ',
  '  ',
  '\t',
  '\u00a0',
  '\u3000',
  '\u2028',
  '\ufeff',
  '你好。',
  '“',
  '”',
  '😀',
  'é',
  'word',
  'Word',
  'WORD',
  'http://a.b',
] as const;

const hostileText = (maxPieces: number) =>
  fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...HOSTILE_PIECES) },
        fc.string({ unit: 'grapheme', maxLength: 6 }),
      ),
      {
        maxLength: maxPieces,
      },
    )
    .map((pieces) => pieces.join(''))
    // Characters no text file can hold as they are.
    .filter((text) => !text.includes('\u0000') && text.isWellFormed());

const spokenText = hostileText(8).filter((text) => {
  try {
    tokenizeInline(text);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
});

const name = hostileText(3).filter((text) => text.length >= 1 && text.length <= 200);
const speakerName = fc.oneof(name, fc.constantFrom('MARA', 'Tom', 'Note', '旁白', 'AGENT_7', 'DR. WHO', 'A', 'mara'));
const trackName = fc.oneof(name, fc.constantFrom('music', 'effects', 'bed', 'ambience', 'dialogue', 'MARA', 'Tom'));
const length = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 9_999 }).map((x) => x * 480),
  fc.nat(),
  fc.constant(2 ** 52 + 1),
);
const signed = fc.oneof(
  length,
  length.map((x) => (x === 0 ? 0 : -x)),
);
const gainDb = fc
  .oneof(fc.constant(0), fc.integer({ min: -144, max: 24 }), fc.double({ min: -144, max: 24, noNaN: true }))
  .map((x) => x + 0);
const ms = (max: number) =>
  fc.oneof(fc.integer({ min: 0, max }), fc.double({ min: 0, max, noNaN: true })).map((x) => x + 0);
const assetId = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: 64, maxLength: 64 });
const json = fc
  .jsonValue({ maxDepth: 2, noUnicodeString: false })
  .filter((value) => !JSON.stringify(value).includes('__proto__') && JSON.stringify(value).isWellFormed())
  .map((value): unknown => JSON.parse(JSON.stringify(value)));

const optional = <Fields extends Record<string, unknown>>(
  required: Fields,
  model: { [key: string]: fc.Arbitrary<unknown> },
) => fc.record(model, { requiredKeys: [] }).map((rest) => ({ ...required, ...rest }));

const duck = fc.record({ depthDb: ms(60), attackMs: ms(5000), holdMs: ms(5000), releaseMs: ms(10_000) });
const usualDuck = fc.record({
  depthDb: fc.integer({ min: 0, max: 60 }),
  attackMs: fc.constant(150),
  holdMs: fc.constant(200),
  releaseMs: fc.constant(500),
});

const settings = fc
  .tuple(hostileText(4), fc.constantFrom('en', 'zh-CN', 'de'), fc.constantFrom('podcast', 'audiobook'))
  .chain(([title, language, kind]) =>
    optional(
      { type: 'episode', id: 'episode', title, language, kind },
      {
        author: hostileText(3),
        description: hostileText(8),
        gaps: fc.record(
          {
            lineSamples: length,
            speakerSamples: length,
            paragraphSamples: length,
            chapterSamples: length,
            headingSamples: length,
          },
          { requiredKeys: [] },
        ),
        pronunciations: fc.array(
          fc.tuple(name, name).chain(([written, spoken]) =>
            optional(
              { written, spoken },
              {
                isCaseSensitive: fc.boolean(),
                language: hostileText(2).filter((text) => text.length <= 35),
                provider: name.filter((text) => text.length <= 128),
              },
            ),
          ),
          { maxLength: 3 },
        ),
        exportPreset: name.filter((text) => text.length <= 100),
        coverPath: hostileText(3).filter(isUsablePath),
      },
    ),
  );

function isUsablePath(path: string): boolean {
  return !/^[a-z][a-z\d+.-]+:/i.test(path);
}

const voice = fc
  .tuple(
    fc.oneof(
      fc.constantFrom('flite', 'mimo', 'my/own'),
      name.filter((text) => text.length <= 128),
    ),
    hostileText(2),
  )
  .chain(([provider, voiceId]) =>
    optional(
      { provider, voiceId },
      {
        model: hostileText(2),
        style: hostileText(5),
        options: fc.dictionary(
          hostileText(1).filter((key) => key !== '__proto__'),
          json,
          { maxKeys: 3 },
        ),
      },
    ),
  );

const soundFields = fc
  .tuple(hostileText(3), length, gainDb, length, length, fc.boolean())
  .chain(([title, sourceStartSample, gain, fadeInSamples, fadeOutSamples, isLooped]) =>
    optional(
      { title, sourceStartSample, gainDb: gain, fadeInSamples, fadeOutSamples, isLooped },
      {
        assetId,
        path: fc.oneof(
          hostileText(3).filter(isUsablePath),
          fc.constantFrom('a b (1).wav', 'x.png', 'ü/é.flac', '../a.wav', '', '"q".mp3'),
        ),
        sourceEndSample: length.map((x) => sourceStartSample + 1 + x).filter(Number.isSafeInteger),
        durationSamples: length,
      },
    ),
  );

const block = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(spokenText, gainDb, fc.option(fc.nat())).chain(([text, gain, speaker]) =>
      optional(
        { type: 'line', text, gainDb: gain, speaker },
        {
          direction: hostileText(3),
          gapBeforeSamples: signed,
          gapAfterSamples: signed,
          isContinuation: fc.constant(true as const),
        },
      ),
    ),
  },
  fc
    .tuple(
      fc.oneof(spokenText, fc.constantFrom('Chapter 2', 'Chapter 2: The sea', 'Chapter 20', '#b1', 'C #')),
      fc.integer({ min: 1, max: 6 }),
      fc.boolean(),
    )
    .map(([text, level, isSpoken]) => ({ type: 'heading', text, level, isSpoken })),
  length.map((durationSamples) => ({ type: 'pause', durationSamples })),
  hostileText(8).map((text) => ({ type: 'note', text })),
  fc.tuple(soundFields, fc.nat()).map(([fields, track]) => ({ type: 'cue', ...fields, track })),
);

const anchor = fc.oneof(
  { weight: 4, arbitrary: fc.record({ block: fc.nat(), edge: fc.constantFrom('start', 'end') }) },
  length.map((atSample) => ({ atSample })),
);

const clip = fc
  .tuple(soundFields, fc.nat(), anchor, signed, fc.option(anchor), fc.option(length))
  .map(([fields, track, at, offsetSamples, until, phase]) => ({
    type: 'clip',
    ...fields,
    track,
    anchor: at,
    offsetSamples,
    ...(until && { until }),
    ...(phase !== null && fields.isLooped && { loopPhaseSamples: phase }),
  }));
const marker = fc.record({ type: fc.constant('marker'), anchor, offsetSamples: signed, text: hostileText(3) });

const track = fc
  .tuple(
    fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, gainDb),
    fc.constantFrom(0, 0, -1, 0.5),
    fc.boolean(),
    fc.constantFrom('music', 'effects', 'dialogue'),
  )
  .chain(([gain, pan, isMuted, kind]) =>
    optional({ type: 'track', gainDb: gain, pan, isMuted, kind }, { duck: fc.oneof(duck, usualDuck) }),
  );

/** Documents that hold the invariants. Several sounds in one place keep the order in which they are in the map. */
export const arbitraryEpisode: fc.Arbitrary<EpisodeDocument> = fc
  .record({
    settings,
    trackNames: fc.uniqueArray(trackName, { minLength: 2, maxLength: 5 }),
    speakerNames: fc.uniqueArray(speakerName, { maxLength: 4 }),
    tracks: fc.array(track, { minLength: 5, maxLength: 5 }),
    speakers: fc.array(
      fc.tuple(fc.nat(), fc.record({ voice, colour: fc.constantFrom('#3366cc', '#000000') }, { requiredKeys: [] })),
      { minLength: 4, maxLength: 4 },
    ),
    blocks: fc.array(block, { maxLength: 8 }),
    clips: fc.array(clip, { maxLength: 4 }),
    markers: fc.array(marker, { maxLength: 3 }),
  })
  .map((parts) => {
    const tracks = parts.trackNames.map((trackOfName, index) => {
      const kind = index === 0 ? 'dialogue' : index === 1 ? 'effects' : parts.tracks[index]?.kind;
      return { ...parts.tracks[index], id: `t${index}`, name: trackOfName, kind };
    });
    const dialogue = tracks.filter(({ kind }) => kind === 'dialogue');
    const others = tracks.filter(({ kind }) => kind !== 'dialogue');
    const pick = <Value extends { id: string }>(list: readonly Value[], index: number) =>
      (list[index % list.length] as Value).id;
    const speakers = parts.speakerNames.map((speakerOfName, index) => {
      const [trackIndex, rest] = parts.speakers[index] as (typeof parts.speakers)[number];
      return { type: 'speaker', id: `s${index}`, name: speakerOfName, trackId: pick(dialogue, trackIndex), ...rest };
    });
    const blocks = parts.blocks.map((source, index) => {
      const { speaker, track: trackIndex, ...fields } = source as { speaker?: number | null; track?: number };
      return {
        ...fields,
        id: `b${index}`,
        ...(trackIndex !== undefined && { trackId: pick(others, trackIndex) }),
        ...(speaker !== undefined && {
          speakerId: speaker === null || speakers.length === 0 ? null : pick(speakers, speaker),
        }),
      };
    });
    type AnchorSource = { block: number; edge: string } | { atSample: number };
    const anchorOf = (source: AnchorSource) => {
      if ('atSample' in source) return source;
      return blocks.length === 0 ? { atSample: 0 } : { blockId: pick(blocks, source.block), edge: source.edge };
    };
    const clips = parts.clips.map(({ track: trackIndex, anchor: at, until, ...fields }, index) => ({
      ...fields,
      id: `c${index}`,
      trackId: pick(others, trackIndex),
      anchor: anchorOf(at as AnchorSource),
      ...(until && { until: anchorOf(until as AnchorSource) }),
    }));
    const markers = parts.markers.map(({ anchor: at, ...fields }, index) => ({
      ...fields,
      id: `m${index}`,
      anchor: anchorOf(at as AnchorSource),
    }));
    return documentOf(
      [parts.settings, ...ordered(tracks), ...ordered(speakers), ...ordered(blocks), ...clips, ...markers].map(
        (record) =>
          EpisodeRecord.parse({
            ...('id' in record && String(record.id).startsWith('t') && { type: 'track' }),
            ...record,
          }),
      ),
    );
  });

function ordered<Value extends object>(records: readonly Value[]) {
  const orders = orderKeysBetween(null, null, records.length);
  return records.map((record, index) => ({ ...record, order: orders[index] }));
}
