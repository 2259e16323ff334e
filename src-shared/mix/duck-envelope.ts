import type { Duck } from '../document/records.ts';
import { addSamples, dbToLinear, maxSamples, msToSamples, type Samples, subtractSamples } from '../units.ts';
import type { EnvelopePoint } from './mix-plan.ts';

/** A half-open stretch in which somebody speaks. */
export interface SpeechRange {
  readonly startSample: Samples;
  readonly endSample: Samples;
}

/** A bed that comes up between two sentences and goes down again pumps; pauses below this stay ducked. */
const SHORTEST_RELEASED_GAP = msToSamples(850);
/** A faster ramp is a click. */
const SHORTEST_RAMP = msToSamples(5);

/**
 * The gain of a track that makes room for speech. The positions of speech are known, so the ramp down *ends* at the
 * first syllable instead of starting there; after the last one the gain stays down for the hold, then rises.
 * A gap too short for hold, release and the next attack, or shorter than 0.85 s, does not release: ramps are always whole.
 *
 * @param speech sorted by start; may overlap.
 * @returns points with linear gains, sorted; constant outside; empty when there is nothing to duck for.
 */
export function duckEnvelope(duck: Duck, speech: readonly SpeechRange[]): EnvelopePoint[] {
  if (duck.depthDb === 0) return [];
  const gain = dbToLinear(-duck.depthDb);
  const attack = maxSamples(msToSamples(duck.attackMs), SHORTEST_RAMP);
  const hold = msToSamples(duck.holdMs);
  const release = maxSamples(msToSamples(duck.releaseMs), SHORTEST_RAMP);
  const shortestGap = maxSamples(SHORTEST_RELEASED_GAP, addSamples(addSamples(attack, hold), release));

  return mergeRanges(speech, shortestGap).flatMap(({ startSample, endSample }) => {
    const heldUntil = addSamples(endSample, hold);
    return [
      { atSample: subtractSamples(startSample, attack), gain: 1 },
      { atSample: startSample, gain },
      { atSample: heldUntil, gain },
      { atSample: addSamples(heldUntil, release), gain: 1 },
    ];
  });
}

function mergeRanges(ranges: readonly SpeechRange[], shortestGap: Samples): SpeechRange[] {
  const merged: SpeechRange[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last && range.startSample - last.endSample < shortestGap) {
      merged[merged.length - 1] = { ...last, endSample: maxSamples(last.endSample, range.endSample) };
    } else {
      merged.push({ startSample: range.startSample, endSample: range.endSample });
    }
  }
  return merged;
}
