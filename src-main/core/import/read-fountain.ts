/** A screenplay in Fountain becomes an episode: dialogue by its characters, action by the narrator. */

import { joinLines } from '#shared/script/join-lines.ts';
import { secondsToSamples } from '#shared/units.ts';
import { type FountainElement, parseFountain } from './fountain-elements.ts';
import type { ManuscriptBuilder } from './manuscript-builder.ts';
import { stripEmphasis } from './strip-emphasis.ts';

/** As far back as the layout lets a line go: to the start of the one before, so that both are heard together. */
const DUAL_DIALOGUE_GAP = secondsToSamples(-600);

export function readFountain(text: string, builder: ManuscriptBuilder): void {
  const { titlePage, elements } = parseFountain(text, builder.problems);
  for (const { key, value, line } of titlePage) {
    const plain = joinLines(value.split('\n').map(stripEmphasis));
    if (key === 'title') builder.settings.title = plain.slice(0, 500);
    else if (key === 'author' || key === 'authors') builder.settings.author = plain.slice(0, 500);
    else builder.drop(line, `${key} of the title page`);
  }
  new FountainWriter(builder).write(elements);
}

class FountainWriter {
  readonly #builder: ManuscriptBuilder;
  #speaker: string | null = null;
  #isDual = false;
  #directions: { readonly text: string; readonly line: number }[] = [];
  /** Of the speech: the first of its lines starts it, the others continue it. */
  #isStarted = false;
  #sectionLevel = 0;

  constructor(builder: ManuscriptBuilder) {
    this.#builder = builder;
  }

  write(elements: readonly FountainElement[]): void {
    for (const element of elements) this.#writeOne(element);
    this.#dropDirections();
  }

  #writeOne(element: FountainElement): void {
    const { kind, line } = element;
    const text = stripEmphasis(joinLines(element.text.split('\n'))).replace(/ {2,}/g, ' ');
    switch (kind) {
      case 'character':
        this.#startSpeech(element);
        break;
      case 'parenthetical':
        this.#directions.push({ text, line });
        break;
      case 'dialogue':
      case 'lyrics':
        this.#speak(line, text);
        break;
      case 'action':
      case 'centered':
        this.#endSpeech();
        this.#builder.addParagraph({ line, text });
        break;
      case 'scene-heading':
        this.#endSpeech();
        this.#builder.addHeading(line, this.#sectionLevel + 1, text, false);
        break;
      case 'section':
        this.#endSpeech();
        this.#sectionLevel = Math.min(element.level ?? 1, 5);
        this.#builder.addHeading(line, element.level ?? 1, text, false);
        break;
      case 'note':
      case 'synopsis':
        this.#builder.addNote(line, text);
        break;
      case 'transition':
        this.#endSpeech();
        this.#builder.drop(line, `transition ${text}`);
        break;
      case 'page-break':
        this.#endSpeech();
        break;
    }
  }

  #startSpeech({ text, line, isDual }: FountainElement): void {
    this.#endSpeech();
    const extensions = Array.from(text.matchAll(/\(([^()]*)\)/g), (match) => match[1] ?? '');
    this.#speaker = stripEmphasis(text.replace(/\([^()]*\)/g, ' '))
      .replace(/\s+/g, ' ')
      .trim();
    this.#isDual = isDual === true;
    this.#isStarted = false;
    // Continued speeches are only marked so for the page.
    const spoken = extensions.filter((extension) => !/^cont['’]?d?\.?$/i.test(extension.trim()));
    if (spoken.length > 0) this.#builder.drop(line, `(${spoken.join(') (')}) after ${this.#speaker}`);
  }

  #speak(line: number, text: string): void {
    const direction = this.#directions.map((parenthetical) => parenthetical.text).join(', ');
    this.#directions = [];
    this.#builder.addParagraph({
      line,
      speaker: this.#speaker,
      text,
      direction,
      isContinuation: this.#isStarted,
      ...(this.#isDual && !this.#isStarted && { gapBeforeSamples: DUAL_DIALOGUE_GAP }),
    });
    this.#isStarted = true;
  }

  #endSpeech(): void {
    this.#dropDirections();
    this.#speaker = null;
    this.#isStarted = false;
  }

  /** A parenthetical behind the last words has nothing left to direct. */
  #dropDirections(): void {
    for (const { text, line } of this.#directions) this.#builder.drop(line, `(${text}) with no words behind it`);
    this.#directions = [];
  }
}
