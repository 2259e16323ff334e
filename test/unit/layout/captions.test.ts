import { describe, expect, it } from 'vitest';
import { captionWordsOf, widthOf } from '#shared/layout/caption-words.ts';
import { captionLabel, captionsOf } from '#shared/layout/captions.ts';
import { layOut } from '#shared/layout/lay-out.ts';
import type { TakeCue } from '#shared/media.ts';
import { samples, secondsToSamples } from '#shared/units.ts';
import { episodeOf, heading, line, takeId } from '../document/sample-episode.ts';
import { FakeMedia } from './fake-media.ts';

const SECOND = 48_000;
const at = (seconds: number) => secondsToSamples(seconds);

function captions(blocks: Parameters<typeof episodeOf>[0], media = new FakeMedia(), language = 'en') {
  const document = episodeOf(blocks, [], { language });
  return captionsOf(document, layOut(document, media), media);
}
const texts = (text: string, language = 'en') =>
  captions([line('l', 'anna', { text })], new FakeMedia(), language).map((caption) => caption.lines);
const spoken = (name: string, text: string, speaker = 'anna', more = {}) =>
  line(name, speaker, { text, takeId: takeId(name), ...more });

describe('the text of captions', () => {
  it('[CHP20] is one line where it fits, two where it does not, in the best place', () => {
    expect(texts('The last ferry left at nine.')).toEqual([['The last ferry left at nine.']]);
    expect(texts('In the morning they open the bridge, and nobody needs a boat.')).toEqual([
      ['In the morning they open the bridge,', 'and nobody needs a boat.'],
    ]);
  });

  it('[CHP20] leaves room for the name where a line of sounds alone stood before', () => {
    const [first] = captions([
      line('sounds', 'anna', { text: '(laughs)' }),
      line('words', 'anna', { text: 'Nobody on this quay has ever seen a ferry' }),
      line('other', 'bert', { text: 'Never.' }),
    ]);
    expect(first?.isNewSpeaker).toBe(true);
    expect(widthOf(`ANNA: ${first?.lines[0]}`)).toBeLessThanOrEqual(42 * 8);
  });

  it('[CHP20] divides evenly what could be divided anywhere', () => {
    expect(texts(Array(12).fill('aaaa').join(' '), 'fi')).toEqual([
      ['aaaa aaaa aaaa aaaa aaaa aaaa', 'aaaa aaaa aaaa aaaa aaaa aaaa'],
    ]);
  });

  it('[CHP21] ends captions with sentences and clauses, and before conjunctions rather than after', () => {
    expect(
      texts('Mara came down the steps with one small bag and the rain in her shoes. He did not get up from the box.'),
    ).toEqual([
      ['Mara came down the steps with one', 'small bag and the rain in her shoes.'],
      ['He did not get up from the box.'],
    ]);
    const long =
      'Halfway across the rain stopped and the engine counted to four over and over as it did when they were small and slept under coats behind the wheel';
    for (const lines of texts(long).slice(0, -1))
      expect(lines.at(-1)).not.toMatch(/\b(and|the|to|as|when|under|behind)$/);
  });

  it('[CHP21] ends no sentence at an abbreviation or an initial, and leaves no article hanging', () => {
    const words = captionWordsOf('I met Dr. Brown and J. Smith at the House.', 'en');
    const cost = (text: string) => words.find((word) => word.text === text)!.breakCost;
    expect([cost('Dr.'), cost('J.'), cost('the')]).toEqual([45, 45, 45]);
    expect(cost('House.')).toBe(0);
    const german = captionWordsOf('Er kam, weil der Regen fiel', 'de');
    expect(german.map((word) => word.breakCost)).toEqual([20, 4, 45, 45, 20, 0]);
    expect(captionWordsOf('Der „Regen“ fiel.“ Dann', 'fi').map((word) => word.breakCost)).toEqual([6, 20, 0, 0]);
  });

  it('[CHP22] fills 16 wide signs to a line, cuts Chinese between words, and lets no line begin with a comma', () => {
    const text = '现在已经九点十分了，雨还在下，码头上一个人也没有，只有一盏灯在风里摇晃，远处传来汽笛的声音。';
    const lines = texts(text, 'zh-CN').flat();
    expect(lines.join('')).toBe(text);
    for (const each of lines) {
      expect(each.length).toBeLessThanOrEqual(16);
      expect(each).not.toMatch(/^[，。！？、”]/u);
    }
    expect(texts('他说“你好”', 'zh').flat()).toEqual(['他说“你好”']);
    for (const word of captionWordsOf('他说：“你好！”然后走了（真的）。', 'zh')) {
      expect(word.text).not.toMatch(/^[：！”）。]/u);
      expect(word.text).not.toMatch(/[“（]$/u);
    }
  });

  it('[CHP23] never cuts a word, unless it is wider than a line, and never a character', () => {
    const url = `https://example.org/${'a'.repeat(80)}`;
    const lines = texts(`Go to ${url} now.`).flat();
    expect(lines.join('').replaceAll(' ', '')).toBe(`Goto${url}now.`);
    for (const each of lines) expect(widthOf(each)).toBeLessThanOrEqual(336);
    const family = '👨‍👩‍👧‍👦'.repeat(40);
    for (const each of texts(`x${family}`).flat()) expect(each.replace('x', '').replaceAll('👨‍👩‍👧‍👦', '')).toBe('');
  });

  it('[CHP24] leaves out pauses, sounds and what a player could trip over', () => {
    expect(texts('Wait. <#0.40#> (laughs) All\u202e right.')).toEqual([['Wait. All right.']]);
    expect(captions([line('l', 'anna', { text: '…' }), line('m', 'anna', { text: '(laughs)' })])).toEqual([]);
  });

  it('[CHP25] begins a new caption at a new speaker, and says so', () => {
    const list = captions([
      heading('h', { text: 'One', isSpoken: true }),
      line('a', 'anna', { text: 'Yes.' }),
      line('b', 'bert', { text: 'No.' }),
      line('c', 'bert', { text: 'Well.' }),
      line('d', null, { text: 'So.' }),
    ]);
    expect(list.map((caption) => [caption.lines.join(), caption.speaker, caption.isNewSpeaker])).toEqual([
      ['One', 'ANNA', true],
      ['Yes.', 'ANNA', false],
      ['No.', 'BERT', true],
      ['Well.', 'BERT', false],
      ['So.', 'ANNA', true],
    ]);
    const alone = captions([line('a', 'anna', { text: 'Yes.' }), line('b', 'anna', { text: 'No.' })]);
    expect(alone.map((caption) => caption.isNewSpeaker)).toEqual([false, false]);
  });

  it('[CHP25] keeps room for the name, and shortens one that would take over', () => {
    const text = 'In the morning they open it, and nobody.';
    const [narration] = captions([line('a', 'anna', { text })]);
    expect(narration?.lines).toHaveLength(1);
    const both = captions([line('a', 'anna', { text }), line('b', 'bert', { text: 'No.' })]);
    expect(both[0]?.lines).toHaveLength(2);
    expect(captionLabel('ANNA')).toBe('ANNA: ');
    expect(captionLabel('A very long name that goes on')).toBe('A very long name t…: ');
    expect(captionLabel('名'.repeat(20))).toBe('名名名名名名…: ');
  });
});

describe('the times of captions', () => {
  it('[CHP30] are those of the words, by their share of the speech', () => {
    const media = new FakeMedia().speech('a', [{ speech: 8 * SECOND }]);
    const text = `${'x'.repeat(39)}. ${'y'.repeat(39)}. ${'z'.repeat(39)}. ${'w'.repeat(39)}.`;
    const list = captions([spoken('a', text)], media);
    expect(list.map((caption) => caption.lines)).toEqual([
      [`${'x'.repeat(39)}.`, `${'y'.repeat(39)}.`],
      [`${'z'.repeat(39)}.`, `${'w'.repeat(39)}.`],
    ]);
    // Spaces take no time.
    expect(list[1]!.startSample).toBe(at(4));
    expect(list[0]!.endSample).toBe(at(4 - 0.083));
    expect(list[1]!.endSample).toBe(8 * SECOND);
  });

  it('[CHP31] follow inline pauses to the sample, and hold no long pause', () => {
    const media = new FakeMedia().speech('a', [{ speech: 2 * SECOND }, { speech: SECOND, runIndex: 1 }]);
    const list = captions([spoken('a', 'One two three four. <#2.00#> Five.')], media);
    expect(list.map((caption) => [caption.lines.join(), caption.startSample, caption.endSample])).toEqual([
      ['One two three four.', 0, 2 * SECOND],
      ['Five.', 4 * SECOND, 5 * SECOND],
    ]);
    const within = captions([line('a', 'anna', { text: 'This is the <#1.60#> end.' })]);
    expect(within.map((caption) => caption.lines.join())).toEqual(['This is the', 'end.']);
    const estimated = captions([line('a', 'anna', { text: `${'x'.repeat(28)} <#3.00#> ${'y'.repeat(28)}` })]);
    expect(estimated.map((caption) => [caption.startSample, caption.endSample])).toEqual([
      [0, 2 * SECOND],
      [5 * SECOND, 7 * SECOND],
    ]);
  });

  it('[CHP32] are those the service gives, where its words are found', () => {
    const cue = (start: number, end: number, text: string, segmentIndex = 0): TakeCue => ({
      segmentIndex,
      startSample: samples(1_000 + at(start)),
      endSample: samples(1_000 + at(end)),
      text,
    });
    const text = 'The first sentence of it was slow. The second one, “quick”.';
    const media = new FakeMedia().speech(
      'a',
      [{ speech: 8 * SECOND }],
      [cue(0.25, 6, 'the first SENTENCE of it was slow'), cue(6.5, 7.5, 'The second one quick')],
    );
    const list = captions([spoken('a', text)], media);
    expect(list.map((caption) => [caption.lines.join(' '), caption.startSample, caption.endSample])).toEqual([
      ['The first sentence of it was slow.', at(0.25), at(6)],
      ['The second one, “quick”.', at(6.5), at(7.7)],
    ]);
    const far = `${'x '.repeat(40)}end`;
    const misheard = new FakeMedia().speech('a', [{ speech: 8 * SECOND }], [cue(0, 0.5, 'end')]);
    const unheard = new FakeMedia().speech('a', [{ speech: 8 * SECOND }]);
    expect(captions([spoken('a', far)], misheard)).toEqual(captions([spoken('a', far)], unheard));
    const foreign = new FakeMedia().speech('a', [{ speech: 8 * SECOND }], [cue(0, 7, 'something else'), cue(0, 1, '')]);
    const plain = new FakeMedia().speech('a', [{ speech: 8 * SECOND }]);
    expect(captions([spoken('a', text)], foreign)).toEqual(captions([spoken('a', text)], plain));
  });

  it('[CHP32] follow the cuts of the take', () => {
    const cues: TakeCue[] = [
      { segmentIndex: 0, startSample: samples(1_000), endSample: samples(1_000 + 2 * SECOND), text: 'One.' },
      {
        segmentIndex: 0,
        startSample: samples(1_000 + 4 * SECOND),
        endSample: samples(1_000 + 6 * SECOND),
        text: 'Two.',
      },
    ];
    const media = new FakeMedia().speech('a', [{ speech: 6 * SECOND }], cues);
    const part = {
      segmentIndex: 0,
      gapBeforeSamples: samples(0),
      gainDb: 0,
      fadeInSamples: samples(0),
      fadeOutSamples: samples(0),
    };
    const list = [
      { ...part, startSample: samples(1_000), endSample: samples(1_000 + 2 * SECOND) },
      {
        ...part,
        startSample: samples(1_000 + 4 * SECOND),
        endSample: samples(1_000 + 6 * SECOND),
        gapBeforeSamples: at(1),
      },
    ];
    const cut = captions([spoken('a', 'One. Two.', 'anna', { parts: { takeId: takeId('a'), list } })], media);
    expect(cut.map((caption) => [caption.lines.join(), caption.startSample, caption.endSample])).toEqual([
      ['One.', 0, at(2)],
      ['Two.', at(3), at(5)],
    ]);
  });

  it('[CHP32] share out the whole line when its runs are played in another order', () => {
    const media = new FakeMedia().speech('a', [{ speech: 2 * SECOND }, { speech: 4 * SECOND, runIndex: 1 }]);
    const part = { gapBeforeSamples: samples(0), gainDb: 0, fadeInSamples: samples(0), fadeOutSamples: samples(0) };
    const list = [
      { ...part, segmentIndex: 1, startSample: samples(1_000), endSample: samples(1_000 + 4 * SECOND) },
      { ...part, segmentIndex: 0, startSample: samples(1_000), endSample: samples(1_000 + 2 * SECOND) },
    ];
    const text = 'One. <#0.50#> Two.';
    const turned = captions([spoken('a', text, 'anna', { parts: { takeId: takeId('a'), list } })], media);
    expect(turned.map((caption) => [caption.lines.join(), caption.startSample, caption.endSample])).toEqual([
      ['One. Two.', 0, at(6)],
    ]);
  });

  it('[CHP33] last a second where there is room, and at most seven', () => {
    const media = new FakeMedia().speech('a', [{ speech: at(0.4) }]).speech('b', [{ speech: at(12) }]);
    const list = captions([spoken('a', 'Yes.'), spoken('b', 'A very slow word or two.', 'bert')], media);
    expect([list[0]!.startSample, list[0]!.endSample]).toEqual([0, at(1)]);
    expect(list[0]!.warnings.map((warning) => warning.rule)).toEqual([]);
    // The words of the second begin at 0.9 s; the caption waits for the first to have its second.
    expect(list[1]!.startSample).toBe(at(1));
    expect(list[1]!.warnings.map((warning) => warning.rule)).toEqual(['gap']);
    for (const caption of list) expect(caption.endSample - caption.startSample).toBeLessThanOrEqual(at(7));
  });

  it('[CHP33] cut even a short text that is spoken for longer than seven seconds', () => {
    const media = new FakeMedia().speech('a', [{ speech: at(12) }]);
    const list = captions([spoken('a', 'So very very slow')], media);
    expect(list.length).toBeGreaterThan(1);
    for (const caption of list) expect(caption.endSample - caption.startSample).toBeGreaterThanOrEqual(at(1));
  });

  it('[CHP34] stay on to be read, and warn where there is no time for it', () => {
    const text = 'This is said very fast indeed, faster than anyone reads.';
    const media = new FakeMedia().speech('a', [{ speech: at(1.5) }]).speech('b', [{ speech: at(3) }]);
    const [free] = captions([spoken('a', text, 'anna', { gapAfterSamples: at(3) }), spoken('b', 'So.')], media);
    expect(free!.endSample).toBe(at(2.8));
    expect(free!.warnings).toEqual([]);
    const [pressed] = captions([spoken('a', text, 'anna', { gapAfterSamples: at(0.2) }), spoken('b', 'So.')], media);
    expect(pressed!.warnings).toEqual([
      { rule: 'reading-speed', value: expect.closeTo(34.6, 1), limit: 25, isError: true },
    ]);
    const [brisk] = captions([spoken('a', text, 'anna', { gapAfterSamples: at(1.083) }), spoken('b', 'So.')], media);
    expect(brisk!.warnings).toEqual([
      { rule: 'reading-speed', value: expect.closeTo(22.4, 1), limit: 20, isError: false },
    ]);
    const chinese = captions([spoken('b', '她'.repeat(24))], media, 'zh');
    expect(chinese[0]!.warnings).toMatchObject([
      { rule: 'reading-speed', value: expect.closeTo(21, 1), isError: false },
    ]);
  });

  it('[CHP35] never overlap: in cross-talk the second waits for the first to be read', () => {
    const media = new FakeMedia().speech('a', [{ speech: at(4) }]).speech('b', [{ speech: at(2) }]);
    const list = captions(
      [
        spoken('a', 'I never said anything of the kind to you.'),
        spoken('b', 'But you did.', 'bert', { gapBeforeSamples: at(-3.5) }),
      ],
      media,
    );
    expect(list.map((caption) => [caption.startSample, caption.endSample])).toEqual([
      [0, at(1.5)],
      [at(1.5), at(2.5)],
    ]);
    expect(list.map((caption) => caption.warnings.map((warning) => warning.rule))).toEqual([
      ['reading-speed'],
      ['gap'],
    ]);
  });

  it('[CHP35] show each of many voices for half a second at least', () => {
    const media = new FakeMedia().speech('a', [{ speech: at(4) }]);
    const over = { gapBeforeSamples: at(-9), takeId: takeId('a') };
    const names = ['anna', 'bert', 'anna', 'bert'];
    const list = captions(
      names.map((name, index) => line(`l${index}`, name, { ...over, text: 'All at once.' })),
      media,
    );
    expect(list.map((caption) => caption.endSample - caption.startSample)).toEqual([at(1), at(0.5), at(0.5), at(2)]);
  });

  it('[CHP36] end with the audio at the latest, and show what there is room for', () => {
    const media = new FakeMedia().speech('a', [{ speech: at(0.3) }]).speech('b', [{ speech: at(0.2) }]);
    const over = { gapBeforeSamples: at(-1) };
    const list = captions(
      [spoken('a', 'One.'), spoken('b', 'Two.', 'bert', over), spoken('a', 'Three.', 'anna', over)].map(
        (block, index) => ({ ...block, id: `l${index}` }) as typeof block,
      ),
      media,
    );
    expect(list.at(-1)!.endSample).toBe(at(0.3));
    for (const caption of list) expect(caption.endSample).toBeGreaterThan(caption.startSample);
  });
});
