import { describe, expect, it } from 'vitest';
import { pcmBytes } from '#core/export/pcm-bytes.ts';
import { type WavLayout, wavHeader, wavPadding } from '#core/export/wav-file.ts';

const LAYOUT: WavLayout = { sampleRateHz: 48_000, channels: 2, width: 's24', frames: 1000, cues: [], info: [] };

/** Chunks by name, their bodies; fails where sizes and padding do not fit. */
function chunksOf(header: Uint8Array): ReadonlyMap<string, Buffer> {
  const bytes = Buffer.from(header);
  const chunks = new Map<string, Buffer>();
  for (let at = 12; at < bytes.length; ) {
    const id = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    if (id === 'data') {
      expect(at + 8).toBe(bytes.length);
      return chunks.set(id, bytes.subarray(at + 4));
    }
    const name = id === 'LIST' ? bytes.toString('latin1', at + 8, at + 12) : id;
    chunks.set(name, bytes.subarray(at + 8, at + 8 + size));
    at += 8 + size + (size % 2);
  }
  throw new Error('no data chunk');
}

async function collect(blocks: readonly Float32Array[][], width: 's16' | 's24' | 'f32'): Promise<Buffer> {
  async function* each() {
    yield* blocks;
  }
  const parts: Uint8Array[] = [];
  for await (const part of pcmBytes(each(), width)) parts.push(part.slice());
  return Buffer.concat(parts);
}

describe('a WAV file', () => {
  it.each([
    ['s16', 1, 2],
    ['s24', 1, 3],
    ['f32', 3, 4],
  ] as const)('[EXP10] of %s says so', (width, tag, bytes) => {
    const format = chunksOf(wavHeader({ ...LAYOUT, width })).get('fmt ')!;
    const fields = [format.readUInt16LE(0), format.readUInt16LE(2), format.readUInt32LE(4), format.readUInt32LE(8)];
    expect(fields).toEqual([tag, 2, 48_000, 48_000 * 2 * bytes]);
    expect([format.readUInt16LE(12), format.readUInt16LE(14)]).toEqual([2 * bytes, 8 * bytes]);
  });

  it('[EXP10] has right sizes from the start, and an odd length of sound is padded', () => {
    const odd = { ...LAYOUT, channels: 1, frames: 1001 };
    const header = Buffer.from(wavHeader(odd));
    expect(chunksOf(header).get('data')!.readUInt32LE(0)).toBe(3003);
    expect(wavPadding(odd)).toHaveLength(1);
    expect(wavPadding(LAYOUT)).toHaveLength(0);
    expect(header.readUInt32LE(4)).toBe(header.length - 8 + 3003 + 1);
  });

  it('[EXP11] chapters are cue points with labels, ahead of the sound', () => {
    const cues = [
      { frame: 0, title: 'One' },
      { frame: 500, title: 'Zwölf' },
    ];
    const chunks = chunksOf(wavHeader({ ...LAYOUT, cues, info: [{ id: 'INAM', text: 'Name' }] }));
    const points = chunks.get('cue ')!;
    expect(points.readUInt32LE(0)).toBe(2);
    const second = points.subarray(28);
    expect([0, 4, 12, 16, 20].map((at) => second.readUInt32LE(at))).toEqual([2, 500, 0, 0, 500]);
    expect(second.toString('latin1', 8, 12)).toBe('data');
    const labels = chunks.get('adtl')!;
    expect(labels.toString('latin1', 4, 8)).toBe('labl');
    expect(labels.readUInt32LE(8)).toBe(8);
    expect(labels.toString('utf8', 16, 20)).toBe('One\0');
    expect(labels.readUInt32LE(28)).toBe(2);
    expect(labels.toString('utf8', 32, 39)).toBe('Zwölf\0');
    expect(chunks.get('INFO')!.toString('latin1', 4)).toBe('INAM\x05\0\0\0Name\0\0');
  });

  it('[EXP12] beyond 4 GiB it is RF64 with 64-bit sizes', () => {
    const frames = 750_000_000;
    const long = Buffer.from(wavHeader({ ...LAYOUT, frames }));
    expect(long.toString('latin1', 0, 4)).toBe('RF64');
    expect(long.readUInt32LE(4)).toBe(0xffff_ffff);
    expect(long.toString('latin1', 12, 16)).toBe('ds64');
    const chunks = chunksOf(long);
    const sizes = chunks.get('ds64')!;
    expect(sizes.readBigUInt64LE(0)).toBe(BigInt(frames * 6 + long.length - 8));
    expect(sizes.readBigUInt64LE(8)).toBe(BigInt(frames * 6));
    expect(sizes.readBigUInt64LE(16)).toBe(BigInt(frames));
    expect(chunks.get('data')!.readUInt32LE(0)).toBe(0xffff_ffff);
    const mostFrames = Math.floor((0xffff_ffff - 36) / 6);
    expect(Buffer.from(wavHeader({ ...LAYOUT, frames: mostFrames })).toString('latin1', 0, 4)).toBe('RIFF');
    expect(Buffer.from(wavHeader({ ...LAYOUT, frames: mostFrames + 1 })).toString('latin1', 0, 4)).toBe('RF64');
  });
});

describe('samples as bytes', () => {
  it('[EXP13] 24 bits are rounded to the nearest step, interleaved, and cut at full scale', async () => {
    const step = 2 ** -23;
    const left = Float32Array.of(0, step, -step, 1, -1, 2, -2);
    const right = Float32Array.of(0.5, 0.4 * step, 0.6 * step, 0, 0, 0, 0);
    const bytes = await collect([[left, right]], 's24');
    const values = Array.from({ length: 14 }, (_, index) => bytes.readIntLE(index * 3, 3));
    const [most, least] = [2 ** 23 - 1, -(2 ** 23)];
    expect(values).toEqual([0, 2 ** 22, 1, 0, -1, 1, most, 0, least, 0, most, 0, least, 0]);
  });

  it('[EXP13] float passes bit for bit, above full scale too', async () => {
    const bytes = await collect([[Float32Array.of(1.5, -0.1), Float32Array.of(0, 3)]], 'f32');
    const values = Array.from({ length: 4 }, (_, index) => bytes.readFloatLE(index * 4));
    expect(values).toEqual([1.5, 0, Math.fround(-0.1), 3]);
  });

  it('[EXP14] 16 bits are dithered: a sound below half a step is still there, and the error has no tone', async () => {
    const frames = 96_000;
    const amplitude = 0.4 / 32_768;
    const tone = (n: number): number => amplitude * Math.sin((2 * Math.PI * n) / 48);
    const bytes = await collect([[Float32Array.from({ length: frames }, (_, n) => tone(n))]], 's16');
    let correlation = 0;
    let third = 0;
    let power = 0;
    for (let n = 0; n < frames; n++) {
      const value = bytes.readInt16LE(2 * n) / 32_768;
      correlation += (2 / frames) * value * Math.sin((2 * Math.PI * n) / 48);
      third += (2 / frames) * value * Math.sin((2 * Math.PI * 3 * n) / 48);
      power += (value - tone(n)) ** 2 / frames;
    }
    expect(correlation / amplitude).toBeCloseTo(1, 1);
    expect(Math.abs(third / amplitude)).toBeLessThan(0.05);
    // Rounding and triangular dither together: a quarter of a step squared.
    expect(power * 32_768 ** 2).toBeCloseTo(0.25, 2);
  });

  it('[EXP14] the dither is the same in every run and does not click at block edges', async () => {
    const silence = new Float32Array(5000);
    const whole = await collect([[silence]], 's16');
    const parts = await collect([[silence.subarray(0, 1234)], [silence.subarray(1234)]], 's16');
    expect(Buffer.compare(whole, parts)).toBe(0);
    const values = Array.from({ length: 5000 }, (_, n) => whole.readInt16LE(2 * n));
    expect(new Set(values)).toEqual(new Set([-1, 0, 1]));
  });
});
