/** Markdown's escapes, both ways: `\*` and `&#10;`. */
import { decodeString } from 'micromark-util-decode-string';

/** Text without emphasis or links: names of sounds, directions, paths. */
export function decodeEscapes(source: string): string {
  return /[\\&]/.test(source) ? decodeString(source) : source;
}

const REFERENCE = String.raw`&(?=#\d{1,7};|#[xX][\da-fA-F]{1,6};|[A-Za-z][\dA-Za-z]{1,31};)`;
const WORD = /[\p{L}\p{N}]/u;

/** One character as a numeric reference, which no rule of Markdown trims or reads. */
function reference(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

/** Blanks at the ends would be trimmed, and line ends would end the line; `lineEnd` says how one inside is written. */
function protectBlanks(text: string, lineEnd?: string): string {
  return text.replace(/^[ \t]|[ \t]$|[\r\n]/g, (blank, at: number) => {
    const isInside = /\S/.test(text[at - 1] ?? ' ') && /\S/.test(text[at + 1] ?? ' ');
    return blank === '\n' && lineEnd !== undefined && isInside ? lineEnd : reference(blank);
  });
}

/** Escapes a text that is read back by {@link decodeEscapes}; `special` are the characters that would end it. */
export function escapePlain(text: string, special: RegExp): string {
  const escaped = text
    .replace(/\\/g, '\\\\')
    .replace(new RegExp(REFERENCE, 'g'), '\\&')
    .replace(special, (sign) => (sign < '\u0080' ? `\\${sign}` : reference(sign)));
  return protectBlanks(escaped);
}

const MARK = new RegExp(`[\\\\\`*_[{]|<(?=[A-Za-z/!?])|${REFERENCE}`, 'g');

/**
 * Escapes a text that is read back as Markdown. Marks that Markdown would not read there anyway stay as they are, so
 * that the script stays readable: `a * b`, `snake_case`. A line end inside becomes a hard break, or a reference where
 * everything must stand on one line.
 */
export function escapeMarkdown(text: string, options: { readonly isOneLine?: boolean } = {}): string {
  const escaped = text.replace(MARK, (mark, at: number) => {
    const before = text[at - 1] ?? ' ';
    const after = text[at + 1] ?? ' ';
    if (mark === '*' && /[ \t]/.test(before) && /[ \t]/.test(after)) return mark;
    if (mark === '_' && WORD.test(before) && WORD.test(after)) return mark;
    return `\\${mark}`;
  });
  return protectBlanks(escaped, options.isOneLine ? undefined : '\\\n');
}
