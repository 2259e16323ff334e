import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { parseScript } from '#shared/script/parse-script.ts';
import { printScript } from '#shared/script/print-script.ts';
import { importSpeech } from '../../helpers/imported-speech.ts';
import { HOSTILE_PIECES } from '../script/arbitrary-episode.ts';
import { canonicalEpisode } from '../script/canonical-episode.ts';

const PIECES = [
  ...HOSTILE_PIECES,
  '\n',
  '\n\n',
  'INT. QUAY - DAY',
  'CUT TO:',
  '[[',
  ']]',
  '/*',
  '*/',
  '~',
  '@',
  '!',
  '.',
  '^',
  ',',
  ';',
  'WEBVTT',
  '1\n',
  '00:00:01,000 --> 00:00:02,000\n',
  '00:01.000 --> 00:02.000\n',
  '<v Mara>',
  '<v 旁: 白>',
  'Chapter 1',
  'Mara: x\nMara: y\n',
];

test('[IMP9] any text in any format is read, or refused with a line; what was read is a script too', async () => {
  const sources = fc.record({
    text: fc
      .array(fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ unit: 'grapheme' })))
      .map((list) => list.join('')),
    extension: fc.constantFrom('txt', 'fountain', 'csv', 'srt', 'vtt'),
  });
  let readCount = 0;
  await fc.assert(
    fc.asyncProperty(sources, async ({ text, extension }) => {
      let imported: Awaited<ReturnType<typeof importSpeech>>;
      try {
        imported = await importSpeech(text, `x.${extension}`);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        expect(error.code).toBe('invalid-input');
        expect(error.message).toMatch(/^x\.\w+:\d+: /);
        return;
      }
      readCount += 1;
      const { document } = imported.parsed;
      let count = 0;
      const again = parseScript(printScript(document), { newId: () => `r${++count}`, canLeaveFolder: true }).document;
      expect(canonicalEpisode(again)).toEqual(canonicalEpisode(document));
    }),
    { numRuns: Number(process.env.RUNS ?? 400) },
  );
  expect(readCount).toBeGreaterThan(100);
});
