/** MiniMax's names of languages (`language_boost`), exactly as it spells them, and the BCP 47 tags they answer to. */
export const MINIMAX_LANGUAGES: Readonly<Record<string, string>> = {
  auto: 'auto',
  Chinese: 'zh',
  'Chinese,Yue': 'yue',
  English: 'en',
  Arabic: 'ar',
  Russian: 'ru',
  Spanish: 'es',
  French: 'fr',
  Portuguese: 'pt',
  German: 'de',
  Turkish: 'tr',
  Dutch: 'nl',
  Ukrainian: 'uk',
  Vietnamese: 'vi',
  Indonesian: 'id',
  Japanese: 'ja',
  Italian: 'it',
  Korean: 'ko',
  Thai: 'th',
  Polish: 'pl',
  Romanian: 'ro',
  Greek: 'el',
  Czech: 'cs',
  Finnish: 'fi',
  Hindi: 'hi',
  Bulgarian: 'bg',
  Danish: 'da',
  Hebrew: 'he',
  Malay: 'ms',
  Persian: 'fa',
  Slovak: 'sk',
  Swedish: 'sv',
  Croatian: 'hr',
  Filipino: 'fil',
  Hungarian: 'hu',
  Norwegian: 'nb',
  Slovenian: 'sl',
  Catalan: 'ca',
  Nynorsk: 'nn',
  Tamil: 'ta',
  Afrikaans: 'af',
};

/** Other tags for the same languages. */
const ALIASES: Readonly<Record<string, string>> = { cmn: 'zh', no: 'nb', tl: 'fil', iw: 'he', in: 'id' };

/** Spoken in Hong Kong and Macau unless the tag says Mandarin. */
const CANTONESE_TAG = /^(yue\b|zh-(hant-)?(hk|mo)\b|zh-yue\b)/i;

export function isCantonese(tag: string): boolean {
  return CANTONESE_TAG.test(tag);
}

/** The service's name for a language given as that name or as a BCP 47 tag; undefined when it has none. */
export function minimaxLanguageOf(language: string): string | undefined {
  if (Object.hasOwn(MINIMAX_LANGUAGES, language)) return language;
  if (isCantonese(language)) return 'Chinese,Yue';
  const primary = language.split('-')[0]?.toLowerCase() ?? '';
  const tag = ALIASES[primary] ?? primary;
  return Object.entries(MINIMAX_LANGUAGES).find(([, known]) => known === tag)?.[0];
}
