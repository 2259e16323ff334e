import { secondsToSamples } from '../units.ts';

/** What a line of `***` between paragraphs stands for: longer than any gap between paragraphs, shorter than a chapter's. */
export const SCENE_BREAK_PAUSE = secondsToSamples(2.5);
