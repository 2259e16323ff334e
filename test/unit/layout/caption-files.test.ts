import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type { Caption } from '#shared/layout/captions.ts';
import { printSrt } from '#shared/layout/print-srt.ts';
import { printWebVtt } from '#shared/layout/print-web-vtt.ts';
import { secondsToSamples } from '#shared/units.ts';
import { id } from '../document/sample-episode.ts';

const { WebVTTParser } = createRequire(import.meta.url)('webvtt-parser') as {
  WebVTTParser: new () => {
    parse(
      text: string,
      mode: string,
    ): { errors: unknown[]; cues: { startTime: number; endTime: number; text: string }[] };
  };
};

const caption = (
  startSeconds: number,
  endSeconds: number,
  lines: readonly string[],
  more: Partial<Caption> = {},
): Caption => ({
  blockId: id('l'),
  startSample: secondsToSamples(startSeconds),
  endSample: secondsToSamples(endSeconds),
  speaker: null,
  isNewSpeaker: false,
  lines,
  warnings: [],
  ...more,
});
const list = [
  caption(0, 1.5, ['One line.'], { speaker: 'ANNA', isNewSpeaker: true }),
  caption(3_723.004, 3_725, ['Two lines', 'of it.'], { speaker: 'ANNA' }),
  caption(360_000, 360_001.25, ['Nobody.']),
];

describe('caption files', () => {
  it('[CHP40] SubRip: numbers, times with a comma, the name where another speaks', () => {
    expect(printSrt(list)).toBe(
      '1\n00:00:00,000 --> 00:00:01,500\nANNA: One line.\n\n' +
        '2\n01:02:03,004 --> 01:02:05,000\nTwo lines\nof it.\n\n' +
        '3\n100:00:00,000 --> 100:00:01,250\nNobody.\n',
    );
    expect(printSrt([])).toBe('');
  });

  it('[CHP41] WebVTT: a header, times with a point, a voice for every speaker', () => {
    const text = printWebVtt(list);
    expect(text).toBe(
      'WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.500\n<v ANNA>One line.\n\n' +
        '2\n01:02:03.004 --> 01:02:05.000\n<v ANNA>Two lines\nof it.\n\n' +
        '3\n100:00:00.000 --> 100:00:01.250\nNobody.\n',
    );
    const parsed = new WebVTTParser().parse(text, 'subtitles');
    expect(parsed.errors).toEqual([]);
    expect(parsed.cues.map((cue) => [cue.startTime, cue.endTime])).toEqual([
      [0, 1.5],
      [3_723.004, 3_725],
      [360_000, 360_001.25],
    ]);
    expect(new WebVTTParser().parse(printWebVtt([]), 'subtitles').errors).toEqual([]);
  });

  it('[CHP42] nothing in a text or a name breaks the file or reaches past its caption', () => {
    const nasty = [
      caption(0, 1, ['a --> b & <i>c</i> &lt; d', '\u202eright\u2066 to\u0007 left'], {
        speaker: 'A <b>&\n--> B',
        isNewSpeaker: true,
      }),
      caption(2, 3, ['1\n00:00:00,000 --> 00:00:09,000\nfake']),
    ];
    const vtt = printWebVtt(nasty);
    expect(vtt).toContain(
      '<v A &lt;b&gt;&amp; --&gt; B>a --&gt; b &amp; &lt;i&gt;c&lt;/i&gt; &amp;lt; d\nright to left\n',
    );
    const parsed = new WebVTTParser().parse(vtt, 'subtitles');
    expect(parsed.errors).toEqual([]);
    expect(parsed.cues).toHaveLength(2);
    const srt = printSrt(nasty);
    expect(srt).toContain('A ‹b›& --› B: a --› b & ‹i›c‹/i› ＆lt; d\nright to left\n');
    expect(srt.match(/-->/g)).toHaveLength(2);
    expect(srt).toContain('\n1 00:00:00,000 --› 00:00:09,000 fake\n');
  });
});
