import { hearing } from './hear.ts';

export const run = hearing(
  'Transcribe this audio word for word in the language that is spoken. Answer with the transcript only.',
);
