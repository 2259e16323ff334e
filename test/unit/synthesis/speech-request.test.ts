import { describe, expect, test } from 'vitest';
import { requestsFor, type Voices } from '#core/synthesis/speech-request.ts';
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import { fakeSpeechProvider } from '../../helpers/fake-speech-provider.ts';
import { blockOf, smallEpisode, voice } from '../../helpers/small-episode.ts';

const plain = fakeSpeechProvider('plain', { maxTextLength: 60 });
const rich = fakeSpeechProvider('rich', {
  hasNativePauses: true,
  hasStyle: true,
  soundTags: ['laughs', 'sighs'],
  hasPronunciationDictionary: true,
  maxTextLength: 60,
});
const voices: Voices = { providers: [plain, rich], defaultVoice: voice('plain/default') };

function requestsOf(document: EpisodeDocument, id = 'b0') {
  return requestsFor(document, blockOf(document, id), voices);
}

/** [run index, text] of each request. */
function textsOf(text: string, by: 'PLAIN' | 'RICH', settings = {}): [number, string][] {
  const cast = { PLAIN: voice('plain/a'), RICH: voice('rich/b') };
  const document = smallEpisode([{ text, by }], { cast, settings });
  return requestsOf(document).utterances.map(({ runIndex, request }) => [runIndex, request.text]);
}

describe('who reads', () => {
  const cast = { TOM: voice('rich/tom', { model: 'model-2', options: { speed: 1.1 } }), NARRATOR: voice('plain/nora') };
  const document = smallEpisode(
    [{ text: 'I did wait.', by: 'TOM' }, { text: 'Nobody is named.' }, { heading: 'Chapter 1', isSpoken: true }],
    { cast, settings: { language: 'en-GB' } },
  );

  test('[VOX12] a line by its speaker, with the voice’s model and options', () => {
    expect(requestsOf(document).utterances.map((planned) => planned.request)).toEqual([
      {
        provider: 'rich',
        model: 'model-2',
        voiceId: 'tom',
        text: 'I did wait.',
        language: 'en-GB',
        options: { speed: 1.1 },
      },
    ]);
  });

  test('[VOX12] what names nobody, and headings, by the narrator', () => {
    for (const id of ['b1', 'b2']) {
      const { provider, model, voiceId } = requestsOf(document, id);
      expect([provider.id, model, voiceId]).toEqual(['plain', 'model-1', 'nora']);
    }
  });

  test('[VOX12] a speaker without a voice, and a script without a cast, by the default voice', () => {
    expect(requestsOf(smallEpisode([{ text: 'x', by: 'A' }], { cast: { A: undefined } })).voiceId).toBe('default');
    expect(requestsOf(smallEpisode([{ text: 'x' }])).voiceId).toBe('default');
  });

  test('[VOX12] a voice whose service is not here is not-found, naming the speaker and what there is', () => {
    const document = smallEpisode([{ text: 'x', by: 'MARA' }], { cast: { MARA: voice('mimo/Chloe') } });
    expect(() => requestsOf(document)).toThrow(
      expect.objectContaining({
        code: 'not-found',
        message: expect.stringMatching(/^MARA is cast with mimo\/Chloe.*There are: plain, rich\.$/),
      }),
    );
  });
});

describe('pauses', () => {
  test('[VOX13] where pauses are silence, each run is a request of its own, without tags', () => {
    expect(textsOf('<#0.3#>One. <#0.8#> Two. <#1#><#2#>Three.<#4#>', 'PLAIN')).toEqual([
      [0, 'One.'],
      [1, 'Two.'],
      [2, 'Three.'],
    ]);
  });

  test('[VOX13] where the voice renders them, the runs are one request with plain tags between words', () => {
    expect(textsOf('<#0.3#>One. <#0.8#> Two. <#1#><#2#>Three.<#4#>', 'RICH')).toEqual([
      [0, 'One.<#0.80#>Two.<#3.00#>Three.'],
    ]);
  });

  test('[VOX13] a line that is too long for that, or has a pause too long for a tag, is spoken run by run', () => {
    const long = 'A sentence of some thirty letters. <#0.5#> Another one of some thirty letters.';
    expect(textsOf(long, 'RICH').map(([run]) => run)).toEqual([0, 1]);
    expect(textsOf('One. <#99#><#99#> Two.', 'RICH')).toEqual([
      [0, 'One.'],
      [1, 'Two.'],
    ]);
  });

  test('[VOX13] changing a pause that is silence changes no hash; adding one does', () => {
    const hashOf = (text: string, by: 'PLAIN' | 'RICH') =>
      requestsOf(smallEpisode([{ text, by }], { cast: { PLAIN: voice('plain/a'), RICH: voice('rich/b') } }))
        .requestHash;
    expect(hashOf('One. <#0.8#> Two.', 'PLAIN')).toBe(hashOf('<#5#>One.<#0.3#>Two.<#1#>', 'PLAIN'));
    expect(hashOf('One. <#0.8#> Two.', 'PLAIN')).not.toBe(hashOf('One. Two.', 'PLAIN'));
    expect(hashOf('One. <#0.8#> Two.', 'RICH')).not.toBe(hashOf('One. <#0.3#> Two.', 'RICH'));
  });

  test('[VOX13] a run that is too long is cut at its sentences and stays one run', () => {
    const text =
      'The last ferry left at nine. It was already ten past. <#1#> Nobody waited on the quay. The rain went on and on.';
    expect(textsOf(text, 'PLAIN')).toEqual([
      [0, 'The last ferry left at nine. It was already ten past.'],
      [1, 'Nobody waited on the quay. The rain went on and on.'],
    ]);
    expect(textsOf(text.replaceAll('ferry', 'very last ferry'), 'PLAIN').map(([run]) => run)).toEqual([0, 0, 1]);
  });

  test('[VOX13] a malformed tag is refused with its place', () => {
    expect(() => textsOf('One <#2,5#> two', 'PLAIN')).toThrow(
      expect.objectContaining({ code: 'invalid-input', details: { offset: 4, tag: '<#2,5#>' } }),
    );
  });
});

describe('sounds', () => {
  const cast = { PLAIN: voice('plain/a'), RICH: voice('rich/b') };

  test('[VOX14] sounds a voice knows are passed on, others are left out with a warning, never read', () => {
    const text = 'Well, （Laughs） I did (sighs). (coughs) Yes.';
    expect(textsOf(text, 'RICH')).toEqual([[0, 'Well, (laughs) I did (sighs). Yes.']]);
    expect(textsOf(text, 'PLAIN')).toEqual([[0, 'Well, I did. Yes.']]);
    const { warnings } = requestsOf(smallEpisode([{ text, by: 'PLAIN' }], { cast }));
    expect(warnings).toEqual([
      'The voice plain/a has no sound (laughs): left out.',
      'The voice plain/a has no sound (sighs): left out.',
      'The voice plain/a has no sound (coughs): left out.',
    ]);
    expect(requestsOf(smallEpisode([{ text, by: 'RICH' }], { cast })).warnings).toHaveLength(1);
  });

  test('[VOX14] where nothing is left to say there is no request', () => {
    expect(textsOf('(laughs)', 'PLAIN')).toEqual([]);
    expect(textsOf('(laughs)', 'RICH')).toEqual([[0, '(laughs)']]);
    expect(textsOf('… <#2#> —', 'PLAIN')).toEqual([]);
    expect(textsOf('', 'PLAIN')).toEqual([]);
  });

  test('[VOX14] brackets that are no sound, and blanks that a language wants, stay', () => {
    expect(textsOf('Il dit : « Non ! » (vraiment)', 'PLAIN')).toEqual([[0, 'Il dit : « Non ! » (vraiment)']]);
  });
});

describe('style', () => {
  test('[VOX15] the speaker’s style and the line’s direction go together, to voices that act on it', () => {
    const cast = { RICH: voice('rich/b', { style: 'tired, warm' }), PLAIN: voice('plain/a', { style: 'tired, warm' }) };
    const styleOf = (by: string, direction?: string) => {
      const line = { text: 'x', by, ...(direction === undefined ? {} : { direction }) };
      return requestsOf(smallEpisode([line], { cast })).utterances[0]?.request.style;
    };
    expect(styleOf('RICH', 'whispering')).toBe('tired, warm\nwhispering');
    expect(styleOf('RICH')).toBe('tired, warm');
    expect(styleOf('PLAIN', 'whispering')).toBeUndefined();
  });

  test('[VOX15] a direction for a voice that cannot follow it changes no hash', () => {
    const cast = { PLAIN: voice('plain/a') };
    const hash = (line: object) =>
      requestsOf(smallEpisode([{ text: 'x', by: 'PLAIN', ...line }], { cast })).requestHash;
    expect(hash({ direction: 'whispering' })).toBe(hash({ gainDb: -3 }));
  });
});

describe('pronunciations', () => {
  const settings = {
    pronunciations: [
      { written: 'Greifswald', spoken: 'Grifes-valt' },
      { written: 'AC/DC', spoken: 'A C D C' },
      { written: 'quay', spoken: 'key' },
    ],
  };

  test('[VOX16] are written into the text, or passed to a voice that has a dictionary', () => {
    const text = 'Greifswald (laughs) and AC/DC';
    expect(textsOf(text, 'PLAIN', settings)).toEqual([[0, 'Grifes-valt and A C D C']]);
    const cast = { RICH: voice('rich/b', { options: { pronounce: ['a/b'] } }) };
    const [planned] = requestsOf(smallEpisode([{ text, by: 'RICH' }], { cast, settings })).utterances;
    expect(planned?.request).toMatchObject({
      text: 'Greifswald (laughs) and A C D C',
      options: { pronounce: ['a/b', 'Greifswald/Grifes-valt'] },
    });
  });

  test.each(['PLAIN', 'RICH'])('[VOX16] changing one marks exactly the lines it touches (%s)', (by) => {
    const cast = { PLAIN: voice('plain/a'), RICH: voice('rich/b') };
    const blocks = [
      { text: 'To Greifswald.', by },
      { text: 'On the quay.', by },
      { text: 'Nowhere.', by },
    ];
    const hashes = (pronunciations: typeof settings.pronunciations) => {
      const document = smallEpisode(blocks, { cast, settings: { pronunciations } });
      return blocks.map((_, index) => requestsOf(document, `b${index}`).requestHash);
    };
    const before = hashes(settings.pronunciations);
    const after = hashes(
      settings.pronunciations.map((rule) => (rule.written === 'quay' ? { ...rule, spoken: 'kee' } : rule)),
    );
    expect(before.map((hash, index) => hash === after[index])).toEqual([true, false, true]);
  });
});
