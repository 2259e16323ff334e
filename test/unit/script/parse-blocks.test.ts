import { describe, expect, test } from 'vitest';
import { blocksIn, parse, partsOf, refusalOf, speechIn } from './parse-for-test.ts';

describe('headings', () => {
  test('[SCR25] every level is a chapter marker, spoken only where it says so', () => {
    expect(
      blocksIn('# Chapter 1: *The* quay\n\n### Part {spoken}\n\n###### C \\# ##\n\n#Tag is prose\n\n#'),
    ).toMatchObject([
      { type: 'heading', level: 1, text: 'Chapter 1: The quay', isSpoken: false },
      { type: 'heading', level: 3, text: 'Part', isSpoken: true },
      { type: 'heading', level: 6, text: 'C #', isSpoken: false },
      { type: 'line', text: '#Tag is prose' },
      { type: 'heading', level: 1, text: '', isSpoken: false },
    ]);
  });

  test('[SCR25] a line of === or --- below a single unnamed line makes it a heading', () => {
    expect(blocksIn('Chapter 1\n===\n\nPart {spoken}\n---\nText')).toMatchObject([
      { type: 'heading', level: 1, text: 'Chapter 1' },
      { type: 'heading', level: 2, text: 'Part', isSpoken: true },
      { type: 'line', text: 'Text' },
    ]);
  });
});

describe('pauses', () => {
  test('[SCR26] [pause] is a pause of its own, in seconds or milliseconds', () => {
    const lengths = blocksIn('[pause 1.5s]\n\n[pause 300ms]\n[Pause: 2 s]\n\n[pause 0s]\n\n[pause 7smp]').map(
      (block) => block.durationSamples,
    );
    expect(lengths).toEqual([72_000, 14_400, 96_000, 0, 7]);
  });

  test.each(['[pause]', '[pause 2]', '[pause soon]', '[pause -1s]', '[pause 1.5s]{gain=2dB}'])(
    '[SCR26] %s is an error',
    (directive) => {
      expect(refusalOf(`One.\n\n${directive}`).message).toMatch(/^night\.md:3: /);
    },
  );

  test('[SCR27] a line of three or more signs is a scene break of 2.5 s, below a named or longer paragraph too', () => {
    const rules = ['***', '* * *', '---', '_____', '- - -'];
    for (const rule of rules) {
      expect(blocksIn(`One.\n\n${rule}\n\nTwo.`)[1]).toEqual({ type: 'pause', durationSamples: 120_000 });
    }
    expect(speechIn('MARA: I waited.\n---\nTOM: Me too.\n\nOne\ntwo\n---')).toEqual([
      'MARA: I waited.',
      '[pause]',
      'TOM: Me too.',
      '-: One two',
      '[pause]',
    ]);
  });
});

describe('notes and the rest of Markdown', () => {
  test('[SCR28] a quote is a note, kept as it stands, and ends with its last >', () => {
    expect(blocksIn('> A *note*.\n>\n>  more &amp; \\> less\nMARA: Spoken.\n\n>two\n\n>')).toMatchObject([
      { type: 'note', text: 'A *note*.\n\n more & > less' },
      { type: 'line', text: 'Spoken.' },
      { type: 'note', text: 'two' },
      { type: 'note', text: '' },
    ]);
  });

  test('[SCR28] a stage direction for a sound without a file is kept as a note, with a warning', () => {
    const parsed = parse('One.\n\n[SFX: a door]\n\nTwo [aside].');
    expect(partsOf(parsed).blocks).toMatchObject([{}, { type: 'note', text: 'sfx: a door' }, { text: 'Two [aside].' }]);
    expect(parsed.dropped).toEqual([{ line: 3, what: '[sfx: a door] names no file: kept as a note' }]);
  });

  test('[SCR29] items of a list are lines, and numbers before them are read', () => {
    expect(speechIn('- One\n- MARA: two\n  * three\nmore\n\n1. First\n\n1984. It was April.\n\n-5 degrees')).toEqual([
      '-: One',
      'MARA: two',
      '-: three more',
      '-: 1. First',
      '-: 1984. It was April.',
      '-: -5 degrees',
    ]);
  });

  test('[SCR29] indentation means nothing', () => {
    expect(speechIn('    One.\n\n\tTwo.\n\n   # Three')).toEqual(['-: One.', '-: Two.', '[heading]']);
  });

  test('[SCR30] tables, code blocks and link targets are dropped with their lines', () => {
    const parsed = parse(
      'One.\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n\n```js\nMARA: code\n\n# no\n```\nTwo.\n\n[x]: http://a.b "t"\n\na | b is text',
    );
    expect(partsOf(parsed).blocks.map((block) => 'text' in block && block.text)).toEqual([
      'One.',
      'Two.',
      'a | b is text',
    ]);
    expect(parsed.dropped).toEqual([
      { line: 3, what: 'table' },
      { line: 7, what: 'code block' },
      { line: 14, what: 'link target [x]' },
    ]);
  });

  test('[SCR30] a code block that never ends would swallow the script: an error', () => {
    expect(refusalOf('One.\n\n~~~\nTwo.').message).toMatch(
      /^night\.md:3: The code block that opens here is not closed/,
    );
  });

  test('[SCR30] somebody in brackets is no link target', () => {
    expect(speechIn('[MARA]: hello')).toEqual(['-: [MARA]: hello']);
  });

  test('[SCR31] byte order mark and any line ends are read, and lines still counted right', () => {
    expect(speechIn('\ufeff---\r\ntitle: x\r\n---\r\nOne\r\ntwo.\r\rThree.')).toEqual(['-: One two.', '-: Three.']);
    expect(refusalOf('\ufeffOne\r\n\r\n<b>\r\n').message).toMatch(/^night\.md:3:/);
  });
});
