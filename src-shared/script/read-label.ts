/** Who speaks a line: `NAME: text` and `NAME (direction): text`, with `:` or `：`. */
import { decodeEscapes } from './escape-text.ts';
import { trimBlanks } from './trim-blanks.ts';

export interface Label {
  /** A label of the cast, or a new name in upper case. */
  readonly name: string;
  readonly isNew: boolean;
  readonly direction?: string;
  /** Where the colon stands in the source. */
  readonly colonAt: number;
  /** What follows the colon, and where it begins in the source. */
  readonly rest: string;
  readonly restAt: number;
}

/** Longer ones are sentences in capitals. */
const MAX_NEW_NAME_LENGTH = 40;

const NEW_NAME = /^(?=.*\p{Lu})[\p{Lu}\p{Lt}\p{N}][\p{Lu}\p{Lt}\p{N}\p{M} .'’&/#_-]*$/u;

const LABEL = /^([^:：()（）\\]{1,200}?)[ \t]*((?:[(（](?:\\.|[^()（）\\])*[)）][ \t]*)*)([:：])/su;
const EACH_DIRECTION = /[(（]((?:\\.|[^()（）\\])*)[)）]/gsu;

/** The names that lines may begin with. New ones are taken in as they are met. */
export class CastNames {
  readonly #names = new Set<string>();
  readonly #byLowerCase = new Map<string, string>();

  add(name: string): void {
    this.#names.add(name);
    const folded = name.toLowerCase();
    if (!this.#byLowerCase.has(folded)) this.#byLowerCase.set(folded, name);
  }

  get size(): number {
    return this.#names.size;
  }

  /** As written, or else the first that differs in case only. */
  find(name: string): string | undefined {
    return this.#names.has(name) ? name : this.#byLowerCase.get(name.toLowerCase());
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#names.values();
  }
}

/** Whether a name may stand before a line without being in the cast: wholly upper case, and no sentence. */
function isUpperCaseName(name: string): boolean {
  return name.length <= MAX_NEW_NAME_LENGTH && NEW_NAME.test(name);
}

/** The label at the start of a source line; null where it is prose. A backslash before the colon makes it prose. */
export function readLabel(source: string, cast: CastNames): Label | null {
  const { plain, shift } = withoutEmphasis(source);
  return readPlainLabel(plain, cast, shift);
}

function readPlainLabel(source: string, cast: CastNames, shift: number): Label | null {
  const colon = source.search(/[:：]/);
  if (colon < 1) return null;
  const whole = cast.find(trimBlanks(source.slice(0, colon)));
  if (whole !== undefined) return labelOf(whole, false, undefined, source, colon + 1, shift);
  const match = LABEL.exec(source);
  if (!match) return null;
  const [head, name = '', directions = '', sign] = match;
  const known = cast.find(name);
  const rest = source.slice(head.length);
  const isNew = known === undefined && isUpperCaseName(name) && (sign === '：' || /^[ \t]|^$/.test(rest));
  if (known === undefined && !isNew) return null;
  return labelOf(known ?? name, isNew, readDirections(directions), source, head.length, shift);
}

function labelOf(
  name: string,
  isNew: boolean,
  direction: string | undefined,
  source: string,
  end: number,
  shift: number,
): Label {
  const blanks = /^[ \t]*/.exec(source.slice(end))?.[0].length ?? 0;
  return {
    name,
    isNew,
    ...(direction !== undefined && { direction }),
    colonAt: end - 1 + shift,
    rest: source.slice(end + blanks),
    restAt: end + blanks + shift,
  };
}

/** Several in a row, as screenwriters write them, are one direction. */
function readDirections(source: string): string | undefined {
  const all = Array.from(source.matchAll(EACH_DIRECTION), (match) => decodeEscapes(trimBlanks(match[1] ?? '')));
  return all.length === 0 ? undefined : all.join(', ');
}

/**
 * `**NAME:** text` and `**NAME** (direction): text` without the marks, so that a label in bold is a label. `shift` is
 * how many units were taken out.
 */
function withoutEmphasis(source: string): { readonly plain: string; readonly shift: number } {
  const mark = /^(?:\*{1,3}|_{1,3})(?=\S)/.exec(source)?.[0];
  if (!mark) return { plain: source, shift: 0 };
  const close = source.indexOf(mark, mark.length);
  const inner = source.slice(mark.length, Math.max(close, 0));
  const tail = source.slice(close + mark.length);
  const isLabel = close > 0 && (/[:：]$/.test(inner) || (!/[:：]/.test(inner) && /^[ \t]*(?:[(（:：])/.test(tail)));
  return isLabel ? { plain: inner + tail, shift: 2 * mark.length } : { plain: source, shift: 0 };
}
