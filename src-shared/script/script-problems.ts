import { AppError } from '../errors.ts';

/** Something that a reader left out or changed, for the person to know. Lines count from 1. */
export interface Dropped {
  readonly line: number;
  readonly what: string;
  /** Nothing was left out: somebody who speaks was added to the cast. */
  readonly addedSpeaker?: string;
}

export interface ScriptProblem {
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  readonly message: string;
}

/** More would not be read, and the first ones often cause the rest. */
const MAX_PROBLEMS = 20;

/**
 * Gathers what is wrong with a text, so that a person mends it in one go, and what was left out. A reader goes on after
 * a problem with whatever makes sense and calls {@link throwIfAny} before it hands anything out.
 */
export class ScriptProblems {
  readonly #fileName: string;
  readonly #problems: ScriptProblem[] = [];
  readonly #dropped: Dropped[] = [];
  #count = 0;

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  report(line: number, column: number, message: string): void {
    this.#count += 1;
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push({ line, column, message });
  }

  /** Further problems are counted but not kept, so that nobody need work on what they say. */
  get isFull(): boolean {
    return this.#count >= MAX_PROBLEMS;
  }

  drop(line: number, what: string, addedSpeaker?: string): void {
    this.#dropped.push({ line, what, ...(addedSpeaker === undefined ? {} : { addedSpeaker }) });
  }

  /** By line; of one line, in the order they were found. */
  get dropped(): readonly Dropped[] {
    return this.#dropped.toSorted((a, b) => a.line - b.line);
  }

  /**
   * Throws AppError `invalid-input` when anything was reported: the first problem by line as the message, behind
   * `file:line:`, and details `{file, line, column, problems, problemCount}`.
   */
  throwIfAny(): void {
    if (this.#count === 0) return;
    const problems = this.#problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
    const first = problems[0] as ScriptProblem;
    const rest = this.#count - 1;
    const more = rest === 0 ? '' : ` (and ${rest} more ${rest === 1 ? 'problem' : 'problems'})`;
    throw new AppError({
      code: 'invalid-input',
      message: `${this.#fileName}:${first.line}: ${first.message}${more}`,
      details: {
        file: this.#fileName,
        line: first.line,
        column: first.column,
        problems,
        problemCount: this.#count,
      },
    });
  }
}
