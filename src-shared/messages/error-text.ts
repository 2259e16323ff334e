/** What a person reads when something fails, chosen by code in this one place. */
import type { AppErrorCode, ProviderErrorKind } from '../errors.ts';
import { ERROR_TEXTS_EN } from './error-texts.en.ts';
import { ERROR_TEXTS_ZH_CN } from './error-texts.zh-cn.ts';

export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface ErrorText {
  /** What happened, in a few words. */
  readonly title: string;
  /** What to do about it. */
  readonly advice: string;
}

export interface ErrorTexts {
  readonly codes: Readonly<Record<Exclude<AppErrorCode, 'provider-error'>, ErrorText>>;
  /** For `provider-error`. */
  readonly kinds: Readonly<Record<ProviderErrorKind, ErrorText>>;
}

const TEXTS: Readonly<Record<Language, ErrorTexts>> = { en: ERROR_TEXTS_EN, 'zh-CN': ERROR_TEXTS_ZH_CN };

/** A provider error that does not say its kind reads as the general one. */
export function errorText(
  error: { readonly code: AppErrorCode; readonly kind?: ProviderErrorKind | undefined },
  language: Language,
): ErrorText {
  const texts = TEXTS[language];
  return error.code === 'provider-error' ? texts.kinds[error.kind ?? 'provider_error'] : texts.codes[error.code];
}

/** The catalogue for a BCP 47 tag; English where there is none. Traditional Chinese is not Simplified. */
export function languageFor(tag: string): Language {
  const lower = tag.toLowerCase();
  const isChinese = lower === 'zh' || lower.startsWith('zh-');
  return isChinese && !/-(hant|tw|hk|mo)\b/.test(lower) ? 'zh-CN' : 'en';
}
