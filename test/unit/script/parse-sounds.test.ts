import { describe, expect, test } from 'vitest';
import { blocksOf } from '#shared/document/episode-document.ts';
import { blocksIn, parse, partsOf, refusalOf } from './parse-for-test.ts';

const clipIn = (source: string) => partsOf(parse(source)).clips[0];

/** What a clip hangs on: `text of the block/edge`, or its sample. */
function anchorsIn(source: string) {
  const { document } = parse(source);
  const blocks = blocksOf(document);
  const say = (anchor: { atSample: number } | { blockId: string; edge: string } | undefined) => {
    if (!anchor) return undefined;
    if ('atSample' in anchor) return anchor.atSample;
    const block = blocks.find(({ id }) => id === anchor.blockId);
    return `${block && 'text' in block ? block.text : block?.type}/${anchor.edge}`;
  };
  return [...document.records.values()]
    .filter((record) => record.type === 'clip' || record.type === 'marker')
    .map((record) => [say(record.anchor), say('until' in record ? record.until : undefined)]);
}

describe('sounds', () => {
  test('[SCR32] a sound takes its own time in the sequence, on the effects track unless it names one', () => {
    expect(
      blocksIn(
        '![The *ferry’s* horn](sounds/my horn (1).wav)\n\n![x](<a b.mp3> "t"){track=foley gain=-1.5dB fade-in=10ms fade-out=2s loop from=1s to=2.5s for=30s}',
      ),
    ).toEqual([
      {
        type: 'cue',
        trackId: 'effects',
        title: 'The *ferry’s* horn',
        path: 'sounds/my horn (1).wav',
        sourceStartSample: 0,
        gainDb: 0,
        fadeInSamples: 0,
        fadeOutSamples: 0,
        isLooped: false,
      },
      {
        type: 'cue',
        trackId: 'foley',
        title: 'x',
        path: 'a b.mp3',
        sourceStartSample: 48_000,
        sourceEndSample: 120_000,
        gainDb: -1.5,
        fadeInSamples: 480,
        fadeOutSamples: 96_000,
        isLooped: true,
        durationSamples: 1_440_000,
      },
    ]);
  });

  test('[SCR33] under hangs on the start of what follows, or the end of the last block', () => {
    const source =
      '![a](a.wav){under}\n\n# One\n\n![b](b.wav){under}\n> note\n\nTwo.\n\n![c](c.wav){under}\n\n![d](d.wav){under edge=start}';
    expect(anchorsIn(source)).toEqual([
      ['One/start', undefined],
      ['note/start', undefined],
      ['Two./start', undefined],
      ['Two./end', undefined],
    ]);
    expect(anchorsIn('![a](a.wav){under}')).toEqual([[0, undefined]]);
  });

  test('[SCR34] until finds a later heading: exact, then whatever the case, then by its beginning', () => {
    const headings = '# Chapter 20\n\n# chapter 2\n\n# Chapter 2: The sea\n\n# Chapter 2';
    const until = (text: string) => anchorsIn(`![a](a.wav){under until="${text}"}\n\nOne.\n\n${headings}`)[0]?.[1];
    expect(until('Chapter 2')).toBe('Chapter 2/start');
    expect(until('CHAPTER  2')).toBe('chapter 2/start');
    expect(until('Chapter 2: the sea')).toBe('Chapter 2: The sea/start');
    expect(
      anchorsIn('![a](a.wav){under until="Chapter 2"}\n\nOne.\n\n# Chapter 20\n\n# Chapter 2: The sea')[0]?.[1],
    ).toBe('Chapter 2: The sea/start');
    expect(anchorsIn('# A\n\nOne.\n\n![a](a.wav){under until=A}\n\nTwo.\n\n# A\n\nThree.')).toEqual([
      ['Two./start', 'A/start'],
    ]);
  });

  test('[SCR34] a misspelt heading is an error that names the right one', () => {
    const error = refusalOf('One.\n\n![a](a.wav){under until="Chaptr 2"}\n\nTwo.\n\n# Chapter 1\n\n# Chapter 2');
    expect(error.message).toBe('night.md:3: until="Chaptr 2": no heading has this text. Is it "Chapter 2"?');
    expect(refusalOf('# A\n\n![a](a.wav){under until=A}\n\nOne.').message).toContain('stands before this sound');
  });

  test('[SCR34] a heading that is not written yet is a warning, and the sound plays to its own end', () => {
    const { document, dropped } = parse('# One\n\n![a](a.wav){under until="Chapter 2"}\n\nWords.');
    expect(dropped).toEqual([
      { line: 3, what: 'until="Chapter 2": there is no such heading yet, so the sound plays to its own end.' },
    ]);
    expect([...document.records.values()].some((record) => 'until' in record)).toBe(false);
  });

  test('[SCR35] anchors, edges, offsets, pins and markers', () => {
    const source = `![a](a.wav){under edge=end offset=-0.5s until=#stop until-edge=end}

One.

![b](b.wav){at=10s until-at=12.5s}

[marker A \\] mark]{offset=1smp}
[anchor stop]
Two.

[marker late]{at=1s}`;
    expect(anchorsIn(source)).toEqual([
      [480_000, 600_000],
      ['One./end', 'Two./end'],
      [48_000, undefined],
      ['Two./start', undefined],
    ]);
    const { clips, markers } = partsOf(parse(source));
    expect(clips.map(({ offsetSamples }) => offsetSamples)).toEqual([0, -24_000]);
    expect(markers.map(({ text, offsetSamples }) => [text, offsetSamples])).toEqual([
      ['late', 0],
      ['A ] mark', 1],
    ]);
  });

  test.each([
    ['![a](a.wav){under until=#gone}\n\nOne.', 1, 'there is no [anchor gone]'],
    ['One.\n\n[anchor a]', 3, 'Nothing follows'],
    ['[anchor a]\n[anchor a]\n\nOne.', 2, 'for the second time'],
    ['[anchor a b]\n\nOne.', 1, 'letters, digits'],
    ['One.\n\n![a](a.wav){until=x}', 3, '"until" is for a sound that plays beneath'],
    ['![a](a.wav){under edge=middle}', 1, 'edge is start or end'],
    ['![a](a.wav){under phase=1s}', 1, '"phase" is for a sound with "loop"'],
    ['![a](a.wav){from=2s to=1s}', 1, '"to" must be later'],
    ['![a](a.wav){gain=-24}', 1, 'such as -6dB'],
    ['![a](a.wav){fade-in=-1s}', 1, 'cannot be negative'],
    ['![a](a.wav){fadein=1s}', 1, 'Did you mean "fade-in"'],
    ['![a](a.wav){track=music under', 1, 'must stand on a line of its own'],
    ['One ![a](a.wav) two', 1, 'must stand on a line of its own'],
    ['![a](a.wav){asset=12}', 1, 'assetId'],
    ['MARA: One.\n\n![a](a.wav){track=MARA}', 3, 'a track for speech'],
    ['[marker x]{at=never}', 1, 'such as 1.5s'],
    ['[marker x]{at 1s}', 1, 'not closed or not understood'],
  ])('[SCR36] %j is an error', (source, line, message) => {
    const error = refusalOf(source);
    expect(error.message).toMatch(new RegExp(`^night\\.md:${line}: `));
    expect(error.message).toContain(message);
  });

  test.each([
    '../a.wav',
    'a/../../b.wav',
    '/etc/a.wav',
    'C:\\a.wav',
    'c:a.wav',
    '..\\a.wav',
    '\\\\host\\a.wav',
    'https://x.org/a.wav',
    'file:///a.wav',
  ])('[SCR37] %s leaves the folder of the script', (path) => {
    const source = `One.\n\n![a](${path.replaceAll('\\', '\\\\')})`;
    expect(refusalOf(source).message).toMatch(/^night\.md:3: /);
    if (!/^\w{2,}:/.test(path)) expect(blocksIn(source, { canLeaveFolder: true })[1]).toMatchObject({ path });
  });

  test('[SCR37] a path may wander inside the folder', () => {
    expect(blocksIn('![a](a/../b/./c.wav)')[0]).toMatchObject({ path: 'a/../b/./c.wav' });
  });

  test('[SCR38] a sound without a file is kept, with a warning', () => {
    const parsed = parse('![Horn]()');
    expect(partsOf(parsed).blocks[0]).not.toHaveProperty('path');
    expect(parsed.dropped).toEqual([{ line: 1, what: 'no file for the sound "Horn"' }]);
    const assetId = 'a'.repeat(64);
    expect(clipIn(`![Horn](){under asset=${assetId}}`)).toMatchObject({ assetId });
  });
});
