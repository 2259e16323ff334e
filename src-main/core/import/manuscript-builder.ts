import { checkInvariants } from '#shared/document/invariants.ts';
import { AppError } from '#shared/errors.ts';
import type { NewId } from '#shared/ids.ts';
import { assembleEpisode } from '#shared/script/assemble-episode.ts';
import type { DraftBlock, EpisodeDraft } from '#shared/script/episode-draft.ts';
import { tokenizeInline } from '#shared/script/inline.ts';
import type { ParsedScript } from '#shared/script/parse-script.ts';
import { SCENE_BREAK_PAUSE } from '#shared/script/scene-break.ts';
import { checkBlockCount, MAX_HEADING_LENGTH, MAX_LINE_LENGTH } from '#shared/script/script-limits.ts';
import { ScriptProblems } from '#shared/script/script-problems.ts';
import { titleOf } from '#shared/script/script-title.ts';
import type { Samples } from '#shared/units.ts';

type Settings = { -readonly [Key in keyof EpisodeDraft['settings']]?: EpisodeDraft['settings'][Key] };

export interface SpokenParagraph {
  readonly line: number;
  /** As shown; null names nobody. */
  readonly speaker?: string | null;
  readonly text: string;
  readonly direction?: string;
  readonly isContinuation?: boolean;
  readonly gapBeforeSamples?: Samples;
}

/** What every reader of a manuscript writes into. It checks what the records would refuse, with the line it is from. */
export class ManuscriptBuilder {
  readonly problems: ScriptProblems;
  readonly settings: Settings = {};
  /** The file inside the file that lines are counted in. */
  part: string | null = null;
  readonly #fileName: string;
  readonly #blocks: DraftBlock[] = [];
  readonly #speakers = new Map<string, number>();

  constructor(fileName: string) {
    this.#fileName = fileName;
    this.problems = new ScriptProblems(fileName);
  }

  get isEmpty(): boolean {
    return this.#blocks.length === 0;
  }

  drop(line: number, what: string): void {
    this.problems.drop(line, this.part === null ? what : `${what} in ${this.part}`);
  }

  report(line: number, message: string): void {
    this.problems.report(line, 1, this.part === null ? message : `In ${this.part}: ${message}`);
  }

  /** Nothing is added for an empty text. */
  addParagraph(paragraph: SpokenParagraph): void {
    const { line, direction, isContinuation, gapBeforeSamples } = paragraph;
    const text = paragraph.text.trim();
    if (text === '') return;
    if (text.length > MAX_LINE_LENGTH) {
      this.report(
        line,
        `This paragraph has ${text.length} characters; a line has at most ${MAX_LINE_LENGTH}. Split it.`,
      );
      return;
    }
    if (!this.#hasValidPauses(text, line)) return;
    const speakerLabel = paragraph.speaker ?? null;
    if (speakerLabel !== null && !this.#speakers.has(speakerLabel)) this.#speakers.set(speakerLabel, line);
    this.#add({
      type: 'line',
      line,
      speakerLabel,
      text,
      gainDb: 0,
      ...(direction && { direction }),
      ...(isContinuation && { isContinuation }),
      ...(gapBeforeSamples !== undefined && { gapBeforeSamples }),
    });
  }

  /** A long heading is cut: it is a label in a list of chapters. */
  addHeading(line: number, level: number, text: string, isSpoken: boolean): void {
    const title = text.replace(/\s+/gu, ' ').trim();
    if (title === '') return;
    if (title.length > MAX_HEADING_LENGTH) this.drop(line, `the end of a heading of ${title.length} characters`);
    this.#add({ type: 'heading', line, level: Math.min(level, 6), text: title.slice(0, MAX_HEADING_LENGTH), isSpoken });
  }

  addPause(line: number, durationSamples: Samples): void {
    this.#add({ type: 'pause', line, durationSamples });
  }

  /** Nothing before the first block, and not two in a row: a break separates. */
  addSceneBreak(line: number): void {
    const previous = this.#blocks.at(-1);
    if (previous && previous.type !== 'pause') this.addPause(line, SCENE_BREAK_PAUSE);
  }

  addNote(line: number, text: string): void {
    if (text.trim() !== '') this.#add({ type: 'note', line, text: text.trim().slice(0, MAX_LINE_LENGTH) });
  }

  finish(newId: NewId): ParsedScript {
    const document = assembleEpisode(
      {
        settings: { title: titleOf(this.#fileName), language: 'en', kind: 'podcast', ...this.settings },
        cast: Array.from(this.#speakers, ([name, line]) => ({ label: name, name, line })),
        tracks: [],
        blocks: this.#blocks,
        clips: [],
        markers: [],
      },
      newId,
      this.problems,
    );
    this.problems.throwIfAny();
    checkInvariants(document);
    return { document, dropped: this.problems.dropped };
  }

  #add(block: DraftBlock): void {
    this.#blocks.push(block);
    checkBlockCount(this.#blocks.length, block.line, this.problems);
  }

  #hasValidPauses(text: string, line: number): boolean {
    if (!/[<＜]/.test(text)) return true;
    try {
      tokenizeInline(text);
      return true;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.report(line, error.message);
      return false;
    }
  }
}
