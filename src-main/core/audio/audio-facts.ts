import type { Samples } from '#shared/units.ts';

/** What decoding a file told us. Container headers are never believed: a third of an MP3 carries its full length in its header. */
export interface AudioFacts {
  /** By content: 'wav', 'mp3', 'flac', 'm4a', 'ogg', 'webm', 'aiff' … */
  readonly format: string;
  /** Of the audio as received. */
  readonly sampleRateHz: number;
  readonly channels: 1 | 2;
  /** Decoded length at the project rate. */
  readonly durationSamples: Samples;
  /** BS.1770 integrated loudness; null when nothing passes the gate. */
  readonly loudnessLufs: number | null;
  /** Sample peak; null for digital silence. */
  readonly peakDbfs: number | null;
  /** Half-open range that holds sound above the speech threshold; 0..duration when there is none. */
  readonly speechStartSample: Samples;
  readonly speechEndSample: Samples;
}

/** Decoded audio on disk: interleaved little-endian float32 at the project rate, no header. */
export interface IngestTargets {
  readonly pcmPath: string;
  readonly peaksPath: string;
}

/**
 * Decodes a file once, writes the PCM cache and the peak pyramid, and measures on the way.
 * Throws AppError `unsupported-audio` (empty, not audio, more than two channels after downmix fails …),
 * `truncated-audio` (decodes to less than it declares), `ffmpeg-missing`, `disk-full`; and Cancelled.
 * On any failure neither target exists.
 */
export type IngestAudio = (
  sourcePath: string,
  targets: IngestTargets,
  options?: { readonly signal?: AbortSignal; readonly displayName?: string },
) => Promise<AudioFacts>;
