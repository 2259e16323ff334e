/** A small reader of the WAV files that tests look into: 16-bit PCM, one or more channels, any chunks before the data. */

export interface WavHeader {
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly bitsPerSample: number;
  readonly dataOffset: number;
  readonly dataBytes: number;
}

export function parseWavHeader(bytes: Buffer): WavHeader {
  let at = 12;
  let header = { sampleRateHz: 0, channels: 0, bitsPerSample: 0 };
  for (;;) {
    const id = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    if (id === 'fmt ') {
      header = {
        channels: bytes.readUInt16LE(at + 10),
        sampleRateHz: bytes.readUInt32LE(at + 12),
        bitsPerSample: bytes.readUInt16LE(at + 22),
      };
    }
    if (id === 'data') return { ...header, dataOffset: at + 8, dataBytes: size };
    at += 8 + size + (size % 2);
  }
}

/** The first channel, as floats. */
export function readWavSamples(bytes: Buffer): Float32Array {
  const { channels, bitsPerSample, dataOffset, dataBytes } = parseWavHeader(bytes);
  const width = bitsPerSample / 8;
  const frames = Math.floor(dataBytes / (width * channels));
  return Float32Array.from(
    { length: frames },
    (_, n) => bytes.readIntLE(dataOffset + n * width * channels, width) / 2 ** (bitsPerSample - 1),
  );
}
