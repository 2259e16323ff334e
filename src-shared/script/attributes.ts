/**
 * Attribute lists: `{track=music under gain=-24dB until="Chapter 2"}`. A name alone is a flag. A value with blanks,
 * quotes or braces stands in double quotes, where `\"`, `\\`, `\n` and `\r` are escapes.
 */
import type { Samples } from '../units.ts';
import { likelyName } from './nearest-name.ts';
import { DURATION_EXAMPLE, GAIN_EXAMPLE, readDuration, readGain } from './quantities.ts';
import type { ScriptProblems } from './script-problems.ts';
import { trimBlanksEnd } from './trim-blanks.ts';

export interface Attribute {
  readonly name: string;
  /** null: a flag. */
  readonly value: string | null;
}

const ITEM = String.raw`[a-z][a-z-]*(?:=(?:"(?:\\.|[^"\\\n])*"|[^\s"{}]+))?`;
const LIST = String.raw`\{[ \t]*(?:${ITEM}(?:[ \t]+${ITEM})*)?[ \t]*\}`;
const WHOLE_LIST = new RegExp(`^${LIST}$`, 'u');
const LIST_TO_END = new RegExp(`${LIST}$`, 'uy');
const EACH_ITEM = new RegExp(ITEM, 'gu');

/** The attributes of a list with its braces; null when it is not one. */
export function parseAttributes(source: string): readonly Attribute[] | null {
  if (!WHOLE_LIST.test(source)) return null;
  return Array.from(source.slice(1, -1).matchAll(EACH_ITEM), ([item]) => {
    const equals = item.indexOf('=');
    if (equals < 0) return { name: item, value: null };
    return { name: item.slice(0, equals), value: unquote(item.slice(equals + 1)) };
  });
}

/** Cuts an attribute list off the end of a text. One whose brace is escaped belongs to the text. */
export function splitAttributes(
  text: string,
): { readonly rest: string; readonly attributes: readonly Attribute[]; readonly at: number } | null {
  const trimmed = trimBlanksEnd(text);
  if (!trimmed.endsWith('}')) return null;
  // From the back, because a quoted value may have braces in it too.
  for (let at = trimmed.lastIndexOf('{'); at >= 0; at = at === 0 ? -1 : trimmed.lastIndexOf('{', at - 1)) {
    const list = listAt(trimmed, at);
    if (list !== null) {
      const attributes = isEscaped(trimmed, at) ? null : parseAttributes(list);
      return attributes && { rest: trimmed.slice(0, at), attributes, at };
    }
  }
  return null;
}

/** The list that begins at `at` and ends with the text. */
function listAt(text: string, at: number): string | null {
  LIST_TO_END.lastIndex = at;
  return LIST_TO_END.exec(text)?.[0] ?? null;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r' };

function unquote(value: string): string {
  if (!value.startsWith('"')) return value;
  return value.slice(1, -1).replace(/\\(.)/gsu, (_, escaped: string) => ESCAPED[escaped] ?? escaped);
}

function quote(value: string): string {
  if (/^[^\s"{}\\]+$/u.test(value)) return value;
  const escaped = value.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `"${escaped}"`;
}

/** `{a b=1}`; the empty text when there are none. */
export function printAttributes(attributes: readonly Attribute[]): string {
  if (attributes.length === 0) return '';
  return `{${attributes.map(({ name, value }) => (value === null ? name : `${name}=${quote(value)}`)).join(' ')}}`;
}

/** Reads the attributes of one element, and reports what is unknown, said twice or not understood. */
export class AttributeReader {
  readonly #values = new Map<string, string | null>();
  readonly #place: { readonly line: number; readonly column: number };
  readonly #problems: ScriptProblems;

  constructor(
    attributes: readonly Attribute[],
    known: readonly string[],
    place: { readonly line: number; readonly column: number },
    problems: ScriptProblems,
  ) {
    this.#place = place;
    this.#problems = problems;
    for (const { name, value } of attributes) {
      if (!known.includes(name)) {
        const nearest = likelyName(name, known);
        const hint = nearest ? `Did you mean "${nearest}"?` : `Known here: ${known.join(', ')}.`;
        this.report(`"${name}" is not an attribute of this. ${hint} (Write \\{ for a brace that is read aloud.)`);
      } else if (this.#values.has(name)) this.report(`"${name}" is said twice.`);
      else this.#values.set(name, value);
    }
  }

  report(message: string): void {
    this.#problems.report(this.#place.line, this.#place.column, message);
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  flag(name: string): boolean {
    const value = this.#values.get(name);
    if (value === undefined) return false;
    if (value !== null) this.report(`"${name}" takes no value; write it alone.`);
    return true;
  }

  text(name: string): string | undefined {
    const value = this.#values.get(name);
    if (value === null) {
      this.report(`"${name}" needs a value: ${name}=…`);
      return undefined;
    }
    return value;
  }

  edge(name: string): 'start' | 'end' | undefined {
    const edge = this.text(name);
    if (edge === undefined || edge === 'start' || edge === 'end') return edge;
    this.report(`${name} is start or end, not "${edge}".`);
    return undefined;
  }

  duration(name: string, options: { readonly canBeNegative?: boolean } = {}): Samples | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = readDuration(text);
    if (value === null) this.report(`${name}=${text}: write ${DURATION_EXAMPLE}.`);
    else if (value < 0 && !options.canBeNegative) this.report(`${name}=${text}: this cannot be negative.`);
    else return value;
    return undefined;
  }

  gain(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = readGain(text);
    if (value === null) this.report(`${name}=${text}: write ${GAIN_EXAMPLE}.`);
    else if (value < -144 || value > 24) this.report(`${name}=${text}: levels go from -144dB to 24dB.`);
    else return value;
    return undefined;
  }
}
