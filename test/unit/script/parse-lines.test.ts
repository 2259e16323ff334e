import { describe, expect, test } from 'vitest';
import { blocksIn, parse, partsOf, refusalOf, speechIn } from './parse-for-test.ts';

const CAST = '---\ncast:\n  MARA:\n  Tom:\n  旁白:\n---\n';

describe('who speaks', () => {
  test('[SCR10] a name of the cast before a colon speaks the line, with either colon', () => {
    expect(
      speechIn(`${CAST}MARA: You said you'd wait.\n\nTom：I did wait.\n\n旁白：九点了。\n\n旁白:十点了。`),
    ).toEqual(["MARA: You said you'd wait.", 'Tom: I did wait.', '旁白: 九点了。', '旁白: 十点了。']);
  });

  test('[SCR10] a name of the cast is found in another case, an exact one first', () => {
    expect(speechIn('---\ncast: { Mara: , MARA: }\n---\nMARA: a\n\nMara: b\n\nmara: c')).toEqual([
      'MARA: a',
      'Mara: b',
      'Mara: c',
    ]);
  });

  test('[SCR11] a name in upper case joins the cast with a warning, and the default voice reads it', () => {
    const parsed = parse(`${CAST}MARRA: Hello.\n\nDR. O'NEILL-SMITH 2: Yes.\n\nMARRA: Again.`);
    expect(partsOf(parsed).speakers.map(({ name }) => name)).toEqual([
      'MARA',
      'Tom',
      '旁白',
      'MARRA',
      "DR. O'NEILL-SMITH 2",
    ]);
    expect(partsOf(parsed).speakers[3]).not.toHaveProperty('voice');
    expect(parsed.dropped).toEqual([
      { line: 7, what: 'MARRA is not in the cast: added, with the default voice. Did you mean MARA?' },
      {
        line: 9,
        what: "DR. O'NEILL-SMITH 2 is not in the cast: added, with the default voice.",
        addedSpeaker: "DR. O'NEILL-SMITH 2",
      },
    ]);
  });

  test.each([
    'Note: this stays prose.',
    'He said: no.',
    'AT 10:30 HE LEFT.',
    'https://example.org is a place.',
    '旁边：没有人。',
    'THIS IS NOT A NAME, BUT A SENTENCE: YES.',
    'A NAME THAT IS LONGER THAN FORTY LETTERS HAS: no.',
    'MARA\\: is escaped.',
    ': nothing.',
  ])('[SCR12] prose: %s', (text) => {
    expect(speechIn(`${CAST.replace('旁白', '老白')}${text}`)).toEqual([`-: ${text.replace('\\', '')}`]);
  });

  test('[SCR10] marks of emphasis around a name do not hide it', () => {
    for (const label of ['**MARA:**', '**MARA**:', '*MARA*:', '__MARA:__', '***MARA:***']) {
      expect(speechIn(`${CAST}${label} Hello *you*.`)).toEqual(['MARA: Hello you.']);
    }
    expect(blocksIn(`${CAST}**MARA** (low): Hello.`)).toMatchObject([{ speakerId: 'MARA', direction: 'low' }]);
    expect(speechIn(`${CAST}**Bold words** and MARA: Hello.`)).toEqual(['-: Bold words and MARA: Hello.']);
  });

  test('[SCR13] what stands in parentheses after the name is the direction', () => {
    expect(
      blocksIn(`${CAST}MARA (whispering, close: very): Wait.\n\n旁白（低声）：等等。\n\nTOM (V.O.) (dry): No.`),
    ).toMatchObject([
      { speakerId: 'MARA', direction: 'whispering, close: very', text: 'Wait.' },
      { speakerId: '旁白', direction: '低声', text: '等等。' },
      { speakerId: 'Tom', direction: 'V.O., dry', text: 'No.' },
    ]);
  });

  test('[SCR14] a paragraph without a name names nobody', () => {
    expect(blocksIn(`${CAST}The narrator reads.`)).toEqual([
      { type: 'line', speakerId: null, text: 'The narrator reads.', gainDb: 0 },
    ]);
  });

  test('[SCR15] lines of a paragraph join with a blank, those of Chinese and Japanese without', () => {
    expect(
      speechIn(
        `${CAST}TOM: I did wait.  \nReally.\n\nI waited\nuntil   the rain\n  got in.\n\n九点开了。\n已经十点了。\nOk\n好`,
      ),
    ).toEqual(['Tom: I did wait.\nReally.', '-: I waited until   the rain got in.', '-: 九点开了。已经十点了。 Ok 好']);
  });

  test('[SCR15] a name on a line of its own speaks the lines below', () => {
    expect(speechIn(`${CAST}MARA:\nHello\nyou.\n\nTOM:\n\nProse.`)).toEqual(['MARA: Hello you.', 'Tom: ', '-: Prose.']);
  });

  test('[SCR16] a line right below one of the same speaker continues it', () => {
    const lines = blocksIn(`${CAST}MARA: One.\nMARA: Two.\nTOM: Three.\nTOM: Four.\n\nTOM: Five.\n> note\nTOM: Six.`);
    expect(lines.map(({ text, isContinuation }) => [text, isContinuation])).toEqual([
      ['One.', undefined],
      ['Two.', true],
      ['Three.', undefined],
      ['Four.', true],
      ['Five.', undefined],
      ['note', undefined],
      ['Six.', undefined],
    ]);
  });

  test('[SCR16] a sound beneath, a marker or an anchor between does not break the paragraph', () => {
    const source = `${CAST}MARA: One.\n![Rain](rain.wav){under}\n[marker here]\nMARA: Two.\n![Bell](bell.wav)\nMARA: Three.`;
    expect(blocksIn(source).map(({ isContinuation }) => isContinuation)).toEqual([
      undefined,
      true,
      undefined,
      undefined,
    ]);
  });
});

describe('what is said', () => {
  test('[SCR17] emphasis, links and code are read by their words', () => {
    expect(
      speechIn(
        '*a* **b** ***c*** _d_ `e` [f *g*](http://x.org "t") <https://x.org> [h][ref] \\*i\\* &amp; &#8212;\n\n[ref]: http://y.org',
      ),
    ).toEqual(['-: a b c d e f g https://x.org h *i* & —']);
    expect(speechIn('**你好。**世界 2 * 3 * 4 snake_case')).toEqual(['-: 你好。世界 2 * 3 * 4 snake_case']);
  });

  test('[SCR17] pauses, sounds, smart quotes and other scripts pass through untouched', () => {
    const text = '“Ten” <#0.8#>past… (sighs) it’s 九点<#1.25#>了 — a < b & c > d #5 {x y z!}';
    expect(speechIn(text)).toEqual([`-: ${text}`]);
  });

  test('[SCR18] pictures and footnotes are dropped with their lines', () => {
    const parsed = parse(
      'See ![a map](map.png) here.[^1]\n\n![cover](cover.jpg)\n\n[^1]: Not spoken.\nStill not.\n\nEnd.',
    );
    expect(partsOf(parsed).blocks.map((block) => 'text' in block && block.text)).toEqual(['See here.', 'End.']);
    expect(parsed.dropped).toEqual([
      { line: 1, what: 'footnote mark [^1]' },
      { line: 1, what: 'picture map.png' },
      { line: 3, what: 'picture cover.jpg' },
      { line: 5, what: 'footnote' },
    ]);
  });

  test.each([
    ['Hello <b>you</b>.', 1, 7],
    ['One.\n\nMARA: two\nthree <br> four', 4, 7],
    ['<!-- hidden -->', 1, 1],
    ['<div>\n\ntext\n\n</div>', 1, 1],
  ])('[SCR19] HTML is an error: %j', (source, line, column) => {
    const error = refusalOf(source);
    expect(error.message).toMatch(new RegExp(`^night\\.md:${line}: HTML is not read`));
    expect(error.details).toMatchObject({ file: 'night.md', line, column });
  });

  test('[SCR20] pauses at the ends of a line become the gaps around it', () => {
    expect(blocksIn('MARA: <#0.5#> <#0.25#> One <#1#> two. <#2#>')).toMatchObject([
      { text: 'One <#1#> two.', gapBeforeSamples: 36_000, gapAfterSamples: 96_000 },
    ]);
    expect(blocksIn('MARA: “<#0.5#> One')[0]).not.toHaveProperty('gapBeforeSamples');
  });

  test('[SCR20] a paragraph of nothing but pauses is a pause', () => {
    expect(blocksIn('One.\n\n<#1#><#0.5#>\n\nTwo.')[1]).toEqual({ type: 'pause', durationSamples: 72_000 });
  });

  test('[SCR21] a pause that is not valid is an error at its place', () => {
    const error = refusalOf('One.\n\nMARA: It was\nalready <#100#> late.');
    expect(error.message).toMatch(/^night\.md:4: <#100#> is not a pause/);
    expect(error.details).toMatchObject({ line: 4, column: 9 });
    expect(refusalOf('MARA: now <#1,5#>').details).toMatchObject({ line: 1, column: 11 });
  });

  test('[SCR22] attributes behind a line set its level, gaps and direction', () => {
    expect(
      blocksIn(
        'MARA: One. {gain=-2.5dB gap=-0.25s gap-after=1234smp}\n\nTwo. {direction="sad, \\"low\\"" continued}\n\n{}',
      ),
    ).toEqual([
      { type: 'line', speakerId: 'MARA', text: 'One.', gainDb: -2.5, gapBeforeSamples: -12_000, gapAfterSamples: 1234 },
      { type: 'line', speakerId: null, text: 'Two.', gainDb: 0, direction: 'sad, "low"', isContinuation: true },
      { type: 'line', speakerId: null, text: '', gainDb: 0 },
    ]);
  });

  test('[SCR22] braces that are no attributes are read, and unknown attributes are errors', () => {
    expect(speechIn('Set {1, 2} and \\{gain}')).toEqual(['-: Set {1, 2} and {gain}']);
    expect(refusalOf('One. {gian=2dB}').message).toMatch(/^night\.md:1: "gian" .*Did you mean "gain"\?/);
    expect(refusalOf('One. {gain=2}').message).toContain('gain=2: write a level such as -6dB');
    expect(refusalOf('One. {gap=fast}').message).toContain('gap=fast: write a length such as 1.5s');
    expect(refusalOf('One. {gain=25dB}').message).toContain('-144dB to 24dB');
    expect(refusalOf('One. {gain}').message).toContain('"gain" needs a value');
    expect(refusalOf('One. {continued=1s}').message).toContain('takes no value');
    expect(refusalOf('One. {gap=1s gap=2s}').message).toContain('"gap" is said twice');
  });

  test('[SCR23] [pause 1s] inside a line is a pause there', () => {
    expect(speechIn('MARA: One [pause 1.5s] two.')).toEqual(['MARA: One <#1.50#> two.']);
    expect(refusalOf('One [pause 1ms] two').message).toContain('is not a pause inside a line');
  });
});
