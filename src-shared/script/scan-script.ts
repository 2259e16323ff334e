/**
 * Finds the elements of a script's body, line by line. The blocks are Markdown's, with a few differences that keep a
 * script safe: indentation means nothing (pasted manuscripts are indented), a quote ends with its last `>` (text after
 * it is spoken), a line below several lines or below a speaker is a scene break and not the underline of a heading,
 * and numbers before paragraphs are read.
 */
import { classifyLine, type LineKind } from './line-grammar.ts';
import { likelyName } from './nearest-name.ts';
import { type CastNames, type Label, readLabel } from './read-label.ts';
import { checkBlockCount } from './script-limits.ts';
import type { ScriptProblems } from './script-problems.ts';
import { trimBlanksStart } from './trim-blanks.ts';

/** `isAdjacent`: no blank line stands between this element and the one before. */
export type ScriptItem = { readonly line: number; readonly column: number; readonly isAdjacent: boolean } & (
  | { readonly kind: 'heading'; readonly level: number; readonly source: string }
  | { readonly kind: 'note'; readonly source: string }
  | { readonly kind: 'scene-break' }
  | { readonly kind: 'image'; readonly source: string }
  | { readonly kind: 'directive'; readonly name: string; readonly rest: string; readonly list: string }
  /** Lines of speech, separated by `\n`. */
  | { readonly kind: 'text'; readonly label: Label | null; readonly source: string }
);

export interface ScannedScript {
  readonly items: readonly ScriptItem[];
  /** By label in lower case, as written. */
  readonly definitions: ReadonlyMap<string, string>;
}

/** In a larger cast (of a mistaken manuscript, most likely) no name is looked up for "did you mean". */
const MAX_COMPARED_NAMES = 200;

/** A paragraph that is still open. */
interface OpenText {
  readonly line: number;
  readonly column: number;
  readonly isAdjacent: boolean;
  readonly label: Label | null;
  readonly lines: string[];
}

/** `body` has `\n` line ends; its first line is `firstLine` of the file. Names that labels bring in are added to `cast`. */
export function scanScript(body: string, firstLine: number, cast: CastNames, problems: ScriptProblems): ScannedScript {
  const scanner = new Scanner(cast, problems);
  let line = firstLine;
  for (let start = 0; start <= body.length; line++) {
    const newline = body.indexOf('\n', start);
    const end = newline < 0 ? body.length : newline;
    scanner.read(body.slice(start, end), line);
    start = end + 1;
  }
  return scanner.finish();
}

class Scanner {
  readonly #items: ScriptItem[] = [];
  readonly #definitions = new Map<string, string>();
  readonly #cast: CastNames;
  readonly #problems: ScriptProblems;
  #text: OpenText | null = null;
  #note: { line: number; column: number; isAdjacent: boolean; lines: string[] } | null = null;
  #fence: { readonly mark: string; readonly line: number } | null = null;
  /** A table or a footnote that goes on to the next blank line. */
  #isSkipping = false;
  #isAfterBlank = true;

  constructor(cast: CastNames, problems: ScriptProblems) {
    this.#cast = cast;
    this.#problems = problems;
  }

  read(raw: string, line: number): void {
    const source = trimBlanksStart(raw);
    if (this.#fence) {
      this.#readFenced(source);
      return;
    }
    const kind = classifyLine(source);
    if (kind.kind !== 'note') this.#closeNote();
    if (kind.kind === 'blank') {
      this.#closeText();
      this.#isSkipping = false;
      this.#isAfterBlank = true;
      return;
    }
    if (this.#isSkipping && kind.kind !== 'footnote') return;
    this.#isSkipping = false;
    this.#readElement(kind, source, line, raw.length - source.length + 1);
    this.#isAfterBlank = false;
  }

  finish(): ScannedScript {
    this.#closeNote();
    this.#closeText();
    if (this.#fence) {
      this.#problems.report(
        this.#fence.line,
        1,
        `The code block that opens here is not closed. End it with ${this.#fence.mark}.`,
      );
    }
    return { items: this.#items, definitions: this.#definitions };
  }

  #readElement(kind: LineKind, source: string, line: number, column: number): void {
    switch (kind.kind) {
      case 'heading':
        this.#push({ kind: 'heading', level: kind.level, source: kind.rest }, line, column + kind.restAt);
        break;
      case 'note':
        this.#closeText();
        this.#note ??= { line, column, isAdjacent: !this.#isAfterBlank, lines: [] };
        this.#note.lines.push(kind.rest);
        break;
      case 'fence':
        this.#closeText();
        this.#fence = { mark: kind.mark, line };
        this.#problems.drop(line, 'code block');
        break;
      case 'rule':
        this.#readRule(kind.sign, source, line, column);
        break;
      case 'table-rule':
        this.#readTable(source, line, column);
        break;
      case 'image':
        this.#push({ kind: 'image', source }, line, column);
        break;
      case 'directive':
        this.#push({ kind: 'directive', name: kind.name, rest: kind.rest, list: kind.list }, line, column);
        break;
      case 'definition':
        if (this.#text) this.#readText(source, line, column);
        else {
          this.#definitions.set(kind.label.toLowerCase(), source);
          this.#problems.drop(line, `link target [${kind.label}]`);
        }
        break;
      case 'footnote':
        this.#closeText();
        this.#problems.drop(line, 'footnote');
        this.#isSkipping = true;
        break;
      case 'comment':
        this.#closeText();
        this.#problems.report(line, column, 'HTML is not read. For a note that is not spoken, begin the line with >.');
        break;
      case 'bullet':
        this.#closeText();
        this.#readText(kind.rest, line, column + kind.restAt);
        break;
      default:
        this.#readText(source, line, column);
    }
  }

  #readText(source: string, line: number, column: number): void {
    const label = readLabel(source, this.#cast);
    if (!label && this.#text) {
      this.#text.lines.push(source);
      return;
    }
    this.#closeText();
    if (label?.isNew) this.#meet(label.name, line);
    const isAdjacent = !this.#isAfterBlank;
    if (label) this.#text = { line, column: column + label.restAt, isAdjacent, label, lines: [label.rest] };
    else this.#text = { line, column, isAdjacent, label, lines: [source] };
  }

  #meet(name: string, line: number): void {
    const nearest = this.#cast.size <= MAX_COMPARED_NAMES ? likelyName(name, this.#cast) : undefined;
    const hint = nearest ? ` Did you mean ${nearest}?` : '';
    // Where it looks like a slip of the pen, it is one until a person has looked at it.
    this.#problems.drop(
      line,
      `${name} is not in the cast: added, with the default voice.${hint}`,
      nearest === undefined ? name : undefined,
    );
    this.#cast.add(name);
  }

  /** Three or more signs below a single unnamed line make it a heading; anywhere else they break the scene. */
  #readRule(sign: '*' | '-' | '_' | '=', source: string, line: number, column: number): void {
    const isUnderline = (sign === '-' || sign === '=') && !/[ \t]/.test(source.trimEnd());
    const text = this.#text;
    if (isUnderline && text && !text.label && text.lines.length === 1) {
      this.#text = null;
      const { isAdjacent } = text;
      this.#items.push({
        kind: 'heading',
        level: sign === '=' ? 1 : 2,
        source: text.lines[0] ?? '',
        line: text.line,
        column: text.column,
        isAdjacent,
      });
      return;
    }
    this.#push({ kind: 'scene-break' }, line, column);
  }

  #readTable(source: string, line: number, column: number): void {
    const header = this.#text?.lines.at(-1);
    if (!this.#text || !header?.includes('|')) {
      this.#readText(source, line, column);
      return;
    }
    this.#text.lines.pop();
    if (this.#text.lines.length === 0) this.#text = null;
    this.#closeText();
    this.#problems.drop(line - 1, 'table');
    this.#isSkipping = true;
  }

  #readFenced(source: string): void {
    const fence = this.#fence as { mark: string };
    const isEnd =
      source.startsWith(fence.mark) && source.trim() === (fence.mark[0] as string).repeat(source.trim().length);
    if (isEnd) this.#fence = null;
    this.#isAfterBlank = false;
  }

  #closeText(): void {
    const text = this.#text;
    if (!text) return;
    this.#text = null;
    const { line, column, isAdjacent, label } = text;
    this.#add({ kind: 'text', line, column, isAdjacent, label, source: text.lines.join('\n') });
  }

  #closeNote(): void {
    const note = this.#note;
    if (!note) return;
    this.#note = null;
    const { line, column, isAdjacent } = note;
    this.#add({ kind: 'note', line, column, isAdjacent, source: note.lines.join('\n') });
  }

  #push(
    item:
      | { kind: 'heading'; level: number; source: string }
      | { kind: 'scene-break' }
      | { kind: 'image'; source: string }
      | { kind: 'directive'; name: string; rest: string; list: string },
    line: number,
    column: number,
  ): void {
    this.#closeText();
    this.#add({ ...item, line, column, isAdjacent: !this.#isAfterBlank });
  }

  #add(item: ScriptItem): void {
    this.#items.push(item);
    checkBlockCount(this.#items.length, item.line, this.#problems);
  }
}
