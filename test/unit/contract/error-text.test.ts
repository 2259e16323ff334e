import { expect, test } from 'vitest';
import { APP_ERROR_CODES, PROVIDER_ERROR_KINDS } from '#shared/errors.ts';
import { errorText, LANGUAGES, languageFor } from '#shared/messages/error-text.ts';

test.each(LANGUAGES)('[ERR1] every error code and provider kind has a title and advice in %s', (language) => {
  for (const code of APP_ERROR_CODES) {
    const { title, advice } = errorText({ code }, language);
    expect(title.length * advice.length, code).toBeGreaterThan(0);
  }
  for (const kind of PROVIDER_ERROR_KINDS) {
    const { title, advice } = errorText({ code: 'provider-error', kind }, language);
    expect(title.length * advice.length, kind).toBeGreaterThan(0);
  }
});

test('[ERR1] Chinese texts are Chinese and English ones are not', () => {
  for (const code of APP_ERROR_CODES) {
    expect(errorText({ code }, 'zh-CN').title).toMatch(/\p{Script=Han}/u);
    expect(errorText({ code }, 'en').title).not.toMatch(/\p{Script=Han}/u);
  }
});

test('[ERR1] a provider error without a kind reads as the general one', () => {
  expect(errorText({ code: 'provider-error' }, 'en')).toEqual(
    errorText({ code: 'provider-error', kind: 'provider_error' }, 'en'),
  );
});

test.each([
  ['zh', 'zh-CN'],
  ['zh-CN', 'zh-CN'],
  ['zh-Hans-SG', 'zh-CN'],
  ['zh-TW', 'en'],
  ['zh-Hant', 'en'],
  ['en-GB', 'en'],
  ['de', 'en'],
  ['zhx', 'en'],
  ['', 'en'],
])('[ERR2] a person whose language is %j reads %s', (tag, language) => {
  expect(languageFor(tag)).toBe(language);
});
