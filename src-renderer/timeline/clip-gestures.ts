/** What a pointer does to clips: each takes hold when the drag begins and turns every movement into commands. */
import type { Command } from '#shared/document/commands.ts';
import type { RecordId } from '#shared/ids.ts';
import type { EpisodeModel } from '../episode/episode-model.ts';
import { LABEL_HEIGHT_PX } from './draw-clip.ts';
import { type ClipTarget, endOf, startOf } from './edits/editable.ts';
import { gainOf, roundGain, setFade, setGain } from './edits/level-clip.ts';
import { ClipMove } from './edits/move-clips.ts';
import { snapDelta, snapPlaces } from './edits/snap.ts';
import { trimOf } from './edits/trim-clip.ts';
import { waveformHeight, yToGain, type Zone } from './hit-test.ts';
import type { TimelineView } from './timeline-view.ts';

/** How far the pointer is from where it took hold, and how it is held. */
export interface Pull {
  readonly deltaSamples: number;
  /** Within the clip's box. */
  readonly y: number;
  readonly boxHeightPx: number;
  /** Under the pointer; null: none, or one for speech. */
  readonly soundTrackId: RecordId | null;
  readonly isSnapping: boolean;
  /** Shift: what is dragged hangs on what is nearest. */
  readonly isReanchoring: boolean;
}

export interface PullResult {
  /** Computed from where the drag began. Empty: as it was. */
  readonly commands: readonly Command[];
  readonly guideSample: number | null;
  /** What to write beside the pointer. */
  readonly badge: { readonly kind: 'seconds' | 'decibels'; readonly value: number } | null;
}

export interface ClipGesture {
  pull(pull: Pull): PullResult;
}

export interface GestureSource {
  readonly model: EpisodeModel;
  readonly target: ClipTarget;
  /** The target among them. */
  readonly selected: readonly ClipTarget[];
  readonly view: TimelineView;
  readonly playheadSample: number;
  readonly range: { readonly startSample: number; readonly endSample: number } | null;
  readonly isRipple: boolean;
}

/** null: what is under the pointer cannot be changed like that. */
export function clipGesture(zone: Zone, source: GestureSource): ClipGesture | null {
  switch (zone) {
    case 'body':
      return moveGesture(source);
    case 'start':
    case 'end':
      return trimGesture(source, zone);
    case 'fadeIn':
    case 'fadeOut':
      return fadeGesture(source, zone === 'fadeIn' ? 'in' : 'out');
    case 'gain':
      return gainGesture(source);
  }
}

function placesOf({ model, playheadSample, range }: GestureSource, isMoving: (id: RecordId) => boolean): Float64Array {
  return snapPlaces({ layout: model.layout, playheadSample, range, isMoving });
}

function moveGesture(source: GestureSource): ClipGesture | null {
  const { model, selected, target, view } = source;
  const move = new ClipMove(model, selected, source.isRipple);
  if (move.isEmpty) return null;
  const places = placesOf(source, (id) => move.isMoving(id));
  const edges = [startOf(target), endOf(target)];
  return {
    pull({ deltaSamples, isSnapping, isReanchoring, soundTrackId }) {
      const snapped = isSnapping ? snapDelta(edges, deltaSamples, places, view) : { deltaSamples, guideSample: null };
      const delta = move.clamp(snapped.deltaSamples);
      const commands = move.commands(delta, {
        isReanchoring,
        ...(move.hasOnlySounds && soundTrackId !== null ? { trackId: soundTrackId } : {}),
      });
      return {
        commands,
        guideSample: delta === Math.round(snapped.deltaSamples) ? snapped.guideSample : null,
        badge: { kind: 'seconds', value: delta },
      };
    },
  };
}

function trimGesture(source: GestureSource, edge: 'start' | 'end'): ClipGesture | null {
  const { model, target, view } = source;
  const trim = trimOf(model, target, edge, source.isRipple);
  if (!trim) return null;
  const own = target.placed.recordId;
  const places = placesOf(source, (id) => id === own);
  const edges = [edge === 'start' ? startOf(target) : endOf(target)];
  return {
    pull({ deltaSamples, isSnapping }) {
      const snapped = isSnapping ? snapDelta(edges, deltaSamples, places, view) : { deltaSamples, guideSample: null };
      const delta = trim.clamp(snapped.deltaSamples);
      return {
        commands: trim.commands(delta),
        guideSample: delta === Math.round(snapped.deltaSamples) ? snapped.guideSample : null,
        badge: { kind: 'seconds', value: delta },
      };
    },
  };
}

function fadeGesture({ model, target }: GestureSource, edge: 'in' | 'out'): ClipGesture | null {
  if (target.kind === 'heading') return null;
  const began = edge === 'in' ? target.placed.fadeInSamples : target.placed.fadeOutSamples;
  return {
    pull({ deltaSamples }) {
      const length = Math.min(
        endOf(target) - startOf(target),
        Math.max(0, began + (edge === 'in' ? deltaSamples : -deltaSamples)),
      );
      return {
        commands: setFade(model, target, edge, length),
        guideSample: null,
        badge: { kind: 'seconds', value: length },
      };
    },
  };
}

function gainGesture({ model, target }: GestureSource): ClipGesture | null {
  const began = gainOf(model, target);
  if (began === null) return null;
  return {
    pull({ y, boxHeightPx }) {
      const gainDb = roundGain(yToGain(y - LABEL_HEIGHT_PX, waveformHeight(boxHeightPx)));
      return {
        commands: gainDb === began ? [] : setGain(model, target, gainDb),
        guideSample: null,
        badge: { kind: 'decibels', value: gainDb },
      };
    },
  };
}
