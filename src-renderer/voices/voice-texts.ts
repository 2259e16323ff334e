/** How voices and services read. */
import type { TFunction } from 'i18next';
import { languageName } from '../i18n/language-names.ts';

/** A connection by its name; the engines of this machine by what they are. */
export function providerText(
  id: string,
  connections: readonly { readonly id: string; readonly name: string }[],
  t: TFunction,
): string {
  if (id === 'flite') return t('voices.builtInEngine');
  if (id === 'system') return t('voices.systemEngine');
  return connections.find((connection) => connection.id === id)?.name ?? id;
}

/** Services write languages as they like; what is no tag is shown as it is. */
export function languageText(tag: string, pageLanguage: string): string {
  try {
    return languageName(tag, pageLanguage);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return tag;
  }
}

/** Said by a voice that is tried, in its own language: a question, a number, a pause. By the first part of the tag. */
const SENTENCES: Readonly<Record<string, string>> = {
  en: 'The last ferry left at nine. Did nobody tell you?',
  zh: '最后一班渡船九点就开走了。没有人告诉你吗？',
  yue: '最後一班渡輪九點就開走咗。冇人話你知咩？',
  ja: '最後の船は九時に出ました。誰も言わなかったのですか。',
  ko: '마지막 배는 아홉 시에 떠났어요. 아무도 말해 주지 않았나요?',
  de: 'Die letzte Fähre ging um neun. Hat Ihnen das niemand gesagt?',
  fr: 'Le dernier bateau est parti à neuf heures. Personne ne vous l’a dit ?',
  es: 'El último barco salió a las nueve. ¿Nadie se lo dijo?',
  it: 'L’ultimo traghetto è partito alle nove. Non gliel’ha detto nessuno?',
  pt: 'A última balsa saiu às nove. Ninguém lhe disse?',
  ru: 'Последний паром ушёл в девять. Разве вам никто не сказал?',
};

export function trialSentence(language: string): string {
  return SENTENCES[language.split('-')[0]?.toLowerCase() ?? ''] ?? SENTENCES.en!;
}
