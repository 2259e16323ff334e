import { hearing } from './hear.ts';

export const run = hearing(
  'Describe what can be heard in this audio: who speaks, how, what about, and any other sounds.',
);
