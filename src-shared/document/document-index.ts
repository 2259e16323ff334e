/** The records of an episode by kind, each list in order, carried from one document to the next without sorting again. */
import type { EpisodeRecord } from './records.ts';
import { type Block, type Clip, isBlock, type Marker, type Speaker, type Track } from './records.ts';

export interface DocumentIndex {
  readonly blocks: readonly Block[];
  readonly speakers: readonly Speaker[];
  readonly tracks: readonly Track[];
  readonly clips: readonly Clip[];
  readonly markers: readonly Marker[];
}

interface Sortable {
  readonly id: string;
  readonly order?: string;
}

/** Fractional index keys compare as plain code units, never by locale; what has no order of its own goes by id. */
export function compareOrder(a: Sortable, b: Sortable): number {
  const left = a.order ?? '';
  const right = b.order ?? '';
  if (left !== right) return left < right ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Position of `item` in a sorted list, or of where it would be inserted. */
export function positionIn(list: readonly Sortable[], item: Sortable): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareOrder(list[middle]!, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

const LIST_OF_TYPE = {
  line: 'blocks',
  heading: 'blocks',
  pause: 'blocks',
  note: 'blocks',
  cue: 'blocks',
  speaker: 'speakers',
  track: 'tracks',
  clip: 'clips',
  marker: 'markers',
} as const satisfies Partial<Record<EpisodeRecord['type'], keyof DocumentIndex>>;

export function buildIndex(records: Iterable<EpisodeRecord>): DocumentIndex {
  const blocks: Block[] = [];
  const speakers: Speaker[] = [];
  const tracks: Track[] = [];
  const clips: Clip[] = [];
  const markers: Marker[] = [];
  for (const record of records) {
    if (isBlock(record)) blocks.push(record);
    else if (record.type === 'speaker') speakers.push(record);
    else if (record.type === 'track') tracks.push(record);
    else if (record.type === 'clip') clips.push(record);
    else if (record.type === 'marker') markers.push(record);
  }
  for (const list of [blocks, speakers, tracks, clips, markers]) list.sort(compareOrder);
  return { blocks, speakers, tracks, clips, markers };
}

/** The index after `leaving` records were replaced by `arriving` ones. */
export function updateIndex(
  index: DocumentIndex,
  leaving: readonly EpisodeRecord[],
  arriving: readonly EpisodeRecord[],
): DocumentIndex {
  const next: Record<string, readonly EpisodeRecord[]> = { ...index };
  for (const name of Object.keys(index) as (keyof DocumentIndex)[]) {
    const isHere = (record: EpisodeRecord) => record.type !== 'episode' && LIST_OF_TYPE[record.type] === name;
    next[name] = updateList(index[name], leaving.filter(isHere), arriving.filter(isHere));
  }
  return next as unknown as DocumentIndex;
}

/** Above this many changes one sort is cheaper than that many splices of a long list. */
const MOST_SPLICES = 32;

function updateList(
  list: readonly EpisodeRecord[],
  leaving: readonly EpisodeRecord[],
  arriving: readonly EpisodeRecord[],
): readonly EpisodeRecord[] {
  if (leaving.length + arriving.length === 0) return list;
  if (leaving.length + arriving.length > MOST_SPLICES) {
    const leavingIds = new Set(leaving.map((record) => record.id));
    return [...list.filter((record) => !leavingIds.has(record.id)), ...arriving].sort(compareOrder);
  }
  const next = [...list];
  for (const record of leaving) {
    const position = positionIn(next, record);
    if (next[position]?.id !== record.id) throw new Error(`The diff does not fit the document at ${record.id}`);
    next.splice(position, 1);
  }
  for (const record of arriving) next.splice(positionIn(next, record), 0, record);
  return next;
}
