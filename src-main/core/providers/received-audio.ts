/** What a service sent as audio: accepted only if it begins like audio, and made a file where it is bare samples. */
import { id3v2Length } from '../audio/mpeg-frame.ts';
import { audioFormatOf } from './audio-format.ts';
import type { Fail, PartialAudio, ProviderError, ProviderPhase } from './provider-error.ts';
import { mendWav, type PcmShape, wrapPcm } from './wav-bytes.ts';

export interface ReceivedAudio {
  /** A file any decoder reads. */
  readonly bytes: Uint8Array;
  /** By content. */
  readonly format: string;
  /** As it arrived, where `bytes` had to be wrapped or mended. */
  readonly receivedBytes?: Uint8Array;
}

export interface ExpectedAudio {
  /** How to read bytes without a header; absent where a header must be there. */
  readonly pcm?: PcmShape | undefined;
  readonly phase: ProviderPhase;
  readonly requestId?: string | undefined;
}

/**
 * Throws ProviderError `empty_audio` (nothing, or nothing but digital zero) and `protocol` (not audio, or a WAV that
 * ends before its own header says); in the download phase the latter is `download_failed`.
 */
export function acceptAudio(bytes: Uint8Array, expected: ExpectedAudio, fail: Fail): ReceivedAudio {
  const { phase, requestId, pcm } = expected;
  const empty = (message: string): ProviderError => fail({ kind: 'empty_audio', phase, requestId, message });
  const silent = (): ProviderError => empty('the service reported success and sent nothing but silence.');
  const refuse = (message: string): ProviderError =>
    fail({ kind: phase === 'download' ? 'download_failed' : 'protocol', phase, requestId, message });
  if (bytes.length === 0) throw empty('the service reported success and sent no audio.');

  if (looksLikeText(bytes)) throw refuse('what the service sent as audio is text.');
  if (pcm !== undefined && !hasHeader(bytes)) {
    if (bytes.length < 2 || isZero(bytes)) throw silent();
    return { bytes: wrapPcm(bytes, pcm), format: 'wav', receivedBytes: bytes };
  }
  const format = audioFormatOf(bytes);
  if (format === null) {
    const start = Buffer.from(bytes.subarray(0, 12)).toString('hex');
    throw refuse(`what the service sent is not audio (it begins with ${start}).`);
  }
  if (format !== 'wav') return { bytes, format };

  const verdict = mendWav(bytes, phase === 'stream');
  if (verdict.kind === 'broken') throw refuse('the service sent a WAV file that ends in its header.');
  if (verdict.kind === 'short') {
    throw refuse(`the audio is cut short: ${verdict.presentBytes} of ${verdict.declaredBytes} bytes arrived.`);
  }
  if (verdict.samples !== null && isZero(verdict.samples)) throw silent();
  return { bytes: verdict.bytes, format, ...(verdict.bytes === bytes ? {} : { receivedBytes: bytes }) };
}

/** What had arrived of a stream that broke, as a file that can be heard; null where that is nothing. */
export function partialAudioOf(bytes: Uint8Array, format: string, pcm: PcmShape | undefined): PartialAudio | null {
  if (bytes.length === 0) return null;
  if (pcm === undefined) return { bytes, format };
  if (hasHeader(bytes)) {
    const verdict = mendWav(bytes, true);
    return { bytes: verdict.kind === 'whole' ? verdict.bytes : bytes, format: 'wav' };
  }
  return { bytes: wrapPcm(bytes, pcm), format: 'wav' };
}

/** Four letters are a header; the two bytes a bare MPEG frame begins with may just as well be a sample. */
function hasHeader(bytes: Uint8Array): boolean {
  return /^(RIFF|RF64|fLaC|OggS)/.test(String.fromCharCode(...bytes.subarray(0, 4))) || id3v2Length(bytes, 0) > 0;
}

/** An error page or JSON that was encoded as if it were audio. Printable throughout, samples never are. */
function looksLikeText(bytes: Uint8Array): boolean {
  return bytes
    .subarray(0, 512)
    .every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 0x20 && byte < 0x7f));
}

/** True for no samples as well. */
function isZero(samples: Uint8Array): boolean {
  return samples.every((byte) => byte === 0);
}
