/** Whether sound can be the speech of a text: half an answer, or an endless one, decodes as well as a whole one. */
import { spokenRunsOf } from '#shared/script/inline.ts';
import { type Samples, samplesToMs } from '#shared/units.ts';

/**
 * Nobody says four hundred letters a second, at any speed a service offers; beyond a quarter of a second short answers
 * are left to the ear, since how long a text takes depends on what it says.
 */
const MIN_MS_PER_LETTER = 2.5;
const MIN_MS = 250;
/** Room for the slowest voice, and for what services add before and after. */
const MAX_MS_PER_LETTER = 2000;
const MAX_SPARE_MS = 60_000;

/** Why not, as a sentence; undefined where it can be. `text` as it was sent; '' where the service chose the words. */
export function implausibleLength(text: string, durationSamples: Samples): string | undefined {
  if (text.trim() === '') return undefined;
  const { runs, pausesSamples } = spokenRunsOf(text);
  const letters = runs.join('').match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const pausesMs = pausesSamples.reduce((sum, pause) => sum + samplesToMs(pause), 0);
  const durationMs = samplesToMs(durationSamples);
  const said = `${(durationMs / 1000).toFixed(2)} s for ${letters} letters`;
  if (durationMs < Math.min(MIN_MS, letters * MIN_MS_PER_LETTER)) return `it is too short to be this text: ${said}`;
  if (durationMs > MAX_SPARE_MS + letters * MAX_MS_PER_LETTER + pausesMs)
    return `it is too long to be this text: ${said}`;
  return undefined;
}
