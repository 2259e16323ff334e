import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { LANGUAGES, type Language, languageFor } from '#shared/messages/error-text.ts';
import { EN } from './catalogue.en.ts';
import { ZH_CN } from './catalogue.zh-cn.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof EN };
  }
}

/** How each language calls itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', 'zh-CN': '简体中文' };

const STORAGE_KEY = 'lectern.language';

/** The language a person chose here before, else the first of the system's that there is a catalogue for. */
export async function startI18n(storage: Storage, systemLanguages: readonly string[]): Promise<i18n> {
  const chosen = LANGUAGES.find((language) => language === storage.getItem(STORAGE_KEY));
  await i18next.use(initReactI18next).init({
    lng: chosen ?? languageFor(systemLanguages[0] ?? ''),
    fallbackLng: 'en',
    resources: { en: { translation: EN }, 'zh-CN': { translation: ZH_CN } },
    interpolation: { escapeValue: false },
  });
  i18next.on('languageChanged', (language) => {
    storage.setItem(STORAGE_KEY, language);
    document.documentElement.lang = language;
  });
  document.documentElement.lang = i18next.language;
  return i18next;
}
