import { planarFromPcm } from '../../audio/pcm-samples.ts';
import { rateOf, widthOf } from '../encoder-options.ts';
import { BYTES_OF_WIDTH, pcmBytes } from '../pcm-bytes.ts';
import { exactGrid } from './exact-grid.ts';
import { identityOf, rollSamples } from './frame-coder.ts';
import type { CoderSettings, FreshSegment, HeardPiece, SegmentCoder, SegmentJob } from './segment-coder.ts';
import { segmentSound } from './segment-sound.ts';
import { spanOf } from './segment-span.ts';

const ROLLS = { framesBefore: 0, framesAfter: 0 };
/** Whole frames of any width and channel count. */
const BATCH_BYTES = 12 << 14;

/** Samples as they are, rounded; no encoder. At the project's rate any place is one to cut. */
export function wavCoder(settings: CoderSettings): SegmentCoder {
  const { channels, encodedAs } = settings;
  const grid = exactGrid(rateOf('wav', encodedAs), 1);
  const width = widthOf('wav', encodedAs);
  const encodeOne = async (job: SegmentJob, signal: AbortSignal | undefined): Promise<FreshSegment> => {
    const span = spanOf(job, grid, ROLLS);
    const sound = segmentSound(job, span, { ...ROLLS, ...grid, channels }, signal);
    const bytes = new Uint8Array(span.sampleCount * channels * BYTES_OF_WIDTH[width]);
    let at = 0;
    for await (const piece of pcmBytes(sound, width)) {
      bytes.set(piece, at);
      at += piece.length;
    }
    if (at !== bytes.length) throw new RangeError(`A segment of ${bytes.length} bytes came out with ${at}`);
    return { bytes, frames: span.sampleCount, sampleCount: span.sampleCount, facts: {}, around: NOTHING };
  };
  return {
    grid,
    sampleRateHz: grid.rateHz,
    ...rollSamples(grid, ROLLS),
    identity: identityOf(settings, [width, String(grid.rateHz)]),
    encode: async function* ({ source, durationSamples, edges }, { signal } = {}) {
      for (const [index, endSample] of edges.slice(1).entries()) {
        yield encodeOne({ source, durationSamples, startSample: edges[index]!, endSample }, signal);
      }
    },
    decode: async function* (segments): AsyncGenerator<HeardPiece> {
      for await (const segment of segments) {
        const { bytes } = segment;
        for (let at = 0; at < bytes.length; at += BATCH_BYTES) {
          const block = planarFromPcm(bytes.subarray(at, at + BATCH_BYTES), width, channels);
          yield { block, ended: at + BATCH_BYTES >= bytes.length ? segment : null };
        }
      }
    },
  };
}

const NOTHING = { before: new Uint8Array(0), framesBefore: 0, after: new Uint8Array(0) };
