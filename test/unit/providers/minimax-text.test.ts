import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINIMAX_SOUND_TAGS, minimaxBilledCharacters, minimaxText } from '#core/providers/minimax-text.ts';
import { createFail } from '#core/providers/provider-error.ts';
import { isSpeakable } from '#shared/script/inline.ts';
import { secondsToSamples } from '#shared/units.ts';

const fail = createFail({ id: 'x', name: 'X', redact: (text) => text });

function textOf(source: string, hasSounds = true) {
  return minimaxText(source, { hasSounds, maxLength: 9_999, fail });
}

describe('the text of a MiniMax request', () => {
  test.each([
    'Hello <#0.8#> world',
    'One<#5#>two <#0.01#> three',
    'No pause (laughs), just\n\nparagraphs.',
    '(laughs)',
  ])('[PRV32] %j is sent as written', (source) => {
    expect(textOf(source)).toEqual({ text: source, leadingPauseSamples: 0, trailingPauseSamples: 0, warnings: [] });
  });

  test.each([
    ['Hi<#1#> ... <#2.5#> (laughs) <#3#>there', 'Hi ... (laughs)<#6.50#>there'],
    ['a<#0.1#><#0.2#>b', 'a<#0.30#>b'],
    ['a <#60#> , <#39.99#> b', 'a ,<#99.99#>b'],
  ])('[PRV32] neighbouring pauses add up: %j', (source, text) => {
    expect(textOf(source).text).toBe(text);
  });

  test('[PRV32] pauses at the ends are handed back as silence', () => {
    expect(textOf('<#1#> — <#0.5#>Hello<#2#>.')).toMatchObject({
      text: '— Hello.',
      leadingPauseSamples: secondsToSamples(1.5),
      trailingPauseSamples: secondsToSamples(2),
    });
  });

  test.each([
    ['too long together', 'a<#90#><#10#>b', /99\.99/],
    ['zero', 'bad <#0#> x', /character 5/],
    ['three decimals', 'a<#1.234#>b', /<#1\.234#>/],
    ['an exponent', 'a<#1e1#>b', /<#1e1#>/],
    ['a comma', 'a<#1,5#>b', /<#1,5#>/],
    ['nothing to say', '… <#1#> !', /nothing to say/],
    ['no text', '', /nothing to say/],
    ['SSML', 'one <break time="1s"/> two', /SSML/],
  ])('[PRV32] %s is refused with its reason', (_name, source, message) => {
    expect(() => textOf(source)).toThrow(
      expect.objectContaining({ kind: 'validation', message: expect.stringMatching(message) }),
    );
  });

  test('[PRV31] 9,999 characters pass, 10,000 do not, and a pair of surrogates counts as two', () => {
    expect(textOf('a'.repeat(9_999)).text).toHaveLength(9_999);
    expect(() => textOf('a'.repeat(10_000))).toThrow(/10000 characters/);
    expect(() => textOf('𠀀'.repeat(5_000))).toThrow(/10000 characters/);
  });

  test('[PRV31] more than a tenth of control characters is refused', () => {
    expect(textOf(`${'a'.repeat(9)}\u0001`).text).toHaveLength(10);
    expect(() => textOf(`${'a'.repeat(8)}\u0001`)).toThrow(/control characters/);
    expect(textOf('a\t\n\t\n\t').text).toHaveLength(6);
  });

  test('[PRV33] the nineteen sounds pass, three more with a warning, prose in brackets without', () => {
    expect(MINIMAX_SOUND_TAGS).toHaveLength(19);
    for (const tag of MINIMAX_SOUND_TAGS) expect(textOf(`Well (${tag}) then`).warnings).toEqual([]);
    for (const tag of ['whistles', 'crying', 'applause']) {
      expect(textOf(`Well (${tag}) then`).warnings).toEqual([`sound_unconfirmed: (${tag})`]);
    }
    expect(textOf('He left (at last).', false).text).toBe('He left (at last).');
    expect(textOf('好（ Laughs ）的').text).toBe('好(laughs)的');
  });

  test('[PRV33] without a 2.8 model a sound is refused: it would be read aloud', () => {
    expect(() => textOf('Well (sighs) then', false)).toThrow(/\(sighs\)/);
  });

  test('[PRV32] whatever is sent, every pause stands between two things that can be said', () => {
    const part = fc.oneof(
      fc.constantFrom('word', '好', '7', ' ', '. ', '(laughs)', '…'),
      fc.integer({ min: 1, max: 900 }).map((hundredths) => `<#${(hundredths / 100).toFixed(2)}#>`),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const source = parts.join('');
        if (!isSpeakable(source.replace(/<#[^#]*#>|\(laughs\)/g, ''))) return;
        const { text, leadingPauseSamples, trailingPauseSamples } = textOf(source);
        const segments = text.split(/<#\d{1,2}(?:\.\d{1,2})?#>/);
        for (const segment of segments) expect(isSpeakable(segment.replaceAll('(laughs)', ''))).toBe(true);
        const inside = [...text.matchAll(/<#([\d.]+)#>/g)].reduce(
          (sum, tag) => sum + secondsToSamples(Number(tag[1])),
          0,
        );
        const asked = [...source.matchAll(/<#([\d.]+)#>/g)].reduce(
          (sum, tag) => sum + secondsToSamples(Number(tag[1])),
          0,
        );
        expect(inside + leadingPauseSamples + trailingPauseSamples).toBe(asked);
      }),
    );
  });

  test.each([
    ['hello', 5],
    ['你好', 4],
    ['你好, world 1', 13],
    ['かな', 2],
    ['𠀀', 2],
    ['🎉!', 2],
    ['', 0],
  ])('[PRV34] %j is billed as %i', (text, count) => {
    expect(minimaxBilledCharacters(text)).toBe(count);
  });
});
