/** MP3 frames without sound in them, for what looks at headers only: MPEG-1 layer III, 44.1 kHz, stereo, 128 kbit/s. */

const FRAME_BYTES = 417;

export function mp3Frames(
  count: number,
  options: { readonly kbps?: 64 | 128; readonly rateIndex?: 0 | 1 } = {},
): Buffer {
  const { kbps = 128, rateIndex = 0 } = options;
  const bytes = Math.floor((144_000 * kbps) / (rateIndex === 0 ? 44_100 : 48_000));
  const frame = Buffer.alloc(bytes);
  frame.set([0xff, 0xfb, ((kbps === 128 ? 9 : 5) << 4) | (rateIndex << 2), 0x44]);
  return Buffer.concat(Array.from({ length: count }, () => frame));
}

/** The frame LAME puts first: how many follow, and the samples it added. */
export function infoFrame(options: {
  readonly frames: number;
  readonly delay: number;
  readonly padding: number;
}): Buffer {
  const frame = Buffer.alloc(FRAME_BYTES);
  frame.set([0xff, 0xfb, 0x90, 0x44]);
  frame.write('Info', 36, 'latin1');
  frame.writeUInt32BE(1, 40);
  frame.writeUInt32BE(options.frames, 44);
  frame.write('LAME3.100', 48, 'latin1');
  frame.writeUIntBE((options.delay << 12) | options.padding, 69, 3);
  return frame;
}

/** An ID3v2 tag of a given length. */
export function id3Tag(bodyBytes: number): Buffer {
  const tag = Buffer.alloc(10 + bodyBytes, 0xff);
  tag.write('ID3', 0, 'latin1');
  tag.set([3, 0, 0, (bodyBytes >> 21) & 127, (bodyBytes >> 14) & 127, (bodyBytes >> 7) & 127, bodyBytes & 127], 3);
  return tag;
}
