import type { ByteReader } from './byte-reader.ts';
import { type PlanarBlock, planarFromPcm } from './pcm-samples.ts';
import { parseWavHeader, type WavFormat, type WavHeader } from './wav-format.ts';

const FRAMES_PER_BLOCK = 16_384;
const FIRST_LOOK = 1 << 12;
/** The most that may stand before the sound (artwork in an `id3 ` chunk); beyond is damage. */
const LONGEST_HEADER = 1 << 26;

/** Reads up to the first sample. 'more': the file ends before it. */
export async function readWavHeader(reader: ByteReader): Promise<WavHeader> {
  for (let size = FIRST_LOOK; ; size *= 4) {
    const bytes = await reader.peek(size);
    const header = parseWavHeader(bytes);
    const isAll = bytes.length < size || size >= LONGEST_HEADER;
    if (header.kind === 'format') {
      // Whether a length of 0 means none or unknown depends on what follows the header.
      if (bytes.length < header.format.dataOffset + 4 && !isAll) continue;
      await reader.skip(header.format.dataOffset);
      return header;
    }
    if (header.kind === 'foreign' || isAll) return header;
  }
}

/**
 * The sound of a WAV file after its header. Stops at the declared length or at the end of the file, whichever is first:
 * comparing them is the caller's. An incomplete last frame is left out.
 */
export async function* wavBlocks(reader: ByteReader, format: WavFormat): AsyncGenerator<PlanarBlock> {
  const { encoding, channels } = format;
  const frameBytes = format.bytesPerSample * channels;
  let left = format.dataBytes ?? Number.POSITIVE_INFINITY;
  for (;;) {
    const bytes = await reader.take(Math.min(left, frameBytes * FRAMES_PER_BLOCK));
    left -= bytes.length;
    const whole = bytes.length - (bytes.length % frameBytes);
    if (whole === 0) return;
    yield planarFromPcm(bytes.subarray(0, whole), encoding, channels);
  }
}
