/** Audio understanding for the library: the words of sounds that have none, and tags and a note that describe clips. */
import { readFile } from 'node:fs/promises';
import { AppError, type AppErrorCode, throwIfCancelled } from '#shared/errors.ts';
import type { ClipId, ClipRow } from '#shared/library-clips.ts';
import type { FfmpegLocation } from '../audio/ffmpeg-location.ts';
import { monoWav } from '../audio/mono-wav.ts';
import { assetState } from '../library/assets.ts';
import { clipDetails, noteClip, setTranscript, tagClips } from '../library/clips.ts';
import type { Library } from '../library/library.ts';
import { mediaPath } from '../library/media-store.ts';
import { storageError } from '../library/storage-error.ts';
import type { OnProgress } from '../ports.ts';
import type { AudioUnderstanding, Understanding } from '../providers/audio-understanding.ts';
import { readDescription } from './read-description.ts';

export type Hearing = 'transcribe' | 'describe';

export const QUESTIONS: Readonly<Record<Hearing, string>> = {
  transcribe: 'Transcribe this audio word for word in the language that is spoken. Answer with the transcript only.',
  describe:
    'Describe this audio for a library of sounds. Answer with JSON only: {"tags": [three to eight short tags in lower case], "note": "one or two sentences: who or what is heard, how, and in what place"}.',
};

export interface HearOptions {
  readonly what: Hearing;
  readonly understanding: AudioUnderstanding;
  readonly ffmpeg: () => Promise<FfmpegLocation>;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
  /** Told as soon as a clip has been changed. */
  readonly onChange?: () => void;
}

export interface Heard {
  readonly changed: number;
  /** In the order they were given. The other clips are not affected. */
  readonly failures: readonly { readonly id: ClipId; readonly error: AppError }[];
}

/** Sent as they are; anything else, and what is larger, is sent as WAV with half the band of speech. */
const SENT_FORMATS: ReadonlySet<string> = new Set(['mp3', 'wav', 'flac', 'm4a', 'ogg']);
const MOST_BYTES = 36_000_000;
const SPEECH_RATE_HZ = 16_000;

/** Failures that every further clip would meet as well. */
const STOPS: ReadonlySet<AppErrorCode> = new Set(['disk-full', 'ffmpeg-missing', 'library-damaged', 'not-found']);
const STOPPING_KINDS: ReadonlySet<unknown> = new Set(['auth', 'permission', 'quota', 'model_unavailable']);

/**
 * One after the other. What a person has written stays: a transcript or a note that is there is not replaced, and takes
 * have their words. A clip that cannot be heard is reported and the rest goes on. Throws Cancelled, and what would stop
 * every clip: `auth`, `quota`, a full disk.
 */
export async function hearClips(library: Library, ids: readonly ClipId[], options: HearOptions): Promise<Heard> {
  const { what, signal, onProgress, onChange } = options;
  const failures: { id: ClipId; error: AppError }[] = [];
  let changed = 0;
  for (const [done, id] of ids.entries()) {
    throwIfCancelled(signal);
    onProgress?.({ stage: what, done, total: ids.length });
    try {
      const clip = clipDetails(library.db, id);
      if (isDone(clip, what)) continue;
      keep(library, clip, what, await hear(library, clip, options));
      changed++;
      onChange?.();
    } catch (error) {
      if (!(error instanceof AppError) || STOPS.has(error.code) || STOPPING_KINDS.has(error.details.kind)) throw error;
      failures.push({ id, error });
    }
  }
  onProgress?.({ stage: what, done: ids.length, total: ids.length });
  return { changed, failures };
}

function isDone(clip: ClipRow, what: Hearing): boolean {
  return what === 'transcribe' && (clip.takeId !== undefined || clip.text !== '');
}

async function hear(library: Library, clip: ClipRow, options: HearOptions): Promise<string> {
  const { understanding, what, signal } = options;
  const answer = await understanding.understand(
    {
      model: understanding.defaultModel,
      prompt: QUESTIONS[what],
      audio: { bytes: await bytesOf(library, clip, options) },
    },
    signal === undefined ? {} : { signal },
  );
  refuseInvention(answer, clip);
  return answer.text;
}

/** A model that never got the audio answers all the same. What it made up must not become anybody's transcript. */
function refuseInvention({ warnings, isFromReasoning }: Understanding, clip: ClipRow): void {
  if (!warnings.includes('audio_ignored') && !isFromReasoning) return;
  throw new AppError({
    code: 'provider-error',
    message: `The service answered about ${clip.name ?? 'this clip'} without having heard it. Nothing was kept; try again.`,
    isRetryable: true,
    details: { kind: 'empty_result', clipId: clip.id },
  });
}

function keep({ db }: Library, clip: ClipRow, what: Hearing, text: string): void {
  if (what === 'transcribe') {
    setTranscript(db, clip.id, text);
    return;
  }
  const { tags, note } = readDescription(text);
  db.transaction(() => {
    for (const tag of tags) tagClips(db, [clip.id], tag);
    if (clip.note === undefined) noteClip(db, clip.id, note);
  });
}

async function bytesOf(library: Library, clip: ClipRow, { ffmpeg, signal }: HearOptions): Promise<Uint8Array> {
  // Of a take in several pieces the first says who speaks and how.
  const [assetId] = clip.assetIds;
  const state = assetId === undefined ? undefined : assetState(library.db, assetId);
  if (state?.status !== 'ready') {
    throw new AppError({
      code: 'missing-audio',
      message: `${clip.name ?? 'This clip'} has no audio that can be heard.`,
    });
  }
  const path = mediaPath(library, state.stored);
  if (SENT_FORMATS.has(state.asset.format) && state.asset.byteLength <= MOST_BYTES) {
    return readFile(path).catch((error: unknown) => Promise.reject(storageError(error, path, 'read')));
  }
  const name = state.stored.originalName;
  return monoWav(path, {
    getFfmpeg: ffmpeg,
    sampleRateHz: SPEECH_RATE_HZ,
    ...(name === undefined ? {} : { displayName: name }),
    ...(signal === undefined ? {} : { signal }),
  });
}
