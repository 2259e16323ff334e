import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { widthOf } from '#shared/layout/caption-words.ts';
import { captionLabel, captionsOf } from '#shared/layout/captions.ts';
import { layOut } from '#shared/layout/lay-out.ts';
import { printWebVtt } from '#shared/layout/print-web-vtt.ts';
import { samples, secondsToSamples } from '#shared/units.ts';
import { episodeOf, line, takeId } from '../document/sample-episode.ts';
import { FakeMedia } from './fake-media.ts';

const { WebVTTParser } = createRequire(import.meta.url)('webvtt-parser') as {
  WebVTTParser: new () => { parse(text: string, mode: string): { errors: unknown[] } };
};

const words = fc.constantFrom(
  'The',
  'rain',
  'stopped.',
  'and',
  'over,',
  'Mr.',
  'Brown',
  '“Wait!”',
  'hippopotamus',
  'I',
  '<#0.20#>',
  '<#1.70#>',
  '她说：“好。”',
  '码头上一个人也没有，',
  'そうですか。',
  '정말이에요?',
  '(laughs)',
  '—',
  'x-->y',
  '&',
  '<i>',
  'ไม่เป็นไร',
  '😀',
);
const text = fc.array(words, { minLength: 1, maxLength: 60 }).map((list) => list.join(' '));
const lines = fc.array(
  fc.record({
    text,
    speaker: fc.constantFrom('anna', 'bert', null),
    gap: fc.option(fc.integer({ min: -200_000, max: 100_000 })),
    runs: fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 8 },
);

const episodes = lines.map((inits) => {
  const media = new FakeMedia();
  const blocks = inits.map(({ text: words2, speaker, gap, runs }, index) => {
    if (runs.length > 0)
      media.speech(
        `t${index}`,
        runs.map((speech, runIndex) => ({ speech, runIndex })),
      );
    return line(`l${index}`, speaker, {
      text: words2,
      ...(gap === null ? {} : { gapBeforeSamples: samples(gap) }),
      ...(runs.length > 0 ? { takeId: takeId(`t${index}`) } : {}),
    });
  });
  const document = episodeOf(blocks, [], { language: 'zh' });
  const layout = layOut(document, media);
  return { document, layout, captions: captionsOf(document, layout, media) };
});

describe('captions of any episode', () => {
  it('[CHP50] follow one another, within the audio, at whole milliseconds, for no longer than seven seconds', () => {
    fc.assert(
      fc.property(episodes, ({ layout, captions }) => {
        let lastEnd = 0;
        for (const caption of captions) {
          expect(caption.startSample).toBeGreaterThanOrEqual(lastEnd);
          expect(caption.endSample).toBeGreaterThan(caption.startSample);
          expect(caption.startSample % 48).toBe(0);
          expect(caption.endSample % 48).toBe(0);
          expect(caption.endSample - caption.startSample).toBeLessThanOrEqual(secondsToSamples(7));
          lastEnd = caption.endSample;
        }
        expect(lastEnd).toBeLessThanOrEqual(layout.durationSamples);
      }),
      { numRuns: 200 },
    );
  });

  it('[CHP51] have one or two lines that fit, and a warning for everything that could not be kept', () => {
    fc.assert(
      fc.property(episodes, ({ captions }) => {
        captions.forEach((caption, index) => {
          expect([1, 2]).toContain(caption.lines.length);
          const label = caption.isNewSpeaker && caption.speaker !== null ? captionLabel(caption.speaker) : '';
          expect(widthOf(label + caption.lines[0])).toBeLessThanOrEqual(336);
          for (const each of caption.lines) {
            expect(each).toBe(each.trim());
            expect(each).not.toBe('');
            expect(widthOf(each)).toBeLessThanOrEqual(336);
          }
          const rules = caption.warnings.map((warning) => warning.rule);
          const next = captions[index - 1];
          if (next && caption.startSample - next.endSample < secondsToSamples(0.083)) expect(rules).toContain('gap');
          if (caption.endSample - caption.startSample < secondsToSamples(1)) expect(rules).toContain('duration');
          const signs = caption.lines.reduce((sum, each) => sum + widthOf(each) / 8, 0);
          const speed = (signs / (caption.endSample - caption.startSample)) * 48_000;
          if (speed > 25)
            expect(caption.warnings).toContainEqual(expect.objectContaining({ rule: 'reading-speed', isError: true }));
        });
      }),
      { numRuns: 200 },
    );
  });

  it('[CHP52] make a valid WebVTT file', () => {
    fc.assert(
      fc.property(episodes, ({ captions }) => {
        expect(new WebVTTParser().parse(printWebVtt(captions), 'subtitles').errors).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
