/** The core's side of an open episode in memory: revisions, conflicts, gestures and undo as the library has them. */

import type { Transport } from '#shared/contract/client.ts';
import type { EpisodeChange } from '#shared/contract/episodes.ts';
import { applyCommands, type Command, isUndoable } from '#shared/document/commands.ts';
import {
  applyDiff,
  EMPTY_DIFF,
  isEmptyDiff,
  type RecordsDiff,
  reverseDiff,
  squashDiffs,
} from '#shared/document/diff.ts';
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import { rebaseDiff } from '#shared/document/rebase-diff.ts';
import { AppError } from '#shared/errors.ts';
import type { EpisodeId, RecordId, TakeId } from '#shared/ids.ts';

interface EditInput {
  readonly baseRevision: number;
  readonly commands: readonly Command[];
  readonly gesture?: string;
}

export class FakeEpisodeCore {
  document: EpisodeDocument;
  revision = 1;
  /** Requests that changed something, by name. */
  readonly carriedOut: string[] = [];
  readonly #id: EpisodeId;
  #editRevision = 1;
  #past: RecordsDiff[] = [];
  #future: RecordsDiff[] = [];
  #gesture: { readonly name: string; readonly diff: RecordsDiff } | null = null;
  readonly #listeners = new Set<(change: EpisodeChange) => void>();

  constructor(id: EpisodeId, document: EpisodeDocument) {
    this.#id = id;
    this.document = document;
  }

  onChange(listener: (change: EpisodeChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get entries(): number {
    return this.#past.length + (this.#gesture && !isEmptyDiff(this.#gesture.diff) ? 1 : 0);
  }

  opened() {
    return JSON.parse(
      JSON.stringify({
        episode: { id: this.#id, projectId: 'p', title: 'Fake', revision: this.revision, shelf: 'active' },
        records: [...this.document.records.values()],
        defaults: {},
        media: { takes: [], assets: [] },
        undoState: { undo: null, redo: null },
      }),
    );
  }

  /** As a contract's transport would: what is asked is answered as JSON, errors included. */
  readonly invoke: Transport['invoke'] = async (method, input) => {
    try {
      return JSON.parse(
        JSON.stringify({ ok: true, value: this.#answer(method, input as EditInput & { position: number }) }),
      );
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { ok: false, error: { code: error.code, message: error.message, isRetryable: error.isRetryable } };
    }
  };

  edit(commands: readonly Command[]): void {
    this.#edit({ baseRevision: this.revision, commands });
  }

  /** A voice's take arrives: saved without an entry, and no edit conflicts with it. */
  attachTake(id: RecordId, takeId: TakeId): void {
    const { document, diff } = applyCommands(this.document, [{ type: 'take.attach', id, takeId }]);
    if (this.#gesture) this.#gesture = { ...this.#gesture, diff: rebaseDiff(this.#gesture.diff, document) };
    this.#save(document, diff, false);
  }

  #answer(method: string, input: EditInput & { readonly position: number }): unknown {
    switch (method) {
      case 'episodes.open':
        return this.opened();
      case 'episodes.edit':
        this.carriedOut.push(method);
        return this.#edit(input);
      case 'episodes.commitGesture':
        if (this.#gesture?.name === input.gesture) this.#close();
        return this.#change(this.revision, EMPTY_DIFF);
      case 'episodes.cancelGesture':
        return this.#cancel(input.gesture ?? '');
      case 'episodes.undo':
        this.#check(input.baseRevision);
        return this.#undo();
      case 'episodes.redo':
        this.#check(input.baseRevision);
        return this.#redo();
      case 'episodes.lineStates':
        return [];
      case 'speech.estimate':
        return { lines: 0, stale: 0, blocked: 0, byConnection: [] };
      default:
        throw new AppError({ code: 'not-found', message: method });
    }
  }

  #check(baseRevision: number): void {
    if (baseRevision >= this.#editRevision && baseRevision <= this.revision) return;
    throw new AppError({ code: 'conflict', message: `At ${this.revision}, not ${baseRevision}.` });
  }

  #edit({ baseRevision, commands, gesture }: EditInput): EpisodeChange {
    this.#check(baseRevision);
    const { document, diff } = applyCommands(this.document, commands);
    if (this.#gesture && this.#gesture.name !== gesture) this.#close();
    if (commands.some(isUndoable) && !isEmptyDiff(diff)) {
      const earlier = this.#gesture?.diff ?? EMPTY_DIFF;
      if (gesture === undefined) this.#push(diff);
      else this.#gesture = { name: gesture, diff: squashDiffs([earlier, diff]) };
    }
    return this.#save(document, diff, true);
  }

  #cancel(name: string): EpisodeChange {
    const open = this.#gesture;
    if (open?.name !== name) return this.#change(this.revision, EMPTY_DIFF);
    this.#gesture = null;
    const { document, diff } = applyDiff(this.document, reverseDiff(rebaseDiff(open.diff, this.document)));
    return this.#save(document, diff, true);
  }

  #undo(): EpisodeChange {
    if (this.#gesture) this.#close();
    const entry = this.#past.pop();
    if (!entry) throw new AppError({ code: 'invalid-command', message: 'There is nothing to undo.' });
    const fitted = rebaseDiff(entry, this.document);
    this.#future.push(fitted);
    const { document, diff } = applyDiff(this.document, reverseDiff(fitted));
    return this.#save(document, diff, true);
  }

  #redo(): EpisodeChange {
    const entry = this.#future.pop();
    if (!entry) throw new AppError({ code: 'invalid-command', message: 'There is nothing to redo.' });
    const reversed = rebaseDiff(reverseDiff(entry), this.document);
    this.#past.push(reverseDiff(reversed));
    const { document, diff } = applyDiff(this.document, reverseDiff(reversed));
    return this.#save(document, diff, true);
  }

  #close(): void {
    const open = this.#gesture;
    this.#gesture = null;
    if (open && !isEmptyDiff(open.diff)) this.#push(open.diff);
  }

  #push(diff: RecordsDiff): void {
    this.#past.push(diff);
    this.#future = [];
  }

  #save(document: EpisodeDocument, diff: RecordsDiff, isEdit: boolean): EpisodeChange {
    const previous = this.revision;
    if (isEmptyDiff(diff)) return this.#change(previous, diff);
    this.document = document;
    this.revision++;
    if (isEdit) this.#editRevision = this.revision;
    const change = this.#change(previous, diff);
    for (const listener of this.#listeners) listener(change);
    return change;
  }

  #change(previousRevision: number, diff: RecordsDiff): EpisodeChange {
    const change = {
      episodeId: this.#id,
      revision: this.revision,
      previousRevision,
      diff,
      media: { takes: [], assets: [] },
      undoState: { undo: null, redo: null },
    };
    return JSON.parse(JSON.stringify(change));
  }
}
