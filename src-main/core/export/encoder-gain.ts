import { LoudnessMeter } from '#shared/loudness/loudness-meter.ts';
import type { ProgrammeSource } from '#shared/mix/master.ts';
import { dbToLinear, PROJECT_RATE_HZ, samples, secondsToSamples } from '#shared/units.ts';
import { encodeAlone, type SegmentCoder, type WorkOptions } from './join/segment-coder.ts';

const PROBE_SAMPLES = secondsToSamples(2);
const PROBE_HZ = 997;
const PROBE_AMPLITUDE = 0.25;
/** Less is rounding. */
const LEAST_GAIN_DB = 0.01;

/**
 * How much louder an encoder makes what it gets, in decibels: LAME turns constant bit rates down by up to half a decibel,
 * by a table of its own, and there is no option against it. Found by encoding two seconds of a tone. Throws as the coder does.
 */
export async function probeTone(coder: SegmentCoder, channels: 1 | 2, options: WorkOptions = {}): Promise<number> {
  const whole = { startSample: samples(0), endSample: PROBE_SAMPLES, durationSamples: PROBE_SAMPLES };
  const encoded = await encodeAlone(coder, { source: TONE, ...whole }, options);
  const heard = new LoudnessMeter({ sampleRateHz: coder.sampleRateHz, channels });
  for await (const { block } of coder.decode([encoded], options)) heard.push(block);
  const gainDb = (heard.integratedLufs() ?? 0) - toneLufs(channels);
  return Math.abs(gainDb) < LEAST_GAIN_DB ? 0 : gainDb;
}

/** The same programme, louder by some decibels. */
export function amplified(source: ProgrammeSource, gainDb: number): ProgrammeSource {
  if (gainDb === 0) return source;
  const gain = dbToLinear(gainDb);
  return {
    render(startSample, left, right) {
      source.render(startSample, left, right);
      for (let i = 0; i < left.length; i++) {
        left[i] = left[i]! * gain;
        right[i] = right[i]! * gain;
      }
    },
  };
}

const TONE: ProgrammeSource = {
  render(startSample, left, right) {
    for (let i = 0; i < left.length; i++) {
      const turns = ((startSample + i) * PROBE_HZ) / secondsToSamples(1);
      left[i] = PROBE_AMPLITUDE * Math.sin(2 * Math.PI * turns);
      right[i] = left[i]!;
    }
  },
};

function toneLufs(channels: 1 | 2): number {
  const meter = new LoudnessMeter({ sampleRateHz: PROJECT_RATE_HZ, channels });
  const left = new Float32Array(PROBE_SAMPLES);
  const right = new Float32Array(PROBE_SAMPLES);
  TONE.render(0, left, right);
  meter.push(channels === 1 ? [left] : [left, right]);
  return meter.integratedLufs() ?? 0;
}
