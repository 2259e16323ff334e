/** A line's take from the answers to its requests. */
import type { TakeId } from '#shared/ids.ts';
import type { Take, TakeCue, TakeSegment } from '#shared/media.ts';
import {
  addSamples,
  maxSamples,
  minSamples,
  msToSamples,
  type Samples,
  samples,
  subtractSamples,
} from '#shared/units.ts';
import type { SpeechBounds } from '../library/assets.ts';
import type { StoredUtterance } from '../library/utterances.ts';
import type { BlockRequests, PlannedUtterance } from './speech-request.ts';

export interface SpokenUtterance {
  readonly stored: StoredUtterance;
  readonly durationSamples: Samples;
  readonly speech: SpeechBounds;
}

/**
 * Heard between two pieces of one run, which the layout puts one behind the other. It is made of the voice's own
 * silence around the pieces, so there may be less.
 */
const SENTENCE_PAUSE = msToSamples(350);

/** `spoken` answers `requests.utterances`, one for one. */
export function takeFromUtterances(
  requests: BlockRequests,
  spoken: readonly SpokenUtterance[],
  identity: { readonly id: TakeId; readonly createdAtMs: number },
): Take {
  const currency = spoken.find(({ stored }) => stored.currency !== undefined)?.stored.currency;
  return {
    ...identity,
    requestHash: requests.requestHash,
    provider: requests.provider.id,
    voiceId: requests.voiceId,
    model: requests.model,
    text: requests.utterances.map(({ request }) => request.text).join(' '),
    segments: segmentsOf(requests.utterances, spoken),
    cues: spoken.flatMap(cuesOf),
    billedCharacters: sum(spoken.map(({ stored }) => stored.billedCharacters)),
    cost: sum(spoken.map(({ stored }) => stored.cost)),
    ...(currency === undefined ? {} : { currency }),
  };
}

function segmentsOf(planned: readonly PlannedUtterance[], spoken: readonly SpokenUtterance[]): readonly TakeSegment[] {
  const segments = planned.map(({ runIndex, requestHash }, index): TakeSegment => {
    const { stored, durationSamples, speech } = spoken[index]!;
    return { assetId: stored.assetId, requestHash, runIndex, durationSamples, ...speech };
  });
  return segments.map((segment, index) => {
    const next = segments[index + 1];
    const before = segments[index - 1];
    const tail = next?.runIndex === segment.runIndex ? tailOf(segment) : samples(0);
    const lead =
      before?.runIndex === segment.runIndex
        ? minSamples(segment.speechStartSample, subtractSamples(SENTENCE_PAUSE, tailOf(before)))
        : samples(0);
    return {
      ...segment,
      speechStartSample: subtractSamples(segment.speechStartSample, lead),
      speechEndSample: addSamples(segment.speechEndSample, tail),
    };
  });
}

/** How much of the pause the silence after a segment's speech can be. */
function tailOf(segment: TakeSegment): Samples {
  const silence = subtractSamples(segment.durationSamples, segment.speechEndSample);
  return maxSamples(samples(0), minSamples(silence, SENTENCE_PAUSE));
}

function cuesOf({ stored, durationSamples }: SpokenUtterance, segmentIndex: number): readonly TakeCue[] {
  return stored.cues.map(({ startMs, endMs, text }) => ({
    segmentIndex,
    startSample: minSamples(msToSamples(startMs), durationSamples),
    endSample: minSamples(msToSamples(endMs), durationSamples),
    text,
  }));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
