/**
 * The page's copy of an episode: what the core has confirmed, and on top of it what a person did since. Edits show at
 * once; answers and what others did are merged in as they arrive, in whatever order. Pure state: nothing is sent here.
 */
import type { EpisodeChange } from '#shared/contract/episodes.ts';
import { applyDiff, isEmptyDiff, type RecordsDiff, squashDiffs } from '#shared/document/diff.ts';
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import { isSameValue } from '#shared/document/record-values.ts';
import type { EpisodeRecord } from '#shared/document/records.ts';
import { AppError } from '#shared/errors.ts';
import { isCarriedOut, isStructureThere, joinWork, type PendingEdit, runWork, type Work } from './pending-edit.ts';

interface Waiting extends PendingEdit {
  /** The document with this and all before it. */
  readonly after: EpisodeDocument;
  /** Answered, but changes before it have not been heard of yet. */
  readonly answeredAs?: number;
}

type Change = Pick<EpisodeChange, 'revision' | 'previousRevision' | 'diff'>;

export interface Confirmed {
  readonly document: EpisodeDocument;
  readonly revision: number;
}

const MOST_RECENT = 32;

export class EpisodeReplica {
  #confirmed: Confirmed;
  #waiting: readonly Waiting[] = [];
  /** Changes after one that is still missing. */
  #early: readonly Change[] = [];
  /** The newest revision that an answer to this page named: nothing but takes came between. */
  #answeredRevision: number;
  readonly #recent: Change[] = [];
  /** Work that could not be done any more after something else arrived. Whoever tells the person empties it. */
  readonly lost: Work[] = [];

  constructor(confirmed: Confirmed) {
    this.#confirmed = confirmed;
    this.#answeredRevision = confirmed.revision;
  }

  /** With all that was done, answered or not. */
  get document(): EpisodeDocument {
    return this.#waiting.at(-1)?.after ?? this.#confirmed.document;
  }

  /** What edits are made against. */
  get revision(): number {
    return Math.max(this.#confirmed.revision, this.#answeredRevision);
  }

  /** Oldest first. */
  get pending(): readonly PendingEdit[] {
    return this.#waiting
      .filter(({ answeredAs }) => answeredAs === undefined)
      .map(({ work, diff, sentAtRevision }) => ({ work, diff, sentAtRevision }));
  }

  /** Changes are missing between what is known and what was heard. */
  get hasGap(): boolean {
    return this.#early.length > 0;
  }

  /** Does it, here. Answers what changed; throws as {@link runWork}, and nothing is changed then. */
  push(work: Work): RecordsDiff {
    const { document, diff } = runWork(this.document, work);
    if (work.kind === 'edit' && isEmptyDiff(diff)) return diff;
    const last = this.#waiting.at(-1);
    const joined = last && last.sentAtRevision === null ? joinWork(last.work, work) : null;
    this.#waiting =
      last && joined
        ? [
            ...this.#waiting.slice(0, -1),
            { ...last, work: joined, diff: squashDiffs([last.diff, diff]), after: document },
          ]
        : [...this.#waiting, { work, diff, after: document, sentAtRevision: null }];
    return diff;
  }

  /** The work to be sent next, marked as sent; null: nothing, or one is under way. */
  takeNext(): { readonly work: Work; readonly baseRevision: number } | null {
    const index = this.#waiting.findIndex(({ answeredAs }) => answeredAs === undefined);
    const next = this.#waiting[index];
    if (!next || next.sentAtRevision !== null) return null;
    const baseRevision = this.revision;
    this.#waiting = this.#waiting.with(index, { ...next, sentAtRevision: baseRevision });
    return { work: next.work, baseRevision };
  }

  /** The core's answer to what was sent last. */
  answer(change: Change): void {
    const index = this.#sentIndex();
    this.#answeredRevision = Math.max(this.#answeredRevision, change.revision);
    if (change.revision === change.previousRevision || change.revision <= this.#confirmed.revision) {
      this.#remove(index);
      return;
    }
    this.#waiting = this.#waiting.with(index, { ...this.#waiting[index]!, answeredAs: change.revision });
    this.hear(change);
  }

  /** The core refused what was sent last: it is taken back. */
  refuse(): void {
    this.#remove(this.#sentIndex());
  }

  /** What somebody did, this page included. */
  hear(change: Change): void {
    this.#recent.push(change);
    if (this.#recent.length > MOST_RECENT) this.#recent.shift();
    if (change.revision <= this.#confirmed.revision || change.revision === change.previousRevision) return;
    if (this.#early.some(({ revision }) => revision === change.revision)) return;
    this.#early = [...this.#early, change].sort((a, b) => a.revision - b.revision);
    for (let next = this.#early[0]; next && next.previousRevision <= this.#confirmed.revision; next = this.#early[0]) {
      this.#early = this.#early.slice(1);
      if (next.revision > this.#confirmed.revision) this.#merge(next);
    }
  }

  /**
   * Starts again from the episode as the core has it, with what was not answered on top. What is seen to be in it
   * already is not done again; what cannot be done any more is `lost`.
   */
  reset(confirmed: Confirmed, unanswered: readonly PendingEdit[] = this.pending): void {
    this.#confirmed = confirmed;
    this.#answeredRevision = confirmed.revision;
    this.#early = [];
    const waiting: Waiting[] = [];
    let document = confirmed.document;
    for (const edit of unanswered) {
      if (isCarriedOut(edit.diff, document) || isBlindlyDone(edit, confirmed.revision)) continue;
      try {
        const { document: after, diff } = runWork(document, edit.work);
        document = after;
        waiting.push({ work: edit.work, diff, after, sentAtRevision: null });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        if (!isDoneAndChanged(edit, document)) this.lost.push(edit.work);
      }
    }
    this.#waiting = waiting;
    // What was heard of while the episode was being read may be newer than what was read.
    for (const change of this.#recent.splice(0)) this.hear(change);
  }

  #sentIndex(): number {
    const index = this.#waiting.findIndex(
      ({ sentAtRevision, answeredAs }) => sentAtRevision !== null && answeredAs === undefined,
    );
    if (index < 0) throw new Error('Nothing was sent that could be answered');
    return index;
  }

  #merge(change: Change): void {
    const first = this.#waiting[0];
    const isOurs = first !== undefined && first.sentAtRevision !== null && isSameDiff(first.diff, change.diff);
    const document = isOurs ? first.after : this.#withKnownRecords(change.diff);
    this.#confirmed = { document, revision: change.revision };
    const isDone = first?.answeredAs === change.revision;
    if (isOurs) this.#waiting = isDone ? this.#waiting.slice(1) : this.#waiting;
    else this.#replay(isDone ? this.#waiting.slice(1) : this.#waiting);
  }

  /** Records that are the same as those shown stay the same objects: what shows them is not drawn again. */
  #withKnownRecords(diff: RecordsDiff): EpisodeDocument {
    const shown = this.document.records;
    const known = (record: EpisodeRecord): EpisodeRecord => {
      const own = shown.get(record.id);
      return own && isSameValue(own, record) ? own : record;
    };
    return applyDiff(this.#confirmed.document, {
      added: diff.added.map(known),
      updated: diff.updated.map(([from, to]) => [from, known(to)] as const),
      removed: diff.removed,
    }).document;
  }

  #remove(index: number): void {
    const isConfirmed = index === 0 && this.#waiting[0]?.after === this.#confirmed.document;
    if (isConfirmed) this.#waiting = this.#waiting.slice(1);
    else this.#replay(this.#waiting.toSpliced(index, 1));
  }

  /** What was sent and cannot be done here any more waits for the core's word; what was not sent is dropped. */
  #replay(waiting: readonly Waiting[]): void {
    let document = this.#confirmed.document;
    const replayed: Waiting[] = [];
    for (const item of waiting) {
      const isSent = item.sentAtRevision !== null;
      if (isSent && isCarriedOut(item.diff, document)) {
        replayed.push({ ...item, after: document });
        continue;
      }
      try {
        const edit = runWork(document, item.work);
        document = edit.document;
        replayed.push({ ...item, diff: edit.diff, after: document });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        if (isSent) replayed.push({ ...item, after: document });
        else this.lost.push(item.work);
      }
    }
    this.#waiting = replayed;
  }
}

/** Its effect cannot be seen in a document; when the episode has moved on since it was sent, that was it. */
function isBlindlyDone({ work, sentAtRevision }: PendingEdit, revision: number): boolean {
  if (work.kind === 'commitGesture') return false;
  if (work.kind === 'edit' || work.kind === 'cancelGesture') return false;
  return sentAtRevision !== null && revision > sentAtRevision;
}

function isDoneAndChanged({ diff, sentAtRevision }: PendingEdit, document: EpisodeDocument): boolean {
  const isStructural = diff.added.length + diff.removed.length > 0;
  return sentAtRevision !== null && isStructural && isStructureThere(diff, document);
}

function isSameDiff(a: RecordsDiff, b: RecordsDiff): boolean {
  const isSameList = (left: readonly unknown[], right: readonly unknown[]) =>
    left.length === right.length && isSameValue([...left].sort(byId), [...right].sort(byId));
  return isSameList(a.added, b.added) && isSameList(a.updated, b.updated) && isSameList(a.removed, b.removed);
}

function byId(a: unknown, b: unknown): number {
  const left = idOf(a);
  const right = idOf(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

function idOf(item: unknown): string {
  return (Array.isArray(item) ? item[0] : item).id;
}
