/** What the search index holds, for comparing it with what it should hold. */
import { decodeAsset } from '#core/library/decoded-audio.ts';
import { applyCommands } from '#core/library/edits.ts';
import { openEpisode } from '#core/library/episodes.ts';
import type { Library } from '#core/library/library.ts';
import { storeMedia } from '#core/library/media-store.ts';
import { searchClips } from '#core/library/search/search-clips.ts';
import { insertTake } from '#core/library/takes.ts';
import { insertUtterance } from '#core/library/utterances.ts';
import type { Command } from '#shared/document/commands.ts';
import { ProviderId, RequestHash, TakeId } from '#shared/ids.ts';
import type { ClipQuery } from '#shared/library-clips.ts';
import type { Take } from '#shared/media.ts';
import { samples, secondsToSamples } from '#shared/units.ts';
import { episodeOf, line } from '../unit/document/sample-episode.ts';
import { EPISODE_ID } from './library-episode.ts';
import { toneWav } from './small-wav.ts';

interface IndexedClip {
  readonly number: number;
  readonly facets: string;
}

/** Every clip with the names of its facets and its tokens in order, and every facet with its count. */
export function dumpIndex({ db }: Library): unknown {
  db.run("CREATE VIRTUAL TABLE IF NOT EXISTS temp.token USING fts5vocab('main', 'clip_search', 'instance')");
  const clips = db.all<IndexedClip>('SELECT * FROM clip ORDER BY number');
  const facets = db.all<{ number: number }>('SELECT * FROM facet WHERE clip_count > 0 ORDER BY number');
  const tokens = Map.groupBy(
    db.all<{ doc: number; term: string }>('SELECT doc, term FROM temp.token ORDER BY doc, "offset"'),
    ({ doc }) => doc,
  );
  return {
    clips: clips.map((clip) => [
      clip,
      tokens
        .get(clip.number)
        ?.map(({ term }) => term)
        .join(' '),
    ]),
    facets,
    documents: tokens.size,
    uses: db.all('SELECT * FROM sound_use'),
  };
}

/** What is found, shortly: the kind and the text or name. */
export function found({ db }: Library, query: ClipQuery | string): readonly string[] {
  const page = searchClips(db, typeof query === 'string' ? { text: query } : query);
  return page.rows.map((row) => `${row.kind}: ${row.text === '' ? (row.name ?? '') : row.text}`);
}

/** An episode of lines by ANNA. */
export const lines = (...texts: readonly string[]) =>
  episodeOf(texts.map((text, index) => line(`l${index}`, 'anna', { text })));

let takes = 0;
/** A take of so many seconds of speech, made at an instant. */
export async function addSpeech(
  library: Library,
  text: string,
  more: Partial<Take> & { readonly seconds?: number } = {},
): Promise<Take> {
  const { seconds = 1, ...rest } = more;
  const requestHash = RequestHash.parse(String(++takes).padStart(64, '0'));
  const bytes = toneWav({ seconds: 0.01, frequencyHz: 100 + takes });
  const stored = await storeMedia(
    library,
    { bytes, extension: 'wav' },
    {
      addRows: ({ id: assetId }) =>
        insertUtterance(library.db, {
          requestHash,
          variation: 0,
          assetId,
          requestJson: '{}',
          declaredFormat: 'wav',
          cues: [],
          warnings: [],
          billedCharacters: 0,
          cost: 0,
          createdAtMs: 0,
        }),
    },
  );
  await decodeAsset(library, stored.id);
  const length = secondsToSamples(seconds);
  const take: Take = {
    id: TakeId.parse(`take-${takes}`),
    requestHash,
    provider: ProviderId.parse('flite'),
    voiceId: 'slt',
    text,
    segments: [
      {
        assetId: stored.id,
        requestHash,
        durationSamples: samples(length + 1_000),
        speechStartSample: samples(500),
        speechEndSample: samples(length + 500),
        runIndex: 0,
      },
    ],
    cues: [],
    billedCharacters: 0,
    cost: 0,
    createdAtMs: Date.UTC(2026, 10, 21),
    ...rest,
  };
  insertTake(library.db, take, 0);
  return take;
}

/** Edits the episode of {@link lines}. */
export function edit(library: Library, ...commands: readonly Command[]): void {
  const { revision: baseRevision } = openEpisode(library.db, EPISODE_ID);
  applyCommands(library, EPISODE_ID, { baseRevision, commands });
}
