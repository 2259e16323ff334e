import { describe, expect, test } from 'vitest';
import type { ListedVoice } from '#shared/contract/voices.ts';
import { ProviderId } from '#shared/ids.ts';
import {
  filterVoices,
  NO_VOICE_FILTER,
  toggleVoiceValue,
  type VoiceFacet,
  voiceFacets,
} from '../../../src-renderer/voices/voice-filter.ts';
import { trialSentence } from '../../../src-renderer/voices/voice-texts.ts';
import { wavOf } from '../../../src-renderer/voices/wav-of.ts';

const voice = (provider: string, id: string, more: Partial<ListedVoice> = {}): ListedVoice => ({
  provider: ProviderId.parse(provider),
  id,
  name: id,
  language: 'en-GB',
  kind: 'built-in',
  providerName: provider === 'mimo' ? 'Xiaomi MiMo' : provider,
  isFavourite: false,
  isOwn: false,
  ...more,
});
const VOICES = [
  voice('mimo', 'Chloé', { gender: 'female' }),
  voice('mimo', '冰糖', { gender: 'female', language: 'zh-CN', isFavourite: true }),
  voice('flite', 'slt', { gender: 'female', language: 'en-US' }),
  voice('flite', 'rms', { gender: 'male', language: 'en-US' }),
  voice('mimo', 'designed-1', { kind: 'designed', isOwn: true, language: '' }),
];
const filtered = (text: string, ...values: readonly (readonly [VoiceFacet, string])[]) =>
  filterVoices(
    VOICES,
    values.reduce((filter, [facet, value]) => toggleVoiceValue(filter, facet, value), { ...NO_VOICE_FILTER, text }),
  ).map(({ id }) => id);

describe('voices', () => {
  test('[BRW10] are found by words in any of what they are called, without accents and case', () => {
    expect(filtered('chloe')).toEqual(['Chloé']);
    expect(filtered('xiaomi en')).toEqual(['Chloé']);
    expect(filtered('冰')).toEqual(['冰糖']);
    expect(filtered('')).toHaveLength(5);
  });

  test('[BRW10] a language counts with and without its region; values of one facet add up', () => {
    expect(filtered('', ['language', 'en'])).toEqual(['Chloé', 'slt', 'rms']);
    expect(filtered('', ['language', 'en'], ['language', 'zh'], ['gender', 'female'])).toEqual([
      'Chloé',
      '冰糖',
      'slt',
    ]);
    expect(filtered('', ['own', 'yes'])).toEqual(['designed-1']);
    expect(filtered('', ['favourite', 'yes'], ['gender', 'male'])).toEqual([]);
  });

  test('[BRW10] a facet is counted as if it had no condition itself, and under those of the others', () => {
    const filter = toggleVoiceValue(NO_VOICE_FILTER, 'gender', 'male');
    const groups = new Map(voiceFacets(VOICES, filter).map(({ facet, values }) => [facet, values]));
    expect(groups.get('gender')).toEqual([
      { value: 'male', count: 1, isChosen: true },
      { value: 'female', count: 3, isChosen: false },
    ]);
    expect(groups.get('provider')).toEqual([{ value: 'flite', count: 1, isChosen: false }]);
  });
});

test('[BRW11] every voice has a sentence in its language, English where there is none', () => {
  expect(trialSentence('zh-CN')).toContain('渡船');
  expect(trialSentence('en-GB')).toBe(trialSentence(''));
});

test('[BRW13] a recording is a WAV file of its samples, cut off at full scale and not wrapped around', () => {
  const view = new DataView(wavOf([Float32Array.of(0, 0.5), Float32Array.of(1.5, -1.5)], 48_000));
  const samples = [44, 46, 48, 50].map((at) => view.getInt16(at, true));
  expect(samples).toEqual([0, 16_384, 32_767, -32_768]);
  expect([view.getUint32(24, true), view.getUint32(40, true), view.byteLength]).toEqual([48_000, 8, 52]);
});
