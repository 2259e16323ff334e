import { ByteRoom } from '../../byte-room.ts';
import { rateOf } from '../encoder-options.ts';
import { languageCodeOf } from '../language-code.ts';
import { userData } from '../mp4-tags.ts';
import { AAC_FRAME, AAC_PRIMING } from './aac-coder.ts';
import { ADTS, ADTS_HEADER } from './adts.ts';
import { type JoinJob, totalSamples } from './join-job.ts';
import { chapterTexts } from './mp4-chapter-track.ts';
import { fileTypeBox } from './mp4-headers.ts';
import { type Mp4Index, mp4Index } from './mp4-index.ts';
import type { PatchedFile } from './patched-file.ts';
import { brokenSegment } from './run-coder.ts';
import type { EncodedSegment } from './segment-coder.ts';

/** Of a channel, by the standard's buffer of 6,144 bits. */
const LARGEST_FRAME = 768;
const LARGEST_32 = 0xffff_ffff;
/** Of AAC-LC at 48 kHz; as long as every other. */
const ANY_CONFIG = new Uint8Array(2);

/**
 * Index first, so that players start before the whole file has come; then chapter texts; then the frames without the headers they
 * had on their own. Counts are known beforehand, sizes at the end.
 */
export async function joinMp4(segments: AsyncIterable<EncodedSegment>, job: JoinJob, file: PatchedFile): Promise<void> {
  const sampleRateHz = rateOf(job.format, job.encodedAs);
  const sampleCount = totalSamples(job.edges, sampleRateHz);
  // One more than there are for the sound: every frame overlaps with the next.
  const frames = Math.ceil((sampleCount + AAC_PRIMING) / AAC_FRAME);
  const padding = frames * AAC_FRAME - AAC_PRIMING - sampleCount;
  const gapless = { priming: AAC_PRIMING, padding, sampleCount };
  const chapters = chapterTexts(job.chapters, job.edges.at(-1)!);
  const texts = chapters?.texts ?? [];
  const textBytes = texts.reduce((sum, { length }) => sum + length, 0);
  const language = languageCodeOf(job.tags?.language ?? 'und');
  const isBook = job.format === 'm4b' && job.tags?.mediaKind === 'audiobook';
  const index: Mp4Index = {
    sampleRateHz,
    channels: job.channels,
    audioConfig: ANY_CONFIG,
    frameBytes: new Uint16Array(frames),
    sampleCount,
    soundStart: 0,
    textStart: 0,
    isLong: frames * LARGEST_FRAME * job.channels + textBytes > LARGEST_32 / 2,
    language,
    chapters,
    userData: job.tags ? userData(job.tags, job.chapters, job.cover, gapless) : null,
  };
  await file.append(...fileTypeBox(isBook ? 'M4B ' : 'M4A '));
  const indexStart = file.position;
  await file.append(...mp4Index(index));
  const mediaStart = file.position;
  await file.append(mediaHeader(0, index.isLong));
  const textStart = file.position;
  await file.append(...texts);
  const soundStart = file.position;
  const audioConfig = await appendFrames(segments, index.frameBytes, file);
  file.patch(indexStart, ...mp4Index({ ...index, audioConfig, soundStart, textStart }));
  file.patch(mediaStart, mediaHeader(file.position - mediaStart, index.isLong));
}

/** Fills in the sizes. @returns what a decoder must know, the same for every segment. */
async function appendFrames(
  segments: AsyncIterable<EncodedSegment>,
  frameBytes: Uint16Array,
  file: PatchedFile,
): Promise<Uint8Array> {
  const room = new ByteRoom();
  let count = 0;
  let config: string | undefined;
  for await (const { bytes, frames, facts } of segments) {
    if (count + frames > frameBytes.length) break;
    const bare = room.take(bytes.length);
    let length = 0;
    for (let at = 0; at < bytes.length; ) {
      const end = at + ADTS.lengthOf(bytes, at);
      bare.set(bytes.subarray(at + ADTS_HEADER, end), length);
      frameBytes[count++] = end - at - ADTS_HEADER;
      length += end - at - ADTS_HEADER;
      at = end;
    }
    await file.append(bare.subarray(0, length));
    config ??= String(facts.audioConfig);
    if (config !== facts.audioConfig) throw brokenSegment('not all of what it wrote is of one kind');
  }
  if (count !== frameBytes.length || config === undefined) {
    throw brokenSegment(`it gave other than the ${frameBytes.length} frames that were due`);
  }
  return Buffer.from(config, 'hex');
}

/** The box of the sound without its content. */
function mediaHeader(byteLength: number, isLong: boolean): Uint8Array {
  const head = Buffer.alloc(isLong ? 16 : 8);
  head.write('mdat', 4, 'latin1');
  if (isLong) {
    head.writeUInt32BE(1, 0);
    head.writeBigUInt64BE(BigInt(byteLength), 8);
  } else {
    head.writeUInt32BE(byteLength, 0);
  }
  return head;
}
