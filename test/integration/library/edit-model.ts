/** What the history of an episode should be, kept in the plainest way: whole documents, one for each position. */
import { applyCommand, type Command } from '#shared/document/commands.ts';
import { isEmptyDiff } from '#shared/document/diff.ts';
import type { EpisodeDocument } from '#shared/document/episode-document.ts';

export class EditModel {
  #documents: EpisodeDocument[];
  #position = 0;
  #gesture: { readonly name: string; readonly document: EpisodeDocument } | null = null;

  constructor(first: EpisodeDocument) {
    this.#documents = [first];
  }

  get document(): EpisodeDocument {
    return this.#gesture?.document ?? this.#documents[this.#position]!;
  }
  get position(): number {
    return this.#position;
  }
  get last(): number {
    return this.#documents.length - 1;
  }

  /** Throws as the command does; then the model is as it was. */
  apply(command: Command, gesture: string | null): void {
    const { document, diff } = applyCommand(this.document, command);
    if (this.#gesture && this.#gesture.name !== gesture) this.commit();
    this.#put(document, isEmptyDiff(diff), gesture);
  }

  get gestureName(): string | undefined {
    return this.#gesture?.name;
  }

  /** One of the documents of the history. */
  any(number: number): EpisodeDocument {
    return this.#documents[number % this.#documents.length]!;
  }

  /** Answers false where there is nothing to undo or redo. */
  step(by: 1 | -1): boolean {
    const isGoingOn = this.#gesture !== null && !isSame(this.#gesture.document, this.#documents[this.#position]!);
    // Ending a gesture makes an entry first.
    return this.jump(this.#position + (isGoingOn ? 1 : 0) + by);
  }

  commit(): void {
    const gesture = this.#gesture;
    this.#gesture = null;
    if (gesture) this.#put(gesture.document, isSame(gesture.document, this.document), null);
  }

  cancel(): void {
    this.#gesture = null;
  }

  /** Answers false where there is no such position. */
  jump(position: number): boolean {
    const documents = this.#documents;
    const before = { gesture: this.#gesture, position: this.#position };
    this.commit();
    if (position >= 0 && position <= this.last) {
      this.#position = position;
      return true;
    }
    // What is refused leaves everything as it was, the gesture too.
    this.#documents = documents;
    this.#gesture = before.gesture;
    this.#position = before.position;
    return false;
  }

  #put(document: EpisodeDocument, isUnchanged: boolean, gesture: string | null): void {
    if (isUnchanged) return;
    if (gesture !== null) {
      this.#gesture = { name: gesture, document };
      return;
    }
    this.push(document);
  }

  /** One entry more. */
  push(document: EpisodeDocument): void {
    this.#documents = [...this.#documents.slice(0, this.#position + 1), document];
    this.#position += 1;
  }
}

function isSame(a: EpisodeDocument, b: EpisodeDocument): boolean {
  const json = (document: EpisodeDocument) =>
    JSON.stringify([...document.records.values()].sort((x, y) => (x.id < y.id ? -1 : 1)));
  return json(a) === json(b);
}
