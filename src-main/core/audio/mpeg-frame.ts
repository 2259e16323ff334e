/** Headers of MPEG audio frames (ISO 11172-3 and 13818-3, and the unofficial 2.5 extension). */

export interface MpegFrame {
  /** 1, 2 or 2.5. */
  readonly version: number;
  readonly layer: 1 | 2 | 3;
  readonly bitrateKbps: number;
  readonly sampleRateHz: number;
  readonly channels: 1 | 2;
  /** Samples a channel that the frame decodes to. */
  readonly samples: number;
  /** Length of the whole frame, header included. */
  readonly byteLength: number;
  readonly hasCrc: boolean;
}

const RATES_HZ = [44_100, 48_000, 32_000] as const;
const KBPS: Readonly<Record<'1-1' | '1-2' | '1-3' | '2-1' | '2-23', readonly number[]>> = {
  '1-1': [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1-2': [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1-3': [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2-1': [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2-23': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};

/** null: no frame starts there. Free-format frames, whose length is not in the header, count as none. */
export function parseMpegFrame(bytes: Uint8Array, at: number): MpegFrame | null {
  if (at + 4 > bytes.length || bytes[at] !== 0xff) return null;
  const second = bytes[at + 1]!;
  const third = bytes[at + 2]!;
  if ((second & 0xe0) !== 0xe0) return null;
  const versionBits = (second >> 3) & 3;
  const layerBits = (second >> 1) & 3;
  const bitrateIndex = third >> 4;
  const rateIndex = (third >> 2) & 3;
  if (versionBits === 1 || layerBits === 0 || bitrateIndex === 0 || bitrateIndex === 15 || rateIndex === 3) return null;

  const version = versionBits === 3 ? 1 : versionBits === 2 ? 2 : 2.5;
  const layer = (4 - layerBits) as 1 | 2 | 3;
  const table = version === 1 ? (`1-${layer}` as const) : layer === 1 ? '2-1' : '2-23';
  const bitrateKbps = KBPS[table][bitrateIndex]!;
  const sampleRateHz = RATES_HZ[rateIndex]! / (version === 1 ? 1 : version === 2 ? 2 : 4);
  const padding = (third >> 1) & 1;
  const samples = layer === 1 ? 384 : layer === 3 && version !== 1 ? 576 : 1152;
  const byteLength =
    layer === 1
      ? 4 * (Math.floor((12_000 * bitrateKbps) / sampleRateHz) + padding)
      : Math.floor(((samples / 8) * 1000 * bitrateKbps) / sampleRateHz) + padding;
  return {
    version,
    layer,
    bitrateKbps,
    sampleRateHz,
    channels: bytes[at + 3]! >> 6 === 3 ? 1 : 2,
    samples,
    byteLength,
    hasCrc: (second & 1) === 0,
  };
}

/** Frames of one stream agree in these; bit rate and channels may change from frame to frame. */
export function isSameStream(a: MpegFrame, b: MpegFrame): boolean {
  return a.version === b.version && a.layer === b.layer && a.sampleRateHz === b.sampleRateHz;
}

/** Length of an ID3v2 tag that starts there, footer included; 0 when there is none. */
export function id3v2Length(bytes: Uint8Array, at = 0): number {
  if (at + 10 > bytes.length || bytes[at] !== 0x49 || bytes[at + 1] !== 0x44 || bytes[at + 2] !== 0x33) return 0;
  let size = 0;
  for (let i = 6; i < 10; i++) {
    const part = bytes[at + i]!;
    if (part >= 0x80) return 0;
    size = size * 128 + part;
  }
  return 10 + size + ((bytes[at + 5]! & 0x10) !== 0 ? 10 : 0);
}
