import { gridLength } from '#shared/frame-grid.ts';
import type { ProgrammeSource } from '#shared/mix/master.ts';
import { type Samples, samples, samplesToSeconds, secondsToSamples, ZERO_SAMPLES } from '#shared/units.ts';
import { isMp4 } from '../export-format.ts';
import { aacCoder, usualQuality } from './aac-coder.ts';
import { ADTS_HEADER } from './adts.ts';
import { type CoderSettings, encodeAlone, type WorkOptions } from './segment-coder.ts';

const STRETCHES = 12;
const STRETCH = secondsToSamples(2);
const NEAR_ENOUGH = 0.02;
const MOST_ATTEMPTS = 3;
/** What the encoder takes; beyond, the sound is too simple to need the rate, or too rich. */
const LOWEST = 0.1;
const HIGHEST = 10;

/**
 * The settings with the AAC quality at which this programme has the bit rate of its preset, found on half a minute of it. Other
 * formats need none. The number belongs to the file: keep it with the gain, or all segments are other bytes. Throws as
 * encoding does.
 */
export async function settleAacQuality(
  settings: CoderSettings,
  programme: { readonly source: ProgrammeSource; readonly durationSamples: Samples },
  { signal }: WorkOptions = {},
): Promise<CoderSettings> {
  if (!isMp4(settings.format) || settings.aacQuality !== undefined) return settings;
  const sample = sampleOf(programme);
  let aacQuality = usualQuality(settings);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const tried = { ...settings, aacQuality };
    const ratio = settings.encodedAs.bitrateKbps / (await rateOfSample(tried, sample, signal));
    // Digital silence has no rate to speak of.
    if (!Number.isFinite(ratio) || ratio > HIGHEST / LOWEST) return { ...settings, aacQuality: usualQuality(settings) };
    if (Math.abs(ratio - 1) <= NEAR_ENOUGH) break;
    aacQuality = Math.min(HIGHEST, Math.max(LOWEST, aacQuality * ratio));
  }
  return { ...settings, aacQuality: Number(aacQuality.toFixed(3)) };
}

interface Sample {
  readonly source: ProgrammeSource;
  readonly durationSamples: Samples;
}

/** Stretches spread evenly over a long programme, end to end; a short one as it is. */
function sampleOf({ source, durationSamples }: Sample): Sample {
  if (durationSamples <= STRETCHES * STRETCH) return { source, durationSamples };
  const distance = Math.floor((durationSamples - STRETCH) / (STRETCHES - 1));
  return {
    durationSamples: samples(STRETCHES * STRETCH),
    source: {
      render(startSample, left, right) {
        for (let done = 0; done < left.length; ) {
          const index = Math.floor((startSample + done) / STRETCH);
          const inside = startSample + done - index * STRETCH;
          const end = Math.min(left.length, done + STRETCH - inside);
          source.render(index * distance + inside, left.subarray(done, end), right.subarray(done, end));
          done = end;
        }
      },
    },
  };
}

/** In kbit/s, without the headers that a finished file does not have. */
async function rateOfSample(
  settings: CoderSettings,
  { source, durationSamples }: Sample,
  signal: AbortSignal | undefined,
): Promise<number> {
  const coder = aacCoder(settings);
  const job = { source, startSample: ZERO_SAMPLES, endSample: durationSamples, durationSamples };
  const { bytes, frames } = await encodeAlone(coder, job, signal ? { signal } : {});
  const seconds = samplesToSeconds(gridLength(coder.grid, frames));
  return ((bytes.length - frames * ADTS_HEADER) * 8) / 1000 / seconds;
}
