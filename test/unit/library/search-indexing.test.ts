import { describe, expect, test } from 'vitest';
import { tagClips } from '#core/library/clips.ts';
import { putAsset } from '#core/library/decoded-audio.ts';
import { attachTakes } from '#core/library/line-takes.ts';
import { setProjectShelf } from '#core/library/projects.ts';
import { countFacets } from '#core/library/search/count-facets.ts';
import { rebuildSearchIndex } from '#core/library/search/rebuild-index.ts';
import { searchClips } from '#core/library/search/search-clips.ts';
import { undo } from '#core/library/undo.ts';
import { insertUtterance } from '#core/library/utterances.ts';
import { type AssetId, EpisodeId, RecordId, RequestHash } from '#shared/ids.ts';
import { ClipId } from '#shared/library-clips.ts';
import { secondsToSamples } from '#shared/units.ts';
import { addEpisode, EPISODE_ID, PROJECT_ID } from '../../helpers/library-episode.ts';
import { addSpeech, dumpIndex, edit, found, lines } from '../../helpers/search-library.ts';
import { toneWav } from '../../helpers/small-wav.ts';
import { withLibrary } from '../../helpers/temporary-library.ts';
import { id } from '../document/sample-episode.ts';

describe('what is indexed, and when', () => {
  test('[LIB88] a take is found as soon as it is stored, its audio is no clip of its own, and it says its line', () =>
    withLibrary(async (library) => {
      addEpisode(library, lines('The last <#0.5#> ferry.'));
      const take = await addSpeech(library, 'The last ferry.', { seconds: 2 });
      expect(found(library, 'ferry')).toEqual(['take: The last ferry.', 'line: The last <#0.5#> ferry.']);
      attachTakes(library, EPISODE_ID, new Map([[id('l0'), take]]));
      expect(found(library, 'ferry')).toEqual(['take: The last ferry.']);
      expect(searchClips(library.db, { text: 'ferry' }).rows[0]).toMatchObject({
        id: `take/${take.id}`,
        takeId: take.id,
        assetIds: [take.segments[0]!.assetId],
        provider: 'flite',
        voiceId: 'slt',
        speakers: ['ANNA'],
        projects: [PROJECT_ID],
        languages: ['en'],
        durationSamples: secondsToSamples(2),
        loudnessLufs: -20,
      });
      edit(library, { type: 'line.setText', id: id('l0'), text: 'The first ferry.' });
      expect(found(library, 'ferry')).toEqual(['line: The first ferry.', 'take: The last ferry.']);
      undo(library, EPISODE_ID);
      expect(found(library, 'ferry')).toEqual(['take: The last ferry.']);
      expect(countFacets(library.db, {}).counts.filter((facet) => facet.kind === 'kind')).toEqual([
        { kind: 'kind', value: 'episode', count: 1 },
        { kind: 'kind', value: 'take', count: 1 },
      ]);
    }));

  test('[LIB88] a sound that turns out to be the answer of a service is no clip of its own, unless it is used', () =>
    withLibrary(async (library) => {
      const answer = (assetId: AssetId) =>
        insertUtterance(library.db, {
          requestHash: RequestHash.parse('f'.repeat(64)),
          variation: 0,
          assetId,
          requestJson: '{}',
          declaredFormat: 'wav',
          cues: [],
          warnings: [],
          billedCharacters: 0,
          cost: 0,
          createdAtMs: 0,
        });
      const plain = await putAsset(library, { bytes: toneWav({ seconds: 0.1 }), extension: 'wav', name: 'plain' });
      const tagged = await putAsset(library, { bytes: toneWav({ seconds: 0.2 }), extension: 'wav', name: 'tagged' });
      tagClips(library.db, [ClipId.parse(`sound/${tagged.id}`)], 'keeper');
      for (const { id: assetId } of [plain, tagged]) answer(assetId);
      expect(found(library, {})).toEqual(['recording: tagged']);
      const before = dumpIndex(library);
      rebuildSearchIndex(library.db);
      expect(dumpIndex(library)).toEqual(before);
    }));

  test('[LIB88] a sound is found as soon as it is decoded; what it is used for says what it is', () =>
    withLibrary(async (library) => {
      const asset = await putAsset(library, { bytes: toneWav({ seconds: 1 }), extension: 'wav', name: 'rain.wav' });
      expect(found(library, 'rain')).toEqual(['recording: rain.wav']);
      addEpisode(library, lines('One.'));
      const clip = {
        type: 'clip.add',
        id: id('c'),
        trackId: id('music'),
        title: 'Under water',
        assetId: asset.id,
      } as const;
      edit(library, { ...clip, anchor: { blockId: id('l0'), edge: 'start' } });
      expect(found(library, 'water')).toEqual(['music: rain.wav']);
      expect(found(library, { text: 'water', projects: [PROJECT_ID] })).toHaveLength(1);
      undo(library, EPISODE_ID);
      expect(found(library, 'water')).toEqual([]);
      // It has been used there, and history brings it back.
      expect(found(library, { text: 'rain', projects: [PROJECT_ID] })).toEqual(['recording: rain.wav']);
    }));

  test('[LIB90] a renamed speaker and what lies in the trash are found as they are now', () =>
    withLibrary(async (library) => {
      addEpisode(library, lines('One.', 'Two.'));
      const take = await addSpeech(library, 'Two.');
      attachTakes(library, EPISODE_ID, new Map([[id('l1'), take]]));
      edit(library, { type: 'speaker.rename', id: id('anna'), name: 'MARA' });
      expect(found(library, 'anna')).toEqual([]);
      expect(found(library, 'mara')).toEqual(['take: Two.', 'line: One.']);
      setProjectShelf(library.db, PROJECT_ID, 'trashed');
      expect(found(library, {})).toEqual(['take: Two.']);
      setProjectShelf(library.db, PROJECT_ID, 'active');
      expect([...found(library, {})].sort()).toEqual(['episode: An episode', 'line: One.', 'take: Two.']);
    }));

  test('[LIB91] a library of before there was a search is found whole, in the order of its dates', () =>
    withLibrary(async (library) => {
      addEpisode(library, lines('One.'));
      await addSpeech(library, 'Second.', { createdAtMs: 20 });
      await addSpeech(library, 'First.', { createdAtMs: 10 });
      for (const table of ['clip', 'facet', 'sound_use']) library.db.run(`DELETE FROM ${table}`);
      library.db.run("INSERT INTO clip_search (clip_search) VALUES ('delete-all')");
      library.db.run('INSERT INTO reindex_due (episode_number) VALUES (0)');
      expect(found(library, {})).toEqual(['take: Second.', 'take: First.', 'line: One.', 'episode: An episode']);
      expect(found(library, 'first')).toEqual(['take: First.']);
    }));

  test('[LIB89] a record that cannot be read stops no search and no rebuild', () =>
    withLibrary(async (library) => {
      addEpisode(library, lines('One.', 'Two.'));
      const take = await addSpeech(library, 'Two.');
      attachTakes(library, EPISODE_ID, new Map([[id('l1'), take]]));
      library.db.run("UPDATE record SET json = '{' WHERE id IN ('l1', 'anna', 'l0')");
      expect(found(library, 'two')).toEqual(['take: Two.']);
      expect(found(library, 'one')).toEqual(['line: ']);
      rebuildSearchIndex(library.db);
      expect(found(library, 'two')).toEqual(['take: Two.']);
      const before = dumpIndex(library);
      rebuildSearchIndex(library.db);
      expect(dumpIndex(library)).toEqual(before);
    }));

  test('[LIB85] a clip of an unknown number of another episode keeps to itself', () =>
    withLibrary(async (library) => {
      addEpisode(library, lines('One.'));
      addEpisode(library, lines('One.'), EpisodeId.parse('episode-2'));
      const places = searchClips(library.db, { text: 'one' }).rows.map((row) => row.writtenIn);
      expect(places).toEqual([
        { episodeId: 'episode-2', recordId: RecordId.parse('l0') },
        { episodeId: EPISODE_ID, recordId: RecordId.parse('l0') },
      ]);
    }));
});
