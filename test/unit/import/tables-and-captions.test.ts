import { describe, expect, test } from 'vitest';
import { importRefusal, importSpeech } from '../../helpers/imported-speech.ts';

describe('CSV', () => {
  test('[IMP15] speaker, text and direction, without names of columns', async () => {
    const { speech } = await importSpeech('MARA,"You said, ""wait"".",low\nTom,I did.\n,Rain.\n', 'x.csv');
    expect(speech).toEqual(['MARA (low): You said, "wait".', 'Tom: I did.', '-: Rain.']);
    expect((await importSpeech('One.\nTwo.', 'x.csv')).speech).toEqual(['-: One.', '-: Two.']);
  });

  test('[IMP15] names of columns in any order; other columns are dropped', async () => {
    const { speech, dropped } = await importSpeech(
      '\ufeffid;Text;Speaker;Direction\r\n1;Hi, you.;MARA;low\r\n2;;TOM;\r\n',
      'x.csv',
    );
    expect(speech).toEqual(['MARA (low): Hi, you.']);
    expect(dropped).toEqual(['1: column "id"', '3: a row of TOM without text']);
    expect((await importSpeech('text\nOne.', 'x.csv')).speech).toEqual(['-: One.']);
    expect((await importSpeech('speaker\ttext\nMARA\tHi.', 'x.tsv')).speech).toEqual(['MARA: Hi.']);
  });

  test('[IMP16] rows that do not fit are errors with their line, after rows of several lines too', async () => {
    const error = await importRefusal('MARA,"One\ntwo",low\nTOM,three, four, five\n', 'x.csv');
    expect(error.message).toMatch(/^x\.csv:3: This row has 4 columns instead of 3/);
    expect((await importRefusal('MARA,One.\nTOM,"Two', 'x.csv')).message).toMatch(
      /^x\.csv:2: This table cannot be read/,
    );
  });
});

describe('SubRip', () => {
  const SRT = `1
00:00:01,000 --> 00:00:02,500
<i>MARA: You said</i>
you'd wait.

2
00:00:03,000 --> 00:00:04,000 X1:40
{\\an8}- I did. <#0.8#> Really.
- No &amp; yes.

3
00:00:05,000 --> 00:00:06,000
[door slams]
`;

  test('[IMP17] cues become lines, with names, dashes and descriptions of sounds', async () => {
    const { speech, dropped } = await importSpeech(SRT, 'x.srt');
    expect(speech).toEqual([
      "MARA: You said you'd wait.",
      '-: I did. <#0.8#> Really.',
      '-: No & yes.',
      '> [door slams]',
    ]);
    expect(dropped).toEqual([
      '3: the times of the captions: lines follow one another with the usual gaps',
      '13: [door slams] describes a sound: kept as a note',
    ]);
  });

  test('[IMP18] times that are none are errors with their line', async () => {
    const error = await importRefusal(`${SRT}\n4\n00:00:07 -> 00:00:08\nHm.\n\nStray\n`, 'x.srt');
    expect(error.details.problems).toMatchObject([{ line: 16 }, { line: 19 }]);
    expect(error.message).toMatch(/^x\.srt:16: Times such as 00:00:01,000/);
  });
});

describe('WebVTT', () => {
  const VTT = `WEBVTT - a title
Kind: captions

STYLE
::cue { color: red }

NOTE made by hand
for tests

intro
00:01.000 --> 00:02.500 align:start
<v.loud Mara  O'Neill>You <c.big>said</c> you'd&nbsp;wait.</v>
<v Tom>I <00:00:02.000>did.

00:00:03.000 --> 00:00:04.000
(sighs)

00:05.000 --> 00:06.000
TOM: <ruby>漢<rt>kan</rt></ruby>字 &lt;3
`;

  test('[IMP19] voices speak, and notes, styles and tags are left out', async () => {
    const { speech, dropped } = await importSpeech(VTT, 'x.vtt');
    expect(speech).toEqual(["Mara O'Neill: You said you'd\u00a0wait.", 'Tom: I did.', '-: (sighs)', 'TOM: 漢字 <3']);
    expect(dropped).toEqual([
      '4: styles',
      '7: note "made by hand for tests"',
      '12: the times of the captions: lines follow one another with the usual gaps',
    ]);
  });

  test('[IMP18] a missing header or bad times are errors with their line', async () => {
    expect((await importRefusal('00:01.000 --> 00:02.000\nHi.', 'x.vtt')).message).toMatch(
      /^x\.vtt:1: A WebVTT file begins/,
    );
    expect((await importRefusal('WEBVTT\n\nid\n1 --> 2\nHi.\n\nHm.', 'x.vtt')).details.problems).toMatchObject([
      { line: 4 },
      { line: 7 },
    ]);
  });
});
