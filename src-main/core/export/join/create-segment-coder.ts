import { requireFormat } from '../encoder-options.ts';
import { aacCoder } from './aac-coder.ts';
import { flacCoder } from './flac-coder.ts';
import { mp3Coder } from './mp3-coder.ts';
import { opusCoder } from './opus-coder.ts';
import type { CoderSettings, SegmentCoder } from './segment-coder.ts';
import { wavCoder } from './wav-coder.ts';

/** Throws AppError `ffmpeg-missing` when this ffmpeg cannot write the format. */
export function createSegmentCoder(settings: CoderSettings): SegmentCoder {
  requireFormat(settings.ffmpeg, settings.format);
  switch (settings.format) {
    case 'mp3':
      return mp3Coder(settings);
    case 'm4a':
    case 'm4b':
      return aacCoder(settings);
    case 'opus':
      return opusCoder(settings);
    case 'flac':
      return flacCoder(settings);
    case 'wav':
      return wavCoder(settings);
  }
}
