/** Narrowing down voices, all of which the page has. */
import type { ListedVoice } from '#shared/contract/voices.ts';

export const VOICE_FACETS = ['favourite', 'own', 'provider', 'language', 'gender', 'kind'] as const;
export type VoiceFacet = (typeof VOICE_FACETS)[number];

export interface VoiceFilter {
  readonly text: string;
  readonly values: Readonly<Partial<Record<VoiceFacet, readonly string[]>>>;
}

export const NO_VOICE_FILTER: VoiceFilter = { text: '', values: {} };

/** The values of a voice; a language counts with its region and without. */
function valuesOf(voice: ListedVoice, facet: VoiceFacet): readonly string[] {
  switch (facet) {
    case 'favourite':
      return voice.isFavourite ? ['yes'] : [];
    case 'own':
      return voice.isOwn ? ['yes'] : [];
    case 'provider':
      return [voice.provider];
    case 'language':
      return voice.language === '' ? [] : [voice.language.split('-')[0]!];
    case 'gender':
      return voice.gender === undefined ? [] : [voice.gender];
    case 'kind':
      return [voice.kind];
  }
}

export function toggleVoiceValue(filter: VoiceFilter, facet: VoiceFacet, value: string): VoiceFilter {
  const chosen = filter.values[facet] ?? [];
  const next = chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
  return { ...filter, values: { ...filter.values, [facet]: next } };
}

export function hasVoiceConditions({ text, values }: VoiceFilter): boolean {
  return text.trim() !== '' || Object.values(values).some((chosen) => chosen.length > 0);
}

/** Every word is in the name, the id, the service or the language; of a facet's values any, of facets all. */
export function filterVoices(voices: readonly ListedVoice[], filter: VoiceFilter): readonly ListedVoice[] {
  return voices.filter((voice) => hasWords(voice, filter.text) && fitsAll(voice, filter, undefined));
}

function fitsAll(voice: ListedVoice, { values }: VoiceFilter, except: VoiceFacet | undefined): boolean {
  return VOICE_FACETS.every((facet) => {
    const chosen = values[facet] ?? [];
    if (facet === except || chosen.length === 0) return true;
    return valuesOf(voice, facet).some((value) => chosen.includes(value));
  });
}

function hasWords(voice: ListedVoice, text: string): boolean {
  const words = folded(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const all = folded(`${voice.name} ${voice.id} ${voice.providerName} ${voice.language}`);
  return words.every((word) => all.includes(word));
}

/** Without accents and case. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

export interface VoiceFacetGroup {
  readonly facet: VoiceFacet;
  readonly values: readonly { readonly value: string; readonly count: number; readonly isChosen: boolean }[];
}

/** Counted as if the facet itself had no condition: its other values can be added. */
export function voiceFacets(voices: readonly ListedVoice[], filter: VoiceFilter): readonly VoiceFacetGroup[] {
  const found = voices.filter((voice) => hasWords(voice, filter.text));
  return VOICE_FACETS.flatMap((facet) => {
    const counts = new Map<string, number>((filter.values[facet] ?? []).map((value) => [value, 0]));
    for (const voice of found) {
      if (!fitsAll(voice, filter, facet)) continue;
      for (const value of valuesOf(voice, facet)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const values = Array.from(counts, ([value, count]) => ({
      value,
      count,
      isChosen: filter.values[facet]?.includes(value) ?? false,
    })).sort((a, b) => Number(b.isChosen) - Number(a.isChosen) || b.count - a.count);
    return values.length === 0 ? [] : [{ facet, values }];
  });
}
