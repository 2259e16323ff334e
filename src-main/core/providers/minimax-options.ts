/** What a person may ask of a MiniMax voice, with the ranges of the service's own tables. */
import { z } from 'zod';

export const MINIMAX_EMOTIONS = [
  'happy',
  'sad',
  'angry',
  'fearful',
  'disgusted',
  'surprised',
  'calm',
  'fluent',
  'whisper',
] as const;
export type MinimaxEmotion = (typeof MINIMAX_EMOTIONS)[number];

export const MINIMAX_SOUND_EFFECTS = ['spacious_echo', 'auditorium_echo', 'lofi_telephone', 'robotic'] as const;
export const MINIMAX_SAMPLE_RATES = [8000, 16000, 22050, 24000, 32000, 44100] as const;
export const MINIMAX_BITRATES = [32000, 64000, 128000, 256000] as const;
/** The last three are known to the service's global host only. */
export const MINIMAX_FORMATS = ['mp3', 'pcm', 'flac', 'wav', 'opus', 'pcmu_wav', 'pcmu_raw'] as const;
export type MinimaxFormat = (typeof MINIMAX_FORMATS)[number];

const effect = z.number().int().min(-100).max(100).optional();

export const MinimaxOptions = z.strictObject({
  speed: z.number().min(0.5).max(2).optional(),
  volume: z.number().gt(0).max(10).optional(),
  pitch: z.number().int().min(-12).max(12).optional(),
  /** Older clients wrote `neutral` for what the service calls `calm`. */
  emotion: z.preprocess((value) => (value === 'neutral' ? 'calm' : value), z.enum(MINIMAX_EMOTIONS)).optional(),
  /** The service's own name of a language, or BCP 47. */
  language: z.string().min(1).optional(),
  textNormalization: z.boolean().optional(),
  readLatex: z.boolean().optional(),
  mix: z
    .array(z.strictObject({ voice: z.string().min(1), weight: z.number().int().min(1).max(100) }))
    .min(1)
    .max(4)
    .optional(),
  /** `written/spoken`. */
  pronounce: z
    .array(z.string().regex(/^[^/]+\/.+$/su, 'must be "written/spoken"'))
    .min(1)
    .optional(),
  effects: z
    .strictObject({ pitch: effect, intensity: effect, timbre: effect, sound: z.enum(MINIMAX_SOUND_EFFECTS).optional() })
    .optional(),
  format: z.enum(MINIMAX_FORMATS).optional(),
  sampleRate: z.literal([...MINIMAX_SAMPLE_RATES]).optional(),
  bitrate: z.literal([...MINIMAX_BITRATES]).optional(),
  channels: z.literal([1, 2]).optional(),
  forceCbr: z.boolean().optional(),
  subtitles: z.enum(['sentence', 'word']).optional(),
  watermark: z.boolean().optional(),
  resultAsUrl: z.boolean().optional(),
});
export type MinimaxOptions = z.infer<typeof MinimaxOptions>;
