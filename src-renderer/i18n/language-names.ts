/** Languages that scripts are written in, as BCP 47 tags: those the speech services speak. */
export const SCRIPT_LANGUAGES: readonly string[] = [
  'en',
  'en-GB',
  'zh-CN',
  'zh-TW',
  'yue',
  'ja',
  'ko',
  'de',
  'fr',
  'es',
  'it',
  'pt-BR',
  'ru',
  'ar',
  'hi',
  'id',
  'nl',
  'pl',
  'th',
  'tr',
  'uk',
  'vi',
];

/** As it is called in the language of the page; the tag itself where nobody knows. */
export function languageName(tag: string, pageLanguage: string): string {
  return new Intl.DisplayNames([pageLanguage], { type: 'language' }).of(tag) ?? tag;
}
