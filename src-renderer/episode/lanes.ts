/** The timeline's lanes: a track each, with what lies on it. */
import { type EpisodeDocument, speakersOf, tracksOf } from '#shared/document/episode-document.ts';
import type { Speaker, Track } from '#shared/document/records.ts';
import type { RecordId } from '#shared/ids.ts';
import type { Layout, PlacedClip } from '#shared/layout/layout.ts';
import { addSamples, type Samples } from '#shared/units.ts';
import { type Colour, speakerColour, trackColour } from './colours.ts';
import { readableTokens } from './line-tokens.ts';
import type { LineRow, ScriptRow } from './script-rows.ts';

/** What a clip shows beside its place is looked up when it is asked for: of 30,000 clips a window shows some hundred. */
export class LaneClip {
  readonly placed: PlacedClip;
  readonly endSample: Samples;
  readonly #facts: LaneFacts;
  readonly #laneColour: Colour;

  constructor(placed: PlacedClip, laneColour: Colour, facts: LaneFacts) {
    this.placed = placed;
    this.endSample = addSamples(placed.startSample, placed.durationSamples);
    this.#laneColour = laneColour;
    this.#facts = facts;
  }

  get colour(): Colour {
    const row = this.#row;
    return row?.kind === 'line' ? row.colour : this.#laneColour;
  }

  /** What is written on it: the words of a line, or a title. */
  get label(): string {
    const row = this.#row;
    switch (row?.kind) {
      case 'line':
        return wordsOfPart(row, this.placed, this.#facts.partsOf(row.id));
      case 'heading':
        return row.record.text;
      case 'sound':
        return row.record.title;
      default:
        return '';
    }
  }

  /** Of a line that names one, or has one by default. */
  get speaker(): string | null {
    const row = this.#row;
    return row?.kind === 'line' ? row.speaker : null;
  }

  /** Of a line; null for sounds and headings. */
  get lineNumber(): number | null {
    const row = this.#row;
    return row?.kind === 'line' ? row.number : null;
  }

  get #row(): ScriptRow | undefined {
    return this.#facts.rowOf(this.placed.recordId);
  }
}

interface LaneFacts {
  rowOf(id: RecordId): ScriptRow | undefined;
  partsOf(id: RecordId): readonly PlacedClip[];
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

export function lanesOf(
  document: EpisodeDocument,
  layout: Layout,
  rowOf: (id: RecordId) => ScriptRow | undefined,
): readonly Lane[] {
  let partsByRecord: Map<RecordId, readonly PlacedClip[]> | undefined;
  const facts: LaneFacts = {
    rowOf,
    partsOf: (id) => {
      partsByRecord ??= Map.groupBy(layout.clips, (clip) => clip.recordId);
      return partsByRecord.get(id) ?? [];
    },
  };
  const cast = speakersOf(document);
  const clipsByTrack = Map.groupBy(layout.clips, (clip) => clip.trackId);
  return tracksOf(document).flatMap((track) => {
    const speakers = cast.filter((speaker) => speaker.trackId === track.id);
    const placed = clipsByTrack.get(track.id) ?? [];
    // The dialogue track of nobody in the cast is noise until something lies on it.
    if (track.kind === 'dialogue' && speakers.length === 0 && placed.length === 0) return [];
    const colour = laneColour(track, speakers, cast);
    const clips = placed.map((clip) => new LaneClip(clip, colour, facts));
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

/** A line cut at its pauses has a clip for each stretch, with the words of that stretch; cut otherwise, all words. */
function wordsOfPart(row: LineRow, clip: PlacedClip, parts: readonly PlacedClip[]): string {
  const stretches: string[] = [''];
  for (const token of readableTokens(row.record.text)) {
    if (token.kind === 'text') stretches[stretches.length - 1] += token.text;
    else if (token.kind === 'pause') stretches.push('');
  }
  const words = stretches.map((stretch) => stretch.replace(/\s+/g, ' ').trim()).filter((stretch) => stretch !== '');
  return (words.length === parts.length ? words[parts.indexOf(clip)] : undefined) ?? words.join(' ');
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
