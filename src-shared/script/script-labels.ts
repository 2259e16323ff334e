import type { Speaker, Track } from '../document/records.ts';
import type { RecordId } from '../ids.ts';

/** What speakers and tracks are called in a printed script. */
export interface ScriptLabels {
  ofSpeaker(id: RecordId): string;
  ofTrack(id: RecordId): string;
}

/** Reads back as itself before a line, whatever else the line says. */
const PLAIN_LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}.'’&#/_-]| (?! )){0,58}[\p{L}\p{N}\p{M}.]$|^[\p{L}\p{N}]$/u;

/**
 * A name that cannot stand before a line (with a colon, parentheses, blanks at its ends …) gets a label of its own, and the
 * cast says what it stands for. Names are unique, so labels are. A track is called by its name, except one that has the
 * name of such a speaker: it is theirs by default when it has their label too.
 */
export function labelsOf(speakers: readonly Speaker[], tracks: readonly Track[]): ScriptLabels {
  const taken = new Set([...speakers, ...tracks].map(({ name }) => name));
  const bySpeaker = new Map<RecordId, string>();
  const byTrack = new Map(tracks.map(({ id, name }) => [id, name]));
  let count = 0;
  for (const speaker of speakers) {
    let label = speaker.name;
    if (!PLAIN_LABEL.test(label)) {
      do label = `SPEAKER ${++count}`;
      while (taken.has(label));
      if (byTrack.get(speaker.trackId) === speaker.name) byTrack.set(speaker.trackId, label);
    }
    bySpeaker.set(speaker.id, label);
  }
  return { ofSpeaker: (id) => labelIn(bySpeaker, id), ofTrack: (id) => labelIn(byTrack, id) };
}

function labelIn(labels: ReadonlyMap<RecordId, string>, id: RecordId): string {
  const label = labels.get(id);
  if (label === undefined) throw new Error(`There is no speaker or track ${id} in this episode`);
  return label;
}
