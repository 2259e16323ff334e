import { horn } from './horn.ts';
import { nightMusic } from './night-music.ts';
import { toPcm16 } from './pcm16.ts';
import { rain } from './rain.ts';
import type { StereoSound } from './stereo-sound.ts';

export interface SampleSound {
  readonly fileName: string;
  readonly render: () => StereoSound;
  /** Measured once so that the file reads `loudnessLufs`; fixed, so that the files never depend on a meter. */
  readonly gainDb: number;
  /** Integrated, ITU-R BS.1770. */
  readonly loudnessLufs: number;
  readonly isLoop: boolean;
}

/** The sounds of the sample episode, all made here: nothing in them is borrowed. */
export const SAMPLE_SOUNDS: readonly SampleSound[] = [
  { fileName: 'night-music.flac', render: nightMusic, gainDb: -10.5, loudnessLufs: -20, isLoop: true },
  { fileName: 'rain.flac', render: rain, gainDb: -0.2, loudnessLufs: -26, isLoop: true },
  { fileName: 'horn.flac', render: horn, gainDb: -21.5, loudnessLufs: -20, isLoop: false },
];

/** Interleaved 16-bit stereo at the project rate. */
export function renderSampleSound(sound: SampleSound): Int16Array {
  return toPcm16(sound.render(), sound.gainDb);
}
