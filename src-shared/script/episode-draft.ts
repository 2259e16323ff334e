/**
 * An episode as text readers see it: references by name and place instead of by id. What the script parser and every
 * importer hand to {@link assembleEpisode}.
 */
import type { Clip, Cue, EpisodeSettings, Heading, Line, Marker, Note, Pause } from '../document/records.ts';
import type { Samples } from '../units.ts';
import type { CastEntry } from './read-cast.ts';
import type { TrackEntryAt } from './read-tracks.ts';

/** A record without what only the document knows; `line` is where it stands in the source. */
type Draft<Stored, Reference extends string = never> = Omit<Stored, 'id' | 'order' | Reference> & {
  readonly line: number;
};

export type DraftLine = Draft<Line, 'speakerId' | 'takeId' | 'parts'> & {
  /** A label of the cast; null: whoever reads what names nobody. */
  readonly speakerLabel: string | null;
};
type DraftHeading = Draft<Heading, 'takeId'>;
type DraftPause = Draft<Pause>;
type DraftNote = Draft<Note>;
export type DraftCue = Draft<Cue, 'trackId'> & { readonly trackLabel: string };
export type DraftBlock = DraftLine | DraftHeading | DraftPause | DraftNote | DraftCue;

/** A place in the sequence, or on the clock. */
export type DraftPlace =
  | { readonly blockIndex: number; readonly edge: 'start' | 'end' }
  | { readonly atSample: Samples };

export type DraftClip = Draft<Clip, 'trackId' | 'anchor' | 'until'> & {
  readonly trackLabel: string;
  readonly place: DraftPlace;
  readonly until?: DraftPlace;
};

export type DraftMarker = Draft<Marker, 'anchor'> & { readonly place: DraftPlace };

export interface EpisodeDraft {
  readonly settings: Omit<EpisodeSettings, 'type' | 'id'>;
  readonly cast: readonly CastEntry[];
  /** Tracks that something is said of; the others follow from use (see planTracks). */
  readonly tracks: readonly TrackEntryAt[];
  readonly blocks: readonly DraftBlock[];
  readonly clips: readonly DraftClip[];
  readonly markers: readonly DraftMarker[];
}
