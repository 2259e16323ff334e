import { runFfmpeg } from '../../audio/ffmpeg.ts';
import type { FfmpegLocation } from '../../audio/ffmpeg-location.ts';
import { ByteChannel } from './byte-channel.ts';
import { brokenSegment } from './run-coder.ts';

/**
 * The checksum of all samples of a FLAC stream (RFC 9639 §8.2), by decoding what is written while it is being written. Sums of
 * stretches cannot be put together to that of the whole, so segments from a cache are decoded once more.
 */
export class FlacMd5 {
  readonly #channel = new ByteChannel();
  readonly #ended: Promise<string>;

  constructor(ffmpeg: FfmpegLocation, bits: number, signal: AbortSignal | undefined) {
    const answer: Uint8Array[] = [];
    this.#ended = runFfmpeg(ffmpeg, {
      inputs: [{ source: this.#channel, options: ['-f', 'flac'] }],
      outputOptions: ['-map', '0:a', '-c:a', bits === 16 ? 'pcm_s16le' : 'pcm_s24le', '-f', 'md5'],
      output: (chunk) => void answer.push(Uint8Array.from(chunk)),
      task: 'read back what it encoded',
      ...(signal && { signal }),
    }).then(() => Buffer.concat(answer).toString('latin1'));
    // Whoever pushes comes to ask for the answer later.
    this.#ended.catch(() => undefined);
  }

  /** Throws as `runFfmpeg` does, when it has ended before its time. */
  async push(bytes: Uint8Array): Promise<void> {
    const taken = this.#channel.push(bytes).then(() => true);
    const isTaken = await Promise.race([taken, this.#ended.then(() => false)]);
    if (!isTaken) throw brokenSegment('it stopped in the middle of reading back');
  }

  /** Lets go of the process; to be called whatever happens. */
  close(): void {
    this.#channel.end();
  }

  async answer(): Promise<Uint8Array> {
    this.close();
    const hex = /^MD5=([0-9a-f]{32})\s*$/.exec(await this.#ended)?.[1];
    if (hex === undefined) throw brokenSegment('it did not say the MD5 of the samples');
    return Buffer.from(hex, 'hex');
  }
}
