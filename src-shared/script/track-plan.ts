/** Which tracks an episode gets from what its script says and leaves unsaid. */
import { DEFAULT_DUCK } from '../document/new-episode.ts';
import type { Duck, Track } from '../document/records.ts';

/** A cast member, as far as tracks are concerned. */
export interface CastVoice {
  /** As written before a line and as the key in `cast`. */
  readonly label: string;
  readonly name: string;
  /** Absent: a dialogue track of the member's own. */
  readonly trackLabel?: string;
}

/** An entry of `tracks`; what is absent has its default. */
export interface TrackEntry {
  readonly label: string;
  readonly name?: string;
  readonly kind?: Track['kind'];
  readonly gainDb?: number;
  readonly pan?: number;
  readonly isMuted?: boolean;
  /** null: no ducking, where the kind would have it. */
  readonly duck?: Duck | null;
}

export interface PlannedTrack extends Pick<Track, 'name' | 'kind' | 'gainDb' | 'pan' | 'isMuted' | 'duck'> {
  readonly label: string;
}

/** Where a sound lies that names no track. */
export const DEFAULT_SOUND_TRACK = 'effects';
/** Where is heard what nobody in the cast reads. */
const DEFAULT_DIALOGUE_TRACK = 'dialogue';

const MUSIC_NAME = /(?<!\p{L})(?:music|bed|score|theme|underscore)(?!\p{L})|音乐|音樂|配乐|配樂/iu;

/**
 * Top to bottom: a dialogue track for each cast member that `entries` do not place, then the entries as written, then
 * the tracks that sounds name and nobody described (`usedLabels`, by first use). An episode without any dialogue track
 * gets one on top.
 */
export function planTracks(
  cast: readonly CastVoice[],
  entries: readonly TrackEntry[],
  usedLabels: readonly string[],
): readonly PlannedTrack[] {
  const listed = new Set(entries.map((entry) => entry.label));
  const spokenOn = new Map(cast.map((voice) => [voice.trackLabel ?? voice.label, voice]));
  const planned: PlannedTrack[] = [];
  for (const [label, voice] of spokenOn) {
    if (!listed.has(label)) planned.push(planTrack({ label, name: label === voice.label ? voice.name : label }, true));
  }
  for (const entry of entries) planned.push(planTrack(entry, spokenOn.has(entry.label)));
  const known = new Set(planned.map((track) => track.label));
  for (const label of new Set(usedLabels)) if (!known.has(label)) planned.push(planTrack({ label }, false));
  if (!planned.some((track) => track.kind === 'dialogue')) {
    planned.unshift(planTrack({ label: freeLabel(planned) }, true));
  }
  return planned;
}

function planTrack(entry: TrackEntry, isSpokenOn: boolean): PlannedTrack {
  const name = entry.name ?? entry.label;
  const kind = entry.kind ?? (isSpokenOn ? 'dialogue' : MUSIC_NAME.test(entry.label) ? 'music' : 'effects');
  const duck = entry.duck === undefined && kind === 'music' ? DEFAULT_DUCK : (entry.duck ?? null);
  return {
    label: entry.label,
    name,
    kind,
    gainDb: entry.gainDb ?? 0,
    pan: entry.pan ?? 0,
    isMuted: entry.isMuted ?? false,
    ...(duck && { duck }),
  };
}

function freeLabel(tracks: readonly PlannedTrack[]): string {
  const taken = new Set(tracks.flatMap((track) => [track.label, track.name]));
  let label = DEFAULT_DIALOGUE_TRACK;
  for (let count = 2; taken.has(label); count++) label = `${DEFAULT_DIALOGUE_TRACK} ${count}`;
  return label;
}
