import { z } from 'zod';
import { Tag } from '#shared/library-clips.ts';

export interface Description {
  readonly tags: readonly string[];
  readonly note: string;
}

const Answer = z.object({ tags: z.array(z.unknown()).optional(), note: z.string().optional() });
/** More would bury what the person tagged. */
const MOST_TAGS = 8;
const LONGEST_NOTE = 20_000;

/**
 * What a model says when it is asked for tags and a note as JSON. Models put words and fences around JSON, or forget about
 * it: then all of it is the note.
 */
export function readDescription(text: string): Description {
  const json = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  const { data } = Answer.safeParse(parsed(json));
  if (!data || (data.tags === undefined && data.note === undefined)) {
    return { tags: [], note: text.trim().slice(0, LONGEST_NOTE) };
  }
  const tags = (data.tags ?? [])
    .flatMap((tag) => Tag.safeParse(tag).data ?? [])
    .filter((tag) => /[\p{L}\p{N}]/u.test(tag));
  return { tags: [...new Set(tags)].slice(0, MOST_TAGS), note: (data.note ?? '').trim().slice(0, LONGEST_NOTE) };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
