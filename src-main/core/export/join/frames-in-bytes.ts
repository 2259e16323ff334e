import { brokenSegment } from './run-coder.ts';

/** How the frames of a format lie in a stream of nothing else. */
export interface FrameShape {
  /** So many bytes say how long a frame is. */
  readonly headerBytes: number;
  /** Throws AppError `ffmpeg-failed` where none begins. */
  readonly lengthOf: (bytes: Uint8Array, at: number) => number;
}

/** Cuts a stream into its frames, those of a piece at a time. Throws AppError `ffmpeg-failed` when the last is cut short. */
export async function* framesInBytes(
  bytes: AsyncIterable<Uint8Array>,
  shape: FrameShape,
): AsyncGenerator<readonly Uint8Array[]> {
  let rest: Uint8Array = new Uint8Array(0);
  for await (const piece of bytes) {
    const pending = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const { frames, end } = wholeFrames(pending, shape);
    rest = pending.subarray(end);
    yield frames;
  }
  if (rest.length > 0) throw brokenSegment('what it wrote ends within a frame');
}

function wholeFrames(
  bytes: Uint8Array,
  { headerBytes, lengthOf }: FrameShape,
): { readonly frames: readonly Uint8Array[]; readonly end: number } {
  const frames: Uint8Array[] = [];
  let at = 0;
  while (at + headerBytes <= bytes.length) {
    const end = at + lengthOf(bytes, at);
    if (end > bytes.length) break;
    frames.push(bytes.subarray(at, end));
    at = end;
  }
  return { frames, end: at };
}
