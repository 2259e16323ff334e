import { describe, expect, test } from 'vitest';
import { parse, partsOf, refusalOf } from './parse-for-test.ts';

const front = (yaml: string) => partsOf(parse(`---\n${yaml}\n---\n`));

describe('settings', () => {
  test('[SCR45] what a script says of its episode, and what holds when it says nothing', () => {
    const yaml = `title: The Night Ferry
author: A. Writer
description: "One.\\nTwo."
language: zh-CN
kind: audiobook
cover: art/cover.png
gaps: { line: 0.35s, speaker: 500ms, paragraph: 7smp, chapter: 2s, heading: 0s }
export: { preset: acx }`;
    expect(front(yaml).settings).toEqual({
      type: 'episode',
      id: 'episode',
      title: 'The Night Ferry',
      author: 'A. Writer',
      description: 'One.\nTwo.',
      language: 'zh-CN',
      kind: 'audiobook',
      coverPath: 'art/cover.png',
      gaps: {
        lineSamples: 16_800,
        speakerSamples: 24_000,
        paragraphSamples: 7,
        chapterSamples: 96_000,
        headingSamples: 0,
      },
      exportPreset: 'acx',
    });
    expect(partsOf(parse('One.', { fileName: 'a/b/The night.v2.md' })).settings).toEqual({
      type: 'episode',
      id: 'episode',
      title: 'The night.v2',
      language: 'en',
      kind: 'podcast',
    });
  });

  test('[SCR45] texts are taken as they are written', () => {
    expect(front('title: 2001').settings.title).toBe('2001');
    expect(front('title: 1.10').settings.title).toBe('1.10');
    expect(front('title: Null').settings.title).toBe('Null');
    expect(front('title: ""').settings.title).toBe('');
  });

  test('[SCR46] pronunciations, as a map or a list, in their order', () => {
    expect(
      front('pronounce:\n  Greifswald: Grifes-valt\n  7: { spoken: seven, case: true, language: en, provider: mimo }')
        .settings.pronunciations,
    ).toEqual([
      { written: 'Greifswald', spoken: 'Grifes-valt' },
      { written: '7', spoken: 'seven', isCaseSensitive: true, language: 'en', provider: 'mimo' },
    ]);
    expect(
      front('pronounce:\n- { written: a, spoken: b }\n- { written: a, spoken: c, language: de }').settings
        .pronunciations,
    ).toHaveLength(2);
  });
});

describe('cast and tracks', () => {
  test('[SCR47] a voice as provider/voice or as a map', () => {
    const yaml = `cast:
  NARRATOR: flite/slt
  MARA:
    voice: mimo/Chloe/2
    model: m-1
    style: tired, warm
    options: { speed: 1.1, mix: [{ voice: a, weight: 3 }], emotion: null }
    colour: "#3366CC"
  TOM: { provider: my/own, voice: "x ", name: "Tom: the brother" }
  1984:`;
    expect(front(yaml).speakers.map(({ name, voice, colour }) => ({ name, voice, colour }))).toEqual([
      { name: 'NARRATOR', voice: { provider: 'flite', voiceId: 'slt' }, colour: undefined },
      {
        name: 'MARA',
        voice: {
          provider: 'mimo',
          voiceId: 'Chloe/2',
          model: 'm-1',
          style: 'tired, warm',
          options: { speed: 1.1, mix: [{ voice: 'a', weight: 3 }], emotion: null },
        },
        colour: '#3366cc',
      },
      { name: 'Tom: the brother', voice: { provider: 'my/own', voiceId: 'x ' }, colour: undefined },
      { name: '1984', voice: undefined, colour: undefined },
    ]);
  });

  test('[SCR48] each of the cast speaks on a track of their own; sounds make the tracks they name', () => {
    const parsed = parse(
      '---\ncast: { MARA: a/b, TOM: a/c }\n---\n![a](a.wav){track=night-music under}\n![b](b.wav){track=bedroom}\n![c](c.wav)\n\nNEW: Hello.',
    );
    expect(partsOf(parsed).tracks.map(({ name, kind, duck }) => [name, kind, duck])).toEqual([
      ['MARA', 'dialogue', undefined],
      ['TOM', 'dialogue', undefined],
      ['NEW', 'dialogue', undefined],
      ['night-music', 'music', { depthDb: 12, attackMs: 150, holdMs: 200, releaseMs: 500 }],
      ['bedroom', 'effects', undefined],
      ['effects', 'effects', undefined],
    ]);
  });

  test('[SCR48] a script without a cast has one dialogue track', () => {
    expect(partsOf(parse('One.')).tracks).toMatchObject([{ name: 'dialogue', kind: 'dialogue' }]);
    expect(front('tracks: { music: { gain: -3dB } }').tracks.map(({ name }) => name)).toEqual(['dialogue', 'music']);
  });

  test('[SCR49] tracks say their kind, level, pan, mute and ducking', () => {
    const yaml = `cast: { MARA: { track: voices }, TOM: { track: voices } }
tracks:
  bed: { gain: -18dB, duck: 15dB, mute: true }
  score: { duck: off, name: The Score }
  wind: { kind: music, pan: -0.5, duck: { depth: 6dB, attack: 0.1s, hold: 0ms } }
  voices: { gain: 1dB }`;
    const { tracks, speakers } = front(yaml);
    expect(tracks).toMatchObject([
      { name: 'bed', kind: 'music', gainDb: -18, isMuted: true, duck: { depthDb: 15, attackMs: 150 } },
      { name: 'The Score', kind: 'music' },
      { name: 'wind', kind: 'music', pan: -0.5, duck: { depthDb: 6, attackMs: 100, holdMs: 0, releaseMs: 500 } },
      { name: 'voices', kind: 'dialogue', gainDb: 1 },
    ]);
    expect(tracks[1]).not.toHaveProperty('duck');
    expect(speakers.map(({ trackId }) => trackId)).toEqual([tracks[3]?.id, tracks[3]?.id]);
  });
});

describe('errors', () => {
  test.each([
    ['tittle: x', 2, '"tittle" is not known in the front matter. Did you mean "title"?'],
    ['title: x\nwidth: 3', 3, '"width" is not known in the front matter. Known here: title,'],
    ['title: x\ntitle: y', 3, '"title" stands twice'],
    ['title: The Ferry: a play', 2, 'a text with a colon in it must stand in quotes'],
    ['title: [', 3, 'not valid YAML'],
    ['title:', 2, 'title is empty'],
    ['title: [a]', 2, 'title must be a single text'],
    ['- a', 2, 'must be a list of "name: value" pairs'],
    ['kind: movie', 2, '"podcast" or "audiobook"'],
    ['language: e', 2, 'language'],
    ['cover: ../c.png', 2, "leaves the script's folder"],
    ['gaps: { line: 0.35 }', 2, 'line: 0.35 is not a length such as 1.5s'],
    ['gaps:\n  line: -1s', 3, 'is not a length'],
    ['gaps: { word: 1s }', 2, '"word" is not known in gaps'],
    ['cast:\n  MARA: slt', 3, 'must be written provider/voice'],
    ['cast:\n  MARA: /slt', 3, 'must be written provider/voice'],
    ['cast:\n  MARA: { style: sad }', 3, 'MARA has "style" but no voice'],
    ['cast:\n  MARA:\n    voice: a/b\n    pitch: 3', 5, '"pitch" is not known in cast.MARA'],
    ['cast:\n  MARA: { voice: a/b, options: 3 }', 3, 'options must be a list of'],
    ['cast:\n  MARA: { voice: a/b, options: { x: .inf } }', 3, 'cannot be passed on'],
    ['cast:\n  MARA: { colour: red }', 3, 'is not a colour such as'],
    ['cast:\n  "MA:RA": a/b', 3, 'because of its colon'],
    ['cast:\n  A: { name: X }\n  B: { name: X }', 4, 'Two of the cast'],
    ['cast:\n  A: { track: music }\ntracks:\n  music: { kind: music }', 3, 'A cannot speak on "music"'],
    ['tracks:\n  a: { gain: 3 }', 3, 'gain: 3 is not a level such as -6dB'],
    ['tracks:\n  a: { gain: 30dB }', 3, 'goes from -144dB to 24dB'],
    ['tracks:\n  a: { pan: 2 }', 3, 'pan goes from -1 (left) to 1 (right)'],
    ['tracks:\n  a: { kind: loud }', 3, 'kind is dialogue, music or effects'],
    ['tracks:\n  a: { mute: maybe }', 3, 'mute must be true or false'],
    ['tracks:\n  a: { duck: { attack: 9s } }', 3, 'attack: 9s is not a time up to 5s'],
    ['tracks:\n  a: { name: b }\n  b:', 4, 'Two tracks'],
    ['pronounce:\n  a: ""', 3, 'neither is empty'],
    ['pronounce:\n  - { written: a }', 3, 'needs "spoken"'],
    ['export: { format: mp3 }', 2, '"format" is not known in export'],
    ['title: &a x\nauthor: *a', 3, 'YAML aliases (*name) are not read here'],
  ])('[SCR50] %j', (yaml, line, message) => {
    const error = refusalOf(`---\n${yaml}\n---\nOne.`);
    expect(error.message).toMatch(new RegExp(`^night\\.md:${line}: `));
    expect(error.message).toContain(message);
  });

  test('[SCR50] front matter that is not closed', () => {
    expect(refusalOf('---\ntitle: x\n\nMARA: Hello.').message).toMatch(/^night\.md:1: The front matter .* not closed/);
  });

  test('[SCR50] aliases that unfold into gigabytes are refused at once', () => {
    const lines = Array.from(
      { length: 30 },
      (_, index) => `  a${index + 1}: &a${index + 1} [*a${index}, *a${index}, *a${index}]`,
    );
    expect(
      refusalOf(
        `---\ncast:\n  X:\n    voice: a/b\n    options:\n      a0: &a0 [x]\n${lines.map((line) => `    ${line}`).join('\n')}\n---\n`,
      ).code,
    ).toBe('invalid-input');
  });
});
