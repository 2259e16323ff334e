import { MPEGDecoder } from 'mpg123-decoder';

/**
 * Decoders at rest, to be used again: a new one costs as much as decoding a second of sound, and 17 MB that nothing but a
 * collection of all garbage gives back. As many as sounds are read at once in one thread.
 */
const atRest: MPEGDecoder[] = [];
const MOST_AT_REST = 2;

/** What the package does not offer and its `reset` does, without making the WebAssembly around it anew. */
interface Inside {
  _decoder: number;
  readonly _common: {
    readonly wasm: {
      readonly free: (pointer: number) => void;
      readonly mpeg_frame_decoder_create: (decoder: number, isGapless: 0 | 1) => number;
      readonly mpeg_frame_decoder_destroy: (decoder: number) => void;
    };
    readonly allocateTypedArray: (length: number, type: Uint32ArrayConstructor) => { ptr: number; buf: Uint32Array };
  };
  /** Ours: where the new decoder's address is written. */
  lecternPointer?: { ptr: number; buf: Uint32Array };
}

/** A decoder that remembers nothing. To be given back. */
export async function takeMp3Decoder(): Promise<MPEGDecoder> {
  const rested = atRest.pop();
  if (rested) return rested;
  const decoder = new MPEGDecoder({ enableGapless: false });
  await decoder.ready;
  return decoder;
}

/** Not for one that has trapped: what is in its memory then is anyone's guess. */
export function giveBackMp3Decoder(decoder: MPEGDecoder): void {
  const inside = insideOf(decoder);
  if (!inside || atRest.length === MOST_AT_REST) decoder.free();
  else if (startAnew(inside)) atRest.push(decoder);
}

/** null where another version of the package looks otherwise inside. */
function insideOf(decoder: MPEGDecoder): Inside | null {
  const inside = decoder as unknown as Inside;
  const isKnown = typeof inside._common?.wasm?.mpeg_frame_decoder_create === 'function' && inside._decoder > 0;
  return isKnown ? inside : null;
}

/** False where there is no memory for it. */
function startAnew(inside: Inside): boolean {
  const { wasm } = inside._common;
  inside.lecternPointer ??= inside._common.allocateTypedArray(1, Uint32Array);
  wasm.mpeg_frame_decoder_destroy(inside._decoder);
  wasm.free(inside._decoder);
  if (wasm.mpeg_frame_decoder_create(inside.lecternPointer.ptr, 0) !== 0) return false;
  inside._decoder = inside.lecternPointer.buf[0]!;
  return true;
}
