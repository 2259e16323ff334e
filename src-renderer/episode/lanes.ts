/** The timeline's lanes: a track each, with what lies on it. */
import { type EpisodeDocument, speakersOf, tracksOf } from '#shared/document/episode-document.ts';
import type { Speaker, Track } from '#shared/document/records.ts';
import type { RecordId } from '#shared/ids.ts';
import type { Layout, PlacedClip } from '#shared/layout/layout.ts';
import { addSamples, type Samples } from '#shared/units.ts';
import { type Colour, speakerColour, trackColour } from './colours.ts';
import type { LineRow, ScriptRow } from './script-rows.ts';

export interface LaneClip {
  readonly placed: PlacedClip;
  readonly endSample: Samples;
  readonly colour: Colour;
  /** What is written on it: the words of a line, or a title. */
  readonly label: string;
  /** Of a line that names one, or has one by default. */
  readonly speaker: string | null;
  /** Of a line; null for sounds and headings. */
  readonly lineNumber: number | null;
}

export interface Lane {
  readonly track: Track;
  readonly label: string;
  readonly colour: Colour;
  /** By start. */
  readonly clips: readonly LaneClip[];
  /** The longest clip: how far before a window one has to look for what reaches into it. */
  readonly longestSamples: number;
}

export function lanesOf(document: EpisodeDocument, layout: Layout, rows: readonly ScriptRow[]): readonly Lane[] {
  const rowById = new Map(rows.map((row) => [row.id, row]));
  const cast = speakersOf(document);
  const clipsByTrack = Map.groupBy(layout.clips, (clip) => clip.trackId);
  const partsByRecord = Map.groupBy(layout.clips, (clip) => clip.recordId);
  return tracksOf(document).flatMap((track) => {
    const speakers = cast.filter((speaker) => speaker.trackId === track.id);
    const placed = clipsByTrack.get(track.id) ?? [];
    // The dialogue track of nobody in the cast is noise until something lies on it.
    if (track.kind === 'dialogue' && speakers.length === 0 && placed.length === 0) return [];
    const colour = laneColour(track, speakers, cast);
    const clips = placed.map((clip) => laneClip(clip, rowById.get(clip.recordId), colour, partsByRecord));
    const label = speakers.length > 0 ? speakers.map(({ name }) => name).join(', ') : track.name;
    const longestSamples = clips.reduce((longest, clip) => Math.max(longest, clip.placed.durationSamples), 0);
    return [{ track, label, colour, clips, longestSamples }];
  });
}

function laneColour(track: Track, speakers: readonly Speaker[], cast: readonly Speaker[]): Colour {
  const [speaker] = speakers;
  if (speaker) return speakerColour(speaker, cast.indexOf(speaker));
  return track.kind === 'dialogue' ? speakerColour(undefined, 0) : trackColour(track.kind);
}

function laneClip(
  placed: PlacedClip,
  row: ScriptRow | undefined,
  laneColour: Colour,
  partsByRecord: ReadonlyMap<RecordId, readonly PlacedClip[]>,
): LaneClip {
  const endSample = addSamples(placed.startSample, placed.durationSamples);
  const plain = { placed, endSample, colour: laneColour, speaker: null, lineNumber: null };
  switch (row?.kind) {
    case 'line': {
      const parts = partsByRecord.get(placed.recordId) ?? [];
      const label = wordsOfPart(row, parts.indexOf(placed), parts.length);
      return { ...plain, colour: row.colour, speaker: row.speaker, label, lineNumber: row.number };
    }
    case 'heading':
      return { ...plain, label: row.text };
    case 'sound':
      return { ...plain, label: row.title };
    default:
      return { ...plain, label: '' };
  }
}

/** A line cut at its pauses has a clip for each stretch, with the words of that stretch; cut otherwise, all words. */
function wordsOfPart(row: LineRow, index: number, count: number): string {
  const stretches: string[] = [''];
  for (const token of row.tokens) {
    if (token.kind === 'text') stretches[stretches.length - 1] += token.text;
    else if (token.kind === 'pause') stretches.push('');
  }
  const words = stretches.map((stretch) => stretch.replace(/\s+/g, ' ').trim()).filter((stretch) => stretch !== '');
  return (words.length === count ? words[index] : undefined) ?? words.join(' ');
}

/** Clips that touch a half-open range, as a half-open range of indexes; some inside may not reach it. */
export function clipsBetween(lane: Lane, fromSample: number, toSample: number): { first: number; end: number } {
  return {
    first: lowerBound(lane.clips, fromSample - lane.longestSamples),
    end: lowerBound(lane.clips, toSample),
  };
}

/** The first clip that starts at or after a position. */
function lowerBound(clips: readonly LaneClip[], sample: number): number {
  let low = 0;
  let high = clips.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (clips[middle]!.placed.startSample < sample) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The topmost clip of a lane at a position: of those that overlap, the one that starts last. */
export function clipAt(lane: Lane, sample: number): LaneClip | null {
  const { first, end } = clipsBetween(lane, sample, sample + 1);
  for (let index = end - 1; index >= first; index--) {
    const clip = lane.clips[index]!;
    if (clip.endSample > sample) return clip;
  }
  return null;
}

export function clipsOfRecord(lanes: readonly Lane[], recordId: RecordId): readonly LaneClip[] {
  return lanes.flatMap((lane) => lane.clips.filter((clip) => clip.placed.recordId === recordId));
}
