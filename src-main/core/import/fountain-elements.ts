/**
 * The elements of a screenplay in Fountain (fountain.io/syntax, version 1.1). Which element a line is follows from its
 * first sign, from whether it is wholly in capitals, and from the blank lines around it.
 */
import type { ScriptProblems } from '#shared/script/script-problems.ts';
import { readFountainComments } from './fountain-comments.ts';

export type FountainKind =
  | 'scene-heading'
  | 'action'
  | 'character'
  | 'dialogue'
  | 'parenthetical'
  | 'lyrics'
  | 'transition'
  | 'centered'
  | 'section'
  | 'synopsis'
  | 'note'
  | 'page-break';

export interface FountainElement {
  readonly kind: FountainKind;
  /** Without the marks that make it what it is; lines of one element are separated by `\n`. */
  readonly text: string;
  readonly line: number;
  /** Of a section. */
  readonly level?: number;
  /** Of a character: spoken beside the one before. */
  readonly isDual?: boolean;
}

export interface FountainScript {
  /** Keys in lower case, in order. */
  readonly titlePage: readonly { readonly key: string; readonly value: string; readonly line: number }[];
  readonly elements: readonly FountainElement[];
}

interface SourceLine {
  readonly number: number;
  /** As written, without notes and comments. */
  readonly raw: string;
  readonly text: string;
}

const SCENE_HEADING = /^(?:INT\.?\/EXT|I\.?\/E|INT|EXT|EST)(?:\.| )/i;
const SCENE_NUMBER = /[ \t]*#[\p{L}\p{N}.-]+#$/u;
const TRANSITION = /(?:^|\s)TO:$|^(?:FADE|CUT) TO (?:BLACK|WHITE)[.:]?$|^FADE (?:IN|OUT)[.:]$/;
const TITLE_KEY = /^([\p{L}][\p{L} ]{0,40}):[ \t]*(.*)$/u;

export function parseFountain(source: string, problems: ScriptProblems): FountainScript {
  const { lines, notes } = readFountainComments(source, problems);
  const sourceLines = lines.map(({ number, raw }): SourceLine => ({ number, raw, text: raw.trim() }));
  const titlePage: { key: string; value: string; line: number }[] = [];
  const bodyStart = readTitlePage(sourceLines, titlePage);
  const elements = new FountainReader(sourceLines.slice(bodyStart)).read();
  const noted = notes.map((note): FountainElement => ({ kind: 'note', text: note.text, line: note.line }));
  return { titlePage, elements: [...noted, ...elements].toSorted((a, b) => a.line - b.line) };
}

/** `Key: value` lines before the first blank one; a value may go on in indented lines. `FADE IN:` is no key. */
function readTitlePage(
  lines: readonly SourceLine[],
  titlePage: { key: string; value: string; line: number }[],
): number {
  const first = TITLE_KEY.exec(lines[0]?.raw ?? '');
  if (!first?.[1] || first[1] === first[1].toUpperCase()) return 0;
  let index = 0;
  for (; index < lines.length; index++) {
    const { raw, text, number } = lines[index] as SourceLine;
    if (text === '') break;
    const match = /^\s/.test(raw) ? null : TITLE_KEY.exec(raw);
    const last = titlePage.at(-1);
    if (match?.[1])
      titlePage.push({ key: match[1].trim().toLowerCase(), value: (match[2] ?? '').trim(), line: number });
    else if (last) last.value = last.value === '' ? text : `${last.value}\n${text}`;
  }
  return index;
}

class FountainReader {
  readonly #lines: readonly SourceLine[];
  readonly #elements: FountainElement[] = [];
  #index = 0;

  constructor(lines: readonly SourceLine[]) {
    this.#lines = lines;
  }

  read(): readonly FountainElement[] {
    while (this.#index < this.#lines.length) {
      const line = this.#lines[this.#index] as SourceLine;
      if (line.text === '') this.#index += 1;
      else if (!this.#readForced(line) && !this.#readByLooks(line)) this.#readAction('');
    }
    return this.#elements;
  }

  #push(kind: FountainKind, text: string, line: SourceLine, more: Partial<FountainElement> = {}): true {
    this.#elements.push({ kind, text, line: line.number, ...more });
    return true;
  }

  #take(kind: FountainKind, text: string, line: SourceLine, more: Partial<FountainElement> = {}): true {
    this.#index += 1;
    return this.#push(kind, text, line, more);
  }

  #isBlank(index: number): boolean {
    return (this.#lines[index]?.text ?? '') === '';
  }

  get #isAfterBlank(): boolean {
    return this.#index === 0 || this.#isBlank(this.#index - 1);
  }

  /** Elements that their first sign decides. */
  #readForced(line: SourceLine): boolean {
    const { text } = line;
    const rest = text.slice(1).trim();
    switch (text[0]) {
      case '!':
        return this.#readAction('!');
      case '@':
        return this.#isBlank(this.#index + 1) ? false : this.#readSpeech(line, rest);
      case '.':
        return /^\.[^.]/.test(text) && this.#take('scene-heading', rest.replace(SCENE_NUMBER, ''), line);
      case '>':
        if (text.endsWith('<') && text.length > 1) return this.#take('centered', text.slice(1, -1).trim(), line);
        return this.#take('transition', rest, line);
      case '~':
        return this.#take('lyrics', rest, line);
      case '=':
        if (/^={3,}$/.test(text)) return this.#take('page-break', '', line);
        return this.#take('synopsis', rest, line);
      case '#': {
        const level = /^#+/.exec(text)?.[0].length ?? 1;
        return this.#take('section', text.slice(level).trim(), line, { level });
      }
      default:
        return false;
    }
  }

  #readByLooks(line: SourceLine): boolean {
    if (!this.#isAfterBlank) return false;
    const { text } = line;
    const isAlone = this.#isBlank(this.#index + 1);
    if (isAlone && SCENE_HEADING.test(text)) return this.#take('scene-heading', text.replace(SCENE_NUMBER, ''), line);
    // A blank at its end says that a line in capitals is no transition.
    if (isAlone) return TRANSITION.test(text) && !/\s$/.test(line.raw) && this.#take('transition', text, line);
    return isCharacterCue(text) && this.#readSpeech(line, text);
  }

  #readSpeech(cue: SourceLine, name: string): true {
    const isDual = name.endsWith('^');
    this.#take('character', (isDual ? name.slice(0, -1) : name).trim(), cue, isDual ? { isDual } : {});
    let open: { readonly line: SourceLine; readonly texts: string[] } | null = null;
    const close = () => {
      if (open) this.#push('dialogue', open.texts.join('\n'), open.line);
      open = null;
    };
    for (; this.#index < this.#lines.length; this.#index++) {
      const line = this.#lines[this.#index] as SourceLine;
      // Two blanks on a line of their own keep a dialogue together.
      if (line.text === '' && !/^ {2,}$/.test(line.raw)) break;
      if (/^\(.*\)$/s.test(line.text)) {
        close();
        this.#push('parenthetical', line.text.slice(1, -1).trim(), line);
      } else if (line.text.startsWith('~')) {
        close();
        this.#push('lyrics', line.text.slice(1).trim(), line);
      } else if (open) (open as { texts: string[] }).texts.push(line.text);
      else open = { line, texts: [line.text] };
    }
    close();
    return true;
  }

  #readAction(mark: string): true {
    const first = this.#lines[this.#index] as SourceLine;
    const texts = [first.text.slice(mark.length)];
    this.#index += 1;
    while (!this.#isBlank(this.#index) && !/^[!@>#=~]|^\.[^.]/.test(this.#lines[this.#index]?.text ?? '')) {
      texts.push(this.#lines[this.#index]?.text ?? '');
      this.#index += 1;
    }
    return this.#push('action', texts.join('\n'), first);
  }
}

/** Wholly in capitals with at least one letter, whatever stands in parentheses after it. */
function isCharacterCue(text: string): boolean {
  const name = text
    .replace(/\^$/, '')
    .replace(/\([^()]*\)/g, '')
    .trim();
  return /\p{Lu}/u.test(name) && name === name.toUpperCase() && !SCENE_HEADING.test(text);
}
