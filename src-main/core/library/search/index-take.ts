/** A take as a clip: what was said, by which voice, and all that follows from where it is used. */
import type { Samples } from '#shared/units.ts';
import type { WritableDb } from '../database.ts';
import { writeClip } from './clip-writer.ts';
import type { FacetBook } from './facet-book.ts';
import { type Facet, lengthFacet, monthFacet } from './facets.ts';
import { recordField } from './record-field.ts';
import { tagFacets, type UserFields, userFacets } from './user-facets.ts';

/** Uses looked at: "Yes." may be said in thousands of lines, and each edit of one of them comes here. */
const MOST_USES = 200;

interface TakeRow {
  readonly text: string;
  readonly provider: string;
  readonly voice_id: string;
  readonly rating: number | null;
  readonly created_at_ms: number;
  readonly duration_samples: Samples;
}

type TakeClipRow = Pick<UserFields, 'number' | 'note' | 'is_favourite'> & { readonly name: string | null };

interface UseRow {
  readonly project: string;
  readonly language: string | null;
  readonly speaker: string | null;
}

/** Must run within a transaction. */
export function indexTake(db: WritableDb, takeNumber: number, book?: FacetBook): void {
  const take = db.get<TakeRow>(
    `SELECT text, provider, voice_id, rating, created_at_ms,
       (SELECT coalesce(sum(speech_end_sample - speech_start_sample), 0) FROM take_segment
        WHERE take_number = take.number) AS duration_samples
     FROM take WHERE number = $takeNumber`,
    { takeNumber },
  )!;
  const clip = db.get<TakeClipRow>(
    'SELECT number, name, note, is_favourite FROM clip WHERE take_number = $takeNumber',
    {
      takeNumber,
    },
  );
  const uses = db.all<UseRow>(
    `SELECT project.id AS project, ${recordField('settings.json', 'language')} AS language,
       ${recordField('speaker.json', 'name')} AS speaker
     FROM line_take
     JOIN episode ON episode.number = line_take.episode_number
     JOIN project ON project.number = episode.project_number
     LEFT JOIN record AS settings ON settings.episode_number = episode.number AND settings.id = 'episode'
     LEFT JOIN record AS line ON line.episode_number = episode.number AND line.id = line_take.record_id
     LEFT JOIN record AS speaker
       ON speaker.episode_number = episode.number AND speaker.id = ${recordField('line.json', 'speakerId')}
     WHERE line_take.take_number = $takeNumber ORDER BY line_take.number LIMIT ${MOST_USES}`,
    { takeNumber },
  );
  const facets: Facet[] = [
    { kind: 'kind', value: 'take' },
    { kind: 'provider', value: take.provider },
    { kind: 'voice', value: `${take.provider}/${take.voice_id}` },
    { kind: 'length', value: lengthFacet(take.duration_samples) },
    { kind: 'month', value: monthFacet(take.created_at_ms) },
    ...uses.flatMap(useFacets),
    ...userFacets({ rating: take.rating, is_favourite: clip?.is_favourite ?? 0 }),
    ...tagFacets(db, clip?.number),
  ];
  writeClip(
    db,
    { takeNumber },
    {
      kind: 'take',
      words: [take.text, clip?.name, clip?.note],
      facets,
      durationSamples: take.duration_samples,
      createdAtMs: take.created_at_ms,
    },
    book,
  );
}

function useFacets({ project, language, speaker }: UseRow): readonly Facet[] {
  return [
    { kind: 'project', value: project },
    ...(language === null ? [] : [{ kind: 'language', value: language } as const]),
    ...(speaker === null ? [] : [{ kind: 'speaker', value: speaker } as const]),
  ];
}
