/** Respelling words for a voice. */
import type { Pronunciation } from '#shared/document/records.ts';
import type { ProviderId } from '#shared/ids.ts';

/** Scripts that put no blanks between words: there a word's neighbours say nothing about its borders. */
const UNSPACED =
  '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';
/** What continues a word. */
const WORD_SIGN = `[[\\p{L}\\p{N}\\p{M}_]--[${UNSPACED}]]`;
const isWordSign = new RegExp(`^${WORD_SIGN}$`, 'v');

export interface Respelling {
  /** The text with every match in its spoken form. */
  readonly text: string;
  /** The rules that matched, in the order of the dictionary. */
  readonly used: readonly Pronunciation[];
}

export type Respell = (text: string) => Respelling;

/**
 * The rules that hold for a voice, ready for use. All are applied at once, the longest first where several match: what
 * one has written is not read by another, so that two words can be exchanged.
 */
export function pronunciationsFor(
  rules: readonly Pronunciation[],
  provider: ProviderId,
  language: string,
): readonly Pronunciation[] {
  return rules.filter(
    (rule) =>
      (rule.provider === undefined || rule.provider === provider) &&
      (rule.language === undefined || isLanguageWithin(language, rule.language)),
  );
}

/** `en` holds for `en-GB`; `en-GB` does not hold for `en`. */
function isLanguageWithin(language: string, prefix: string): boolean {
  const [tag, head] = [language.toLowerCase(), prefix.toLowerCase()];
  return tag === head || tag.startsWith(`${head}-`);
}

export function createRespell(rules: readonly Pronunciation[]): Respell {
  if (rules.length === 0) return (text) => ({ text, used: [] });
  // A stable sort: of two rules for one word the first in the dictionary holds.
  const longestFirst = [...rules.entries()].sort(([, a], [, b]) => b.written.length - a.written.length);
  const pattern = new RegExp(longestFirst.map(([index, rule]) => patternOf(rule, index)).join('|'), 'gv');
  return (text) => {
    const used = new Set<number>();
    const respelt = text.replace(pattern, (found, ...rest) => {
      const groups = rest.at(-1) as Readonly<Record<string, string | undefined>>;
      const index = longestFirst.find(([candidate]) => groups[`rule${candidate}`] !== undefined)?.[0];
      const rule = index === undefined ? undefined : rules[index];
      if (index === undefined || !rule) return found;
      used.add(index);
      return rule.spoken;
    });
    return { text: respelt, used: rules.filter((_, index) => used.has(index)) };
  };
}

function patternOf(rule: Pronunciation, index: number): string {
  const signs = Array.from(rule.written);
  const before = isWordSign.test(signs[0] ?? '') ? `(?<!${WORD_SIGN})` : '';
  const after = isWordSign.test(signs.at(-1) ?? '') ? `(?!${WORD_SIGN})` : '';
  const written = rule.written.replace(
    /[\\^$.*+?()[\]{}|/&\-!#%,:;<=>@`~"']/g,
    (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`,
  );
  return `(?<rule${index}>${before}${rule.isCaseSensitive ? written : `(?i:${written})`}${after})`;
}
