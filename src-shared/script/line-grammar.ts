/** What a single source line of a script's body is, judged by itself. The printer asks the same question to escape. */
import { trimBlanks, trimBlanksEnd } from './trim-blanks.ts';

export type LineKind =
  | { readonly kind: 'blank' }
  | { readonly kind: 'heading'; readonly level: number; readonly rest: string; readonly restAt: number }
  /** `rest` is the note's line as it stands. */
  | { readonly kind: 'note'; readonly rest: string }
  | { readonly kind: 'fence'; readonly mark: string }
  /** Three or more of one sign: a break between scenes, or the line under a heading. */
  | { readonly kind: 'rule'; readonly sign: '*' | '-' | '_' | '=' }
  | { readonly kind: 'table-rule' }
  | { readonly kind: 'image' }
  | { readonly kind: 'directive'; readonly name: string; readonly rest: string; readonly list: string }
  | { readonly kind: 'definition'; readonly label: string }
  | { readonly kind: 'footnote' }
  | { readonly kind: 'comment' }
  | { readonly kind: 'bullet'; readonly rest: string; readonly restAt: number }
  | { readonly kind: 'text' };

const BLANK: LineKind = { kind: 'blank' };
const TEXT: LineKind = { kind: 'text' };
const HEADING = /^(#{1,6})(?:[ \t]+|$)/;
const FENCE = /^(`{3,}(?=[^`]*$)|~{3,})/;
const RULE = /^([*_-])(?:[ \t]*\1){2,}$/;
const UNDERLINE = /^={3,}$/;
const TABLE_RULE = /^(?=.*\|)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$/;
const BULLET = /^[-*+][ \t]+/;
const DIRECTIVE = /^\[(pause|marker|anchor|sfx|fx|sound|music)\b(?:[ \t]*:)?((?:\\.|[^\]\\])*)\][ \t]*(\{.*\})?$/isu;
/** The target has a sign of a path or an address in it: `[MARA]: hello` is somebody speaking. */
const DEFINITION = /^\[([^[\]^][^[\]]*)\]:[ \t]*(?:<[^<>]*>|(?=\S*[./#])\S+)[ \t]*(?:"[^"]*"|'[^']*'|\([^()]*\))?$/;
const FOOTNOTE = /^\[\^[^\]\s]+\]:/;

/** `line` has no indentation and no line end. */
export function classifyLine(line: string): LineKind {
  switch (line[0]) {
    case undefined:
      return BLANK;
    case '#': {
      const match = HEADING.exec(line);
      if (!match?.[1]) return TEXT;
      return { kind: 'heading', level: match[1].length, rest: line.slice(match[0].length), restAt: match[0].length };
    }
    case '>':
      return { kind: 'note', rest: line.slice(line[1] === ' ' ? 2 : 1) };
    case '`':
    case '~': {
      const mark = FENCE.exec(line)?.[1];
      return mark ? { kind: 'fence', mark } : TEXT;
    }
    case '*':
    case '_':
    case '-':
    case '+':
    case '=':
    case '|':
    case ':':
      return classifyMarks(line);
    case '!':
      return line[1] === '[' ? { kind: 'image' } : TEXT;
    case '[':
      return classifyBracket(line);
    case '<':
      return line.startsWith('<!--') ? { kind: 'comment' } : TEXT;
    default:
      return TEXT;
  }
}

function classifyMarks(line: string): LineKind {
  const trimmed = trimBlanksEnd(line);
  if (RULE.test(trimmed) || UNDERLINE.test(trimmed)) return { kind: 'rule', sign: line[0] as '*' | '-' | '_' | '=' };
  if (TABLE_RULE.test(trimmed)) return { kind: 'table-rule' };
  const bullet = BULLET.exec(line)?.[0];
  return bullet ? { kind: 'bullet', rest: line.slice(bullet.length), restAt: bullet.length } : TEXT;
}

/** Nothing in brackets is longer; the expressions for it are not made for megabytes. */
const MAX_BRACKET_LENGTH = 10_000;

function classifyBracket(line: string): LineKind {
  if (line.length > MAX_BRACKET_LENGTH) return TEXT;
  const trimmed = trimBlanksEnd(line);
  const directive = DIRECTIVE.exec(trimmed);
  if (directive?.[1]) {
    return {
      kind: 'directive',
      name: directive[1].toLowerCase(),
      rest: trimBlanks(directive[2] ?? ''),
      list: directive[3] ?? '',
    };
  }
  if (FOOTNOTE.test(trimmed)) return { kind: 'footnote' };
  const label = DEFINITION.exec(trimmed)?.[1];
  return label === undefined ? TEXT : { kind: 'definition', label };
}
