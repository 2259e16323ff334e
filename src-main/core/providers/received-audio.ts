/** What a service sent as audio: accepted only if it begins like audio, and made a file where it is bare samples. */
import { SNIFF_BYTES, type Sniffed, sniffAudio } from '../audio/sniff-audio.ts';
import type { Fail, ProviderError, ProviderPhase } from './provider-error.ts';
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
  const refuse = (message: string): ProviderError =>
    fail({ kind: phase === 'download' ? 'download_failed' : 'protocol', phase, requestId, message });
  if (bytes.length === 0) throw empty('the service reported success and sent no audio.');

  const sniffed = sniffAudio(bytes.subarray(0, SNIFF_BYTES));
  if (sniffed.kind === 'other') throw refuse(`what the service sent as audio is ${sniffed.what}.`);
  if (pcm !== undefined && !hasHeader(bytes, sniffed)) {
    const isSilent = bytes.length < 2 || isZero(bytes);
    if (isSilent) throw empty('the service reported success and sent nothing but silence.');
    return { bytes: wrapPcm(bytes, pcm), format: 'wav', receivedBytes: bytes };
  }
  if (sniffed.kind === 'unknown') {
    const start = Buffer.from(bytes.subarray(0, 12)).toString('hex');
    throw refuse(`what the service sent is not audio (it begins with ${start}).`);
  }
  if (sniffed.format !== 'wav') return { bytes, format: sniffed.format };

  const verdict = mendWav(bytes, phase === 'stream');
  if (verdict.kind === 'broken') throw refuse('the service sent a WAV file that ends in its header.');
  if (verdict.kind === 'short') {
    throw refuse(`the audio is cut short: ${verdict.presentBytes} of ${verdict.declaredBytes} bytes arrived.`);
  }
  if (verdict.samples !== null && isZero(verdict.samples)) {
    throw empty('the service reported success and sent nothing but silence.');
  }
  return { bytes: verdict.bytes, format: 'wav', ...(verdict.bytes === bytes ? {} : { receivedBytes: bytes }) };
}

/** Four letters at the start are a header; the two bytes of a bare MPEG or ADTS frame may just as well be a sample. */
function hasHeader(bytes: Uint8Array, sniffed: Sniffed): boolean {
  if (sniffed.kind !== 'audio') return false;
  return bytes[0] !== 0xff || (sniffed.format !== 'mp3' && sniffed.format !== 'aac');
}

/** True for no samples as well. */
function isZero(samples: Uint8Array): boolean {
  return samples.every((byte) => byte === 0);
}
