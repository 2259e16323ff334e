import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Language, languageFor } from '#shared/messages/error-text.ts';
import { type Catalogue, EN } from './catalogue.en.ts';
import { ZH_CN } from './catalogue.zh-cn.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    /** Keys are checked, blanks are not: with the texts themselves as types, TypeScript gives up at this many. */
    resources: { translation: Catalogue };
  }
}

/** How each language calls itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', 'zh-CN': '简体中文' };

/** In the system's language, where there is a catalogue for it; `followAppearance` turns to the person's own. */
export async function startI18n(systemLanguages: readonly string[]): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: languageFor(systemLanguages[0] ?? ''),
    fallbackLng: 'en',
    resources: { en: { translation: EN }, 'zh-CN': { translation: ZH_CN } },
    interpolation: { escapeValue: false },
  });
  return i18next;
}
