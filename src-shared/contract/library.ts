/** Everything ever spoken or imported, found again. */
import { z } from 'zod';
import { ProviderId } from '../ids.ts';
import {
  ClipConditions,
  ClipId,
  ClipPage,
  ClipQuery,
  ClipRow,
  ClipUse,
  FacetCounts,
  Rating,
  SoundKind,
  Tag,
} from '../library-clips.ts';
import { JobId } from './values.ts';

const clips = z.strictObject({ ids: z.array(ClipId).min(1).max(10_000).readonly() });
const nothing = z.strictObject({});

export const ClipDetails = ClipRow.extend({
  uses: z.array(ClipUse.extend({ projectName: z.string(), episodeTitle: z.string(), text: z.string() })).readonly(),
});
export type ClipDetails = z.infer<typeof ClipDetails>;

export const LIBRARY_METHODS = {
  'library.search': { input: ClipQuery, output: ClipPage },
  'library.facets': { input: ClipConditions, output: FacetCounts },
  'library.clip': { input: z.strictObject({ id: ClipId }), output: ClipDetails },
  'library.tag': { input: clips.extend({ tag: Tag }), output: nothing },
  'library.untag': { input: clips.extend({ tag: Tag }), output: nothing },
  'library.rate': { input: clips.extend({ rating: Rating.nullable() }), output: nothing },
  'library.setFavourite': { input: clips.extend({ isFavourite: z.boolean() }), output: nothing },
  'library.setKind': { input: clips.extend({ kind: SoundKind.nullable() }), output: nothing },
  'library.rename': { input: z.strictObject({ id: ClipId, name: z.string().max(500).nullable() }), output: nothing },
  'library.note': { input: z.strictObject({ id: ClipId, note: z.string().max(20_000).nullable() }), output: nothing },
  /** By audio understanding, a job: the words of sounds that have none, or tags and a note that describe them. */
  'library.hear': {
    input: clips.extend({ what: z.enum(['transcribe', 'describe']), connection: ProviderId }),
    output: z.strictObject({ jobId: JobId }),
  },
} as const;

export const LIBRARY_EVENTS = {
  /** Something was added or changed; a list that is shown asks again. */
  'library.changed': z.strictObject({}),
} as const;
