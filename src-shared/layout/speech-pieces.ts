/** Where the stretches of a line's take lie, counted from the start of the line. */
import type { LinePart, SpokenBlock } from '../document/records.ts';
import type { AssetId } from '../ids.ts';
import type { MediaIndex, Take } from '../media.ts';
import type { SpokenRuns } from '../script/inline.ts';
import { type Samples, samples, ZERO_SAMPLES } from '../units.ts';
import { EDGE_FADE_SAMPLES, fitFades } from './fades.ts';
import { type SpeechText, speechTextOf } from './spoken-text.ts';

export interface SpeechPiece {
  /** null: not spoken yet, or the audio cannot be found. */
  readonly assetId: AssetId | null;
  /** Into the take's segments; null for an estimate. */
  readonly segmentIndex: number | null;
  readonly offsetSamples: Samples;
  readonly durationSamples: Samples;
  readonly sourceStartSample: Samples;
  readonly gainDb: number;
  readonly fadeInSamples: Samples;
  readonly fadeOutSamples: Samples;
}

export interface LaidSpeech {
  /** In the order they are heard. */
  readonly pieces: readonly SpeechPiece[];
  /** Latest end of a piece. */
  readonly durationSamples: Samples;
  /** Some of it cannot be played yet. */
  readonly isEstimated: boolean;
  readonly runs: SpokenRuns;
}

/**
 * Lays a line or a spoken heading. Without a take its length is guessed from the text. Where the take is known and
 * only an audio file is missing, the lengths are known and hold, so that nothing moves when the file is found.
 */
export function laySpeech(block: SpokenBlock, media: MediaIndex): LaidSpeech {
  const text = speechTextOf(block);
  const { runs } = text;
  const gainDb = block.type === 'line' ? block.gainDb : 0;
  const take = block.takeId === undefined ? undefined : media.take(block.takeId);
  if (!take) return layEstimate(text, gainDb);
  const ownParts = block.type === 'line' && block.parts?.takeId === take.id ? block.parts.list : null;
  const pieces = layParts(ownParts ?? defaultParts(take, runs), take, media, gainDb);
  return {
    pieces,
    durationSamples: endOf(pieces),
    isEstimated: pieces.some((piece) => piece.assetId === null),
    runs,
  };
}

function endOf(pieces: readonly SpeechPiece[]): Samples {
  return samples(pieces.reduce((end, piece) => Math.max(end, piece.offsetSamples + piece.durationSamples), 0));
}

/**
 * A take as parts, the way it is heard before anyone edits them: the speech of each segment, with the pauses of the
 * text between segments that speak different runs. Editing starts from these.
 */
export function defaultParts(take: Take, runs: SpokenRuns): readonly LinePart[] {
  const parts: LinePart[] = [];
  let lastRun = 0;
  take.segments.forEach((segment, segmentIndex) => {
    if (segment.speechEndSample <= segment.speechStartSample) return;
    // A stale take may know runs that the text has no longer: then there is no pause to insert.
    const between = parts.length === 0 ? [] : runs.pausesSamples.slice(lastRun, Math.max(lastRun, segment.runIndex));
    lastRun = segment.runIndex;
    parts.push({
      segmentIndex,
      startSample: segment.speechStartSample,
      endSample: segment.speechEndSample,
      gapBeforeSamples: samples(between.reduce((sum, pause) => sum + pause, 0)),
      gainDb: 0,
      fadeInSamples: ZERO_SAMPLES,
      fadeOutSamples: ZERO_SAMPLES,
    });
  });
  return parts;
}

function layEstimate({ runs, estimateSamples: durationSamples }: SpeechText, gainDb: number): LaidSpeech {
  if (durationSamples === 0) return { pieces: [], durationSamples, isEstimated: false, runs };
  const piece: SpeechPiece = {
    assetId: null,
    segmentIndex: null,
    offsetSamples: ZERO_SAMPLES,
    durationSamples,
    sourceStartSample: ZERO_SAMPLES,
    gainDb,
    ...fitFades(durationSamples, EDGE_FADE_SAMPLES, EDGE_FADE_SAMPLES),
  };
  return { pieces: [piece], durationSamples, isEstimated: true, runs };
}

function layParts(parts: readonly LinePart[], take: Take, media: MediaIndex, gainDb: number): readonly SpeechPiece[] {
  const pieces: SpeechPiece[] = [];
  let position = 0;
  parts.forEach((part, index) => {
    const segment = take.segments[part.segmentIndex];
    const end = Math.min(part.endSample, segment?.durationSamples ?? part.endSample);
    if (end <= part.startSample) return;
    const durationSamples = end - part.startSample;
    const offset = pieces.length === 0 ? 0 : Math.max(0, position + part.gapBeforeSamples);
    pieces.push({
      assetId: segment && media.asset(segment.assetId) ? segment.assetId : null,
      segmentIndex: part.segmentIndex,
      offsetSamples: samples(offset),
      durationSamples: samples(durationSamples),
      sourceStartSample: part.startSample,
      gainDb: gainDb + part.gainDb,
      ...fitFades(
        durationSamples,
        edgeFade(part.fadeInSamples, parts[index - 1], part),
        edgeFade(part.fadeOutSamples, part, parts[index + 1]),
      ),
    });
    position = offset + durationSamples;
  });
  return pieces;
}

/**
 * The fade at the edge between two neighbouring parts (undefined: the line ends there). A cut that nobody has opened
 * is not audible and has none; parts that overlap cross over; every other edge is kept from clicking.
 */
function edgeFade(ownSamples: Samples, left: LinePart | undefined, right: LinePart | undefined): number {
  if (!left || !right) return Math.max(ownSamples, EDGE_FADE_SAMPLES);
  const isUncut =
    left.segmentIndex === right.segmentIndex && left.endSample === right.startSample && right.gapBeforeSamples === 0;
  if (isUncut) return ownSamples;
  return Math.max(ownSamples, EDGE_FADE_SAMPLES, 0 - right.gapBeforeSamples);
}
