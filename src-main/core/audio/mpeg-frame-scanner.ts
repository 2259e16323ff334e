import { unsupportedAudio } from './audio-refusal.ts';
import { id3v2Length, isSameStream, type MpegFrame, parseMpegFrame } from './mpeg-frame.ts';

/** Tags that stand after the sound; nothing behind them is sound. */
const END_TAGS = ['TAG', 'APETAGEX', 'LYRICSBEGIN', 'LYRICS200'];
/** Two headers in a row that look right by accident are a matter of luck; in a place where one was expected, of millions. */
const MOST_JUNK_BYTES = 1 << 20;

export interface Mp3Bitrate {
  /** Mean of the frames. */
  readonly kbps: number;
  readonly mode: 'CBR' | 'VBR';
}

/** Cuts a stream of bytes into MP3 frames by their headers, leaving out tags and junk. */
export class MpegFrameScanner {
  readonly #name: string;
  #pending: Uint8Array = new Uint8Array(0);
  #skip = 0;
  #junk = 0;
  #first: MpegFrame | null = null;
  #frames = 0;
  #kbpsSum = 0;
  #lowestKbps = Number.POSITIVE_INFINITY;
  #highestKbps = 0;
  #isFinished = false;

  constructor(name: string) {
    this.#name = name;
  }

  get first(): MpegFrame | null {
    return this.#first;
  }

  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** @param described the first frame, when it only describes the others and is not to be counted. */
  bitrate(described: MpegFrame | null): Mp3Bitrate {
    const frames = this.#frames - (described ? 1 : 0);
    const kbps = frames > 0 ? (this.#kbpsSum - (described?.bitrateKbps ?? 0)) / frames : 0;
    return { kbps, mode: this.#lowestKbps >= this.#highestKbps ? 'CBR' : 'VBR' };
  }

  /** Takes more bytes and returns those of the whole frames among them, end to end. */
  push(bytes: Uint8Array): Uint8Array {
    const skipped = Math.min(this.#skip, bytes.length);
    this.#skip -= skipped;
    const rest = bytes.subarray(skipped);
    this.#pending = this.#pending.length === 0 ? rest : Buffer.concat([this.#pending, rest]);
    return this.#scan(false);
  }

  /** The last frames, once all bytes have gone in. An incomplete one is left out. */
  finish(): Uint8Array {
    this.#isFinished = true;
    return this.#scan(true);
  }

  #scan(isEnd: boolean): Uint8Array {
    const bytes = this.#pending;
    const found: Uint8Array[] = [];
    let at = 0;
    let runStart = 0;
    const closeRun = (): void => {
      if (at > runStart) found.push(bytes.subarray(runStart, at));
    };
    while (at + 4 <= bytes.length) {
      const frame = this.#frameAt(bytes, at, isEnd);
      if (frame === 'more') break;
      if (frame) {
        at += frame.byteLength;
        this.#count(frame);
        continue;
      }
      // Names of tags are up to eleven bytes long.
      if (!isEnd && at + 11 > bytes.length) break;
      closeRun();
      const junk = this.#junkAt(bytes, at);
      if (junk === 'end') {
        at = bytes.length;
        this.#skip = Number.POSITIVE_INFINITY;
      } else {
        this.#skip = Math.max(0, at + junk - bytes.length);
        at = Math.min(bytes.length, at + junk);
      }
      runStart = at;
    }
    closeRun();
    this.#pending = new Uint8Array(bytes.subarray(at));
    return found.length === 1 ? found[0]! : Buffer.concat(found);
  }

  /** The whole frame that starts there, null when there is none, 'more' when the bytes do not say yet. */
  #frameAt(bytes: Uint8Array, at: number, isEnd: boolean): MpegFrame | null | 'more' {
    const frame = parseMpegFrame(bytes, at);
    if (frame?.layer !== 3) return null;
    const next = at + frame.byteLength;
    if (next > bytes.length) return isEnd ? null : 'more';
    const isExpected = this.#first !== null && this.#junk === 0;
    if (isExpected && isSameStream(frame, this.#first!)) return frame;
    // After junk, and where the stream seems to change, a second frame must confirm it.
    if (next + 4 > bytes.length) return isEnd && this.#first === null ? frame : isEnd ? null : 'more';
    const second = parseMpegFrame(bytes, next);
    if (!second || !isSameStream(frame, second)) return null;
    if (this.#first && !isSameStream(frame, this.#first)) {
      throw unsupportedAudio(
        this.#name,
        `it changes from ${this.#first.sampleRateHz} to ${frame.sampleRateHz} Hz on its way`,
        'Convert it to a single sample rate first.',
      );
    }
    return frame;
  }

  #count(frame: MpegFrame): void {
    // The second frame too: a describing first frame may have another bit rate than a constant stream.
    if (this.#first) {
      this.#lowestKbps = Math.min(this.#lowestKbps, frame.bitrateKbps);
      this.#highestKbps = Math.max(this.#highestKbps, frame.bitrateKbps);
    }
    this.#first ??= frame;
    this.#frames++;
    this.#kbpsSum += frame.bitrateKbps;
    this.#junk = 0;
  }

  /** How much to leave out from there: a tag, or one byte. */
  #junkAt(bytes: Uint8Array, at: number): number | 'end' {
    const tag = id3v2Length(bytes, at);
    if (tag > 0) return tag;
    if (this.#first && isEndTag(bytes.subarray(at, at + 11))) return 'end';
    this.#junk++;
    if (!this.#first && this.#junk > MOST_JUNK_BYTES) {
      throw unsupportedAudio(this.#name, 'no MP3 sound was found in it', 'Check that it is the right file.');
    }
    return 1;
  }
}

function isEndTag(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return END_TAGS.some((name) => text.startsWith(name));
}
