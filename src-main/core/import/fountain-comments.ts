import type { ScriptProblems } from '#shared/script/script-problems.ts';

export interface FountainComments {
  /** The lines that are left; those that held nothing but notes and comments are gone, blank ones stay. */
  readonly lines: readonly { readonly number: number; readonly raw: string }[];
  readonly notes: readonly { readonly text: string; readonly line: number }[];
}

/**
 * Takes out what stands anywhere in a screenplay without belonging to it: notes in double brackets, which may span lines
 * but not blank ones, and the boneyard between slash-star and star-slash, which is dropped. A boneyard that is not
 * closed would swallow the rest and is reported.
 */
export function readFountainComments(source: string, problems: ScriptProblems): FountainComments {
  const text = source.replace(/\r\n?/g, '\n');
  const notes: { text: string; line: number }[] = [];
  const kept = new KeptLines();
  const search = new ForwardSearch(text);
  let position = 0;
  for (let at = search.next(/\/\*|\[\[/g, 0); at >= 0; ) {
    const isNote = text[at] === '[';
    const close = search.next(isNote ? /\]\]/g : /\*\//g, at + 2);
    const isClosed = close >= 0 && !(isNote && isBetween(search.next(/\n\n/g, at), close));
    if (isClosed) {
      kept.keep(text.slice(position, at));
      if (isNote)
        notes.push({
          text: text
            .slice(at + 2, close)
            .replace(/\s+/g, ' ')
            .trim(),
          line: kept.line,
        });
      else problems.drop(kept.line, 'text in the boneyard /* … */');
      kept.cut(text.slice(at, close + 2));
      position = close + 2;
    } else if (!isNote) {
      kept.keep(text.slice(position, at));
      problems.report(kept.line, 1, 'The boneyard /* that opens here is not closed. End it with */.');
      position = text.length;
    }
    at = search.next(/\/\*|\[\[/g, Math.max(position, at + 2));
  }
  kept.keep(`${text.slice(position)}\n`);
  return { lines: kept.lines, notes };
}

function isBetween(at: number, end: number): boolean {
  return at >= 0 && at < end;
}

/** Finds the next of several signs from ever later places without reading the text again for each. */
class ForwardSearch {
  readonly #text: string;
  readonly #found = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;
  }

  /** `sign` is a global expression that matches a few units. −1 when there is none from `from` on. */
  next(sign: RegExp, from: number): number {
    const known = this.#found.get(sign.source);
    if (known !== undefined && (known < 0 || known >= from)) return known;
    sign.lastIndex = from;
    const at = sign.exec(this.#text)?.index ?? -1;
    this.#found.set(sign.source, at);
    return at;
  }
}

/** Puts lines together from pieces, and counts them through what is cut out. */
class KeptLines {
  readonly lines: { number: number; raw: string }[] = [];
  line = 1;
  #raw = '';
  #isCut = false;

  keep(piece: string): void {
    const [first = '', ...rest] = piece.split('\n');
    this.#raw += first;
    for (const next of rest) {
      if (!this.#isCut || this.#raw.trim() !== '') this.lines.push({ number: this.line, raw: this.#raw });
      this.line += 1;
      this.#raw = next;
      this.#isCut = false;
    }
  }

  cut(piece: string): void {
    this.line += piece.split('\n').length - 1;
    this.#isCut = true;
  }
}
