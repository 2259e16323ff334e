import { describe, expect, test } from 'vitest';
import {
  clipDetails,
  noteClip,
  rateClips,
  renameClip,
  setClipKind,
  setFavourite,
  setTranscript,
  tagClips,
  untagClips,
} from '#core/library/clips.ts';
import { putAsset } from '#core/library/decoded-audio.ts';
import type { Library } from '#core/library/library.ts';
import { rateTake, takesOfLine } from '#core/library/line-takes.ts';
import { countFacets } from '#core/library/search/count-facets.ts';
import { rebuildSearchIndex } from '#core/library/search/rebuild-index.ts';
import { searchClips } from '#core/library/search/search-clips.ts';
import { ClipId, type ClipRow } from '#shared/library-clips.ts';
import { addEpisode, addTake, EPISODE_ID } from '../../helpers/library-episode.ts';
import { dumpIndex, found } from '../../helpers/search-library.ts';
import { toneWav } from '../../helpers/small-wav.ts';
import { withLibrary } from '../../helpers/temporary-library.ts';
import { episodeOf, id, line } from '../document/sample-episode.ts';

/** A sound and a take. */
async function twoClips(library: Library) {
  const { id: assetId } = await putAsset(library, {
    bytes: toneWav({ seconds: 1 }),
    extension: 'wav',
    name: 'rain.wav',
  });
  const take = addTake(library, 'hello');
  return { sound: ClipId.parse(`sound/${assetId}`), take: ClipId.parse(`take/${take.id}`), takeId: take.id };
}

const rowOf = (library: Library, clip: ClipId): ClipRow =>
  searchClips(library.db, {}).rows.find((row) => row.id === clip)!;

const refusal = (code: string, work: () => unknown) => expect(work).toThrow(expect.objectContaining({ code }));

describe('tags', () => {
  test('[LIB92] are given and taken, found by any spelling, and counted', () =>
    withLibrary(async (library) => {
      const { db } = library;
      const { sound, take } = await twoClips(library);
      tagClips(db, [sound, take], ' Nachtfähre ');
      tagClips(db, [sound], 'NACHTFAHRE');
      tagClips(db, [sound], '雨 声');
      expect(rowOf(library, sound).tags).toEqual(['Nachtfähre', '雨 声']);
      expect(rowOf(library, take).tags).toEqual(['Nachtfähre']);
      expect(found(library, { tags: ['nachtfahre'] })).toHaveLength(2);
      expect(found(library, { tags: ['nachtfahre', '雨 声'] })).toEqual(['recording: rain.wav']);
      expect(found(library, 'nacht')).toHaveLength(2);
      expect(found(library, '雨')).toEqual(['recording: rain.wav']);
      expect(countFacets(db, {}).counts.filter((facet) => facet.kind === 'tag')).toEqual([
        { kind: 'tag', value: 'Nachtfähre', count: 2 },
        { kind: 'tag', value: '雨 声', count: 1 },
      ]);
      untagClips(db, [sound, take], 'nachtfähre');
      untagClips(db, [sound], 'never given');
      expect(found(library, { tags: ['Nachtfähre'] })).toEqual([]);
      expect(rowOf(library, sound).tags).toEqual(['雨 声']);
    }));

  test.each(['', '  ', '%', '"*"', 'x'.repeat(101)])('[LIB92] %j is no tag', (tag) =>
    withLibrary(async (library) => {
      const { sound } = await twoClips(library);
      refusal('invalid-input', () => tagClips(library.db, [sound], tag));
    }),
  );

  test('[LIB92] all clips are tagged or none; words of a script never', () =>
    withLibrary(async (library) => {
      const { sound } = await twoClips(library);
      addEpisode(library, episodeOf([line('l1', 'anna')]));
      refusal('not-found', () => tagClips(library.db, [sound, ClipId.parse('take/gone')], 'night'));
      refusal('not-found', () => tagClips(library.db, [ClipId.parse('what/ever')], 'night'));
      refusal('invalid-input', () => tagClips(library.db, [sound, ClipId.parse(`text/${EPISODE_ID}/l1`)], 'night'));
      expect(rowOf(library, sound).tags).toEqual([]);
    }));
});

describe('what else is said of clips', () => {
  test('[LIB93] ratings are kept where takes are rated, and found at once', () =>
    withLibrary(async (library) => {
      const { db } = library;
      const { sound, take, takeId } = await twoClips(library);
      addEpisode(library, episodeOf([line('l1', 'anna', { takeId })]));
      rateClips(db, [sound, take], 4);
      expect(takesOfLine(db, EPISODE_ID, id('l1'))).toMatchObject([{ rating: 4 }]);
      expect(found(library, { minRating: 4 })).toHaveLength(2);
      rateTake(db, takeId, 5);
      expect(found(library, { minRating: 5 })).toEqual(['take: hello']);
      rateClips(db, [sound, take], null);
      expect(found(library, { minRating: 1 })).toEqual([]);
      refusal('invalid-input', () => rateClips(db, [sound], 6));
      refusal('invalid-input', () => rateClips(db, [sound], 1.5));
    }));

  test('[LIB93] favourites, names, notes and transcripts are found', () =>
    withLibrary(async (library) => {
      const { db } = library;
      const { sound, take } = await twoClips(library);
      setFavourite(db, [take], true);
      expect(found(library, { isFavourite: true })).toEqual(['take: hello']);
      setFavourite(db, [take], false);
      expect(found(library, { isFavourite: true })).toEqual([]);
      renameClip(db, sound, 'Storm over the harbour');
      noteClip(db, take, 'too fast');
      setTranscript(db, sound, 'Is anybody there?');
      expect(rowOf(library, sound)).toMatchObject({ name: 'Storm over the harbour', text: 'Is anybody there?' });
      expect(found(library, 'storm anybody')).toHaveLength(1);
      expect(found(library, 'fast')).toEqual(['take: hello']);
      renameClip(db, sound, ' ');
      expect(rowOf(library, sound).name).toBe('rain.wav');
      expect(found(library, 'storm')).toEqual([]);
      refusal('invalid-input', () => setTranscript(db, take, 'x'));
      refusal('invalid-input', () => noteClip(db, take, 'x'.repeat(20_001)));
    }));

  test('[LIB93] a person says what a sound is, whatever it is used for', () =>
    withLibrary(async (library) => {
      const { db } = library;
      const { sound, take } = await twoClips(library);
      setClipKind(db, [sound], 'voice-sample');
      expect(found(library, { kinds: ['voice-sample'] })).toEqual(['voice-sample: rain.wav']);
      setClipKind(db, [sound], null);
      expect(found(library, { kinds: ['recording'] })).toEqual(['recording: rain.wav']);
      refusal('invalid-input', () => setClipKind(db, [take], 'music'));
      refusal('invalid-input', () => setClipKind(db, [sound], 'noise' as 'music'));
    }));

  test('[LIB93] what was said of clips outlasts a new index', () =>
    withLibrary(async (library) => {
      const { db } = library;
      const { sound, take } = await twoClips(library);
      tagClips(db, [sound, take], 'night');
      rateClips(db, [sound, take], 3);
      setFavourite(db, [sound], true);
      noteClip(db, take, 'too fast');
      const before = dumpIndex(library);
      rebuildSearchIndex(db);
      expect(dumpIndex(library)).toEqual(before);
    }));

  test('[LIB93] a clip tells where it is heard now', () =>
    withLibrary(async (library) => {
      const { sound, take, takeId } = await twoClips(library);
      const [, assetId = ''] = sound.split('/');
      const cue = { trackId: id('effects'), title: '', gainDb: 0, isLooped: false } as const;
      const lengths = { sourceStartSample: 0, fadeInSamples: 0, fadeOutSamples: 0 };
      addEpisode(
        library,
        episodeOf([
          line('l1', 'anna', { takeId }),
          line('l2', 'bert'),
          { type: 'cue', id: id('c1'), ...cue, ...lengths, assetId } as never,
        ]),
      );
      expect(clipDetails(library.db, take).uses).toEqual([{ episodeId: EPISODE_ID, recordId: 'l1' }]);
      expect(clipDetails(library.db, sound)).toMatchObject({
        kind: 'effect',
        uses: [{ episodeId: EPISODE_ID, recordId: 'c1' }],
      });
      expect(clipDetails(library.db, ClipId.parse(`text/${EPISODE_ID}/l2`)).uses).toEqual([
        { episodeId: EPISODE_ID, recordId: 'l2' },
      ]);
    }));
});
