/** One open episode: every edit goes through here. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '#shared/contract/client.ts';
import type { EventMessage, Output } from '#shared/contract/contract.ts';
import type { EpisodeChange, LineStateValue, MediaValues, UndoStateValue } from '#shared/contract/episodes.ts';
import type { EstimateValue } from '#shared/contract/speech.ts';
import type { Command } from '#shared/document/commands.ts';
import { isEmptyDiff, type RecordsDiff } from '#shared/document/diff.ts';
import { AppError } from '#shared/errors.ts';
import type { EpisodeId, NewId, RecordId } from '#shared/ids.ts';
import { type EditLabel, labelOf, mergeLabels } from '#shared/messages/edit-label.ts';
import { diffBetween } from './diff-between.ts';
import { EditSender } from './edit-sender.ts';
import { createEpisodeModel, type EpisodeModel } from './episode-model.ts';
import { EpisodeReplica } from './episode-replica.ts';
import { createGesture, type Gesture, Typing } from './gesture.ts';
import { LineWatch } from './line-watch.ts';
import type { Work } from './pending-edit.ts';
import type { UnsentJournal } from './unsent-journal.ts';

export interface EpisodeState {
  readonly model: EpisodeModel;
  readonly revision: number;
  /** `failed`: the core does not answer; edits are kept and sent when it does. */
  readonly saving: 'saved' | 'saving' | 'failed';
  /** What undo would take back, see messages/edit-label.ts; null: nothing. */
  readonly undoLabel: EditLabel | null;
  readonly redoLabel: EditLabel | null;
  readonly lineStates: ReadonlyMap<RecordId, LineStateValue>;
  /** null: not known yet. */
  readonly estimate: EstimateValue | null;
}

export interface SessionParts {
  readonly client: Client;
  readonly journal: UnsentJournal;
  readonly newId: NewId;
  /** Something that a person has to be told; `retry` where it can be tried again. */
  readonly onFailure: (thrown: unknown, retry?: () => Promise<void>) => void;
  /** What could not be saved has been. */
  readonly onRecovered: () => void;
}

export interface EditOptions {
  /** What the entry of the history is called, where the commands do not say it well. */
  readonly label?: string;
  /** While somebody types: what it does to the timeline is computed a moment later. */
  readonly isTyping?: boolean;
}

const LAY_OUT_AFTER_MS = 120;
/** A change that was not heard of by then was missed. */
const GAP_LASTS_MS = 1_500;

export class EpisodeSession {
  readonly id: EpisodeId;
  readonly store: StoreApi<EpisodeState>;
  readonly #parts: SessionParts;
  readonly #replica: EpisodeReplica;
  readonly #sender: EditSender;
  readonly #lines: LineWatch;
  readonly #typing: Typing;
  /** The gesture that what undo would take back belongs to. */
  #lastGesture: string | undefined;
  #layOutTimer: ReturnType<typeof setTimeout> | undefined;
  #gapTimer: ReturnType<typeof setTimeout> | undefined;
  #isTold = true;
  /** All pending edits are where a reload does not lose them. */
  #isKept = true;

  /** `opened`: as the core answers now. What an earlier page did and could not send is done here. */
  constructor(opened: Output<'episodes.open'>, parts: SessionParts) {
    const { episode, undoState } = opened;
    const model = createEpisodeModel(opened);
    this.id = episode.id;
    this.#parts = parts;
    this.#typing = new Typing(() => createGesture(parts.newId(), undefined, (work) => this.#do(work, true)));
    this.#replica = new EpisodeReplica({ document: model.document, revision: episode.revision });
    this.store = createStore<EpisodeState>(() => ({
      model,
      revision: episode.revision,
      saving: 'saved',
      undoLabel: undoState.undo,
      redoLabel: undoState.redo,
      lineStates: new Map(),
      estimate: null,
    }));
    const client = parts.client;
    this.#lines = new LineWatch({
      client,
      episodeId: this.id,
      tell: (news) => this.store.setState(news),
      fail: (thrown) => this.#troubleWithLines(thrown),
    });
    this.#sender = new EditSender({
      client,
      episodeId: this.id,
      replica: this.#replica,
      events: {
        onProgress: () => this.#noteProgress(),
        onAnswer: (change) => this.#takeIn(change, true),
        onRefused: (error) => {
          this.#showReplica();
          this.layOutNow();
          parts.onFailure(error);
        },
        onLost: () => this.#readAgain(),
        onTrouble: (thrown) => {
          if (this.#isTold) parts.onFailure(thrown, async () => this.#sender.retry());
          this.#isTold = false;
        },
      },
    });
    this.#resumeUnsent();
    this.#lines.refresh();
  }

  get state(): EpisodeState {
    return this.store.getState();
  }

  /** Everything that was done is kept, here or at the core: the page may go. */
  get isSafeToLeave(): boolean {
    return this.#isKept;
  }

  /**
   * Applies at once, shows it, sends it to the core in order; one entry of the history. Commands that cannot be done
   * change nothing, are shown as a failure, and answer false.
   */
  edit(commands: readonly Command[], options: EditOptions = {}): boolean {
    this.endTyping();
    const { label } = options;
    return this.#do({ kind: 'edit', commands, ...(label === undefined ? {} : { label }) }, options.isTyping) !== null;
  }

  /** Drags: many edits, one entry. */
  beginGesture(label?: string): Gesture {
    this.endTyping();
    return createGesture(this.#parts.newId(), label, (work) => this.#do(work));
  }

  /** What is typed in one place is one entry until a pause, another place, or another edit. `key`: the place. */
  type(key: string, commands: readonly Command[]): boolean {
    return this.#typing.type(key, commands);
  }

  endTyping(): void {
    this.#typing.end();
  }

  undo(): void {
    this.#ask({ kind: 'undo' });
  }

  redo(): void {
    this.#ask({ kind: 'redo' });
  }

  /** To where the entry at `position` is the last that holds; 0: before the first. */
  jumpTo(position: number): void {
    this.#ask({ kind: 'jumpTo', position });
  }

  restoreSnapshot(snapshotId: string): void {
    this.#ask({ kind: 'restore', snapshotId });
  }

  newRecordId(): RecordId {
    return this.#parts.newId() as RecordId;
  }

  /** All that was done has been answered by the core. */
  settled(): Promise<void> {
    return this.#sender.settled();
  }

  /** Sounds that an edit is about to bring in: known before the core has said so, they have their length at once. */
  addMedia(media: MediaValues): void {
    const { model } = this.state;
    const next = model.withMedia(model.media.with(media));
    if (next !== model) this.store.setState({ model: next });
  }

  /** What the timeline and the player read is up to date from here on. */
  layOutNow(): EpisodeModel {
    clearTimeout(this.#layOutTimer);
    this.#layOutTimer = undefined;
    const model = this.state.model.laidOut();
    if (model !== this.state.model) this.store.setState({ model });
    return model;
  }

  /** Changes may have been missed: the episode is read again, and what was not answered is put on top. */
  readAgain(): void {
    this.#sender.readAgain();
  }

  /** What the core says unasked; of other episodes, too. */
  hear(event: EventMessage): void {
    if (event.name === 'speech.lines' && event.value.episodeId === this.id) this.#lines.hear(event.value.states);
    if (event.name !== 'episode.changed' || event.value.episodeId !== this.id) return;
    if (event.value.revision <= this.#replica.revision && this.#replica.pending.length === 0 && !this.#replica.hasGap)
      return;
    this.#replica.hear(event.value);
    this.#takeIn(event.value, false);
  }

  /**
   * Nothing is shown any more. What is pending is sent still, unless nobody answers or (`isReopened`) another session
   * takes it over: then whoever opens the episode next sends it.
   */
  dispose({ isReopened = false } = {}): void {
    this.endTyping();
    clearTimeout(this.#layOutTimer);
    clearTimeout(this.#gapTimer);
    this.#lines.dispose();
    if (isReopened || this.#sender.isInTrouble) this.#sender.dispose();
    else void this.settled().then(() => this.#sender.dispose());
  }

  #ask(work: Work): void {
    this.endTyping();
    this.#do(work);
  }

  #do(work: Work, isTyping = false): RecordsDiff | null {
    const before = this.#replica.document;
    try {
      const diff = this.#replica.push(work);
      this.#keep();
      this.#show(diff, isTyping);
      if (work.kind === 'edit' && !isEmptyDiff(diff)) this.#labelEdit(work, before);
      this.#noteProgress();
      this.#sender.kick();
      return diff;
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      this.#parts.onFailure(thrown);
      return null;
    }
  }

  #labelEdit(work: Extract<Work, { kind: 'edit' }>, before: EpisodeModel['document']): void {
    const plain = labelOf(work.commands, before, this.#replica.document);
    if (!plain) return;
    const label = work.label === undefined ? plain : { ...plain, text: work.label };
    const { undoLabel } = this.state;
    const isGoingOn = work.gesture !== undefined && this.#lastGesture === work.gesture && undoLabel !== null;
    this.#lastGesture = work.gesture;
    this.store.setState({ undoLabel: isGoingOn ? mergeLabels(undoLabel, label) : label, redoLabel: null });
  }

  #show(diff: RecordsDiff, isTyping: boolean): void {
    const { model } = this.state;
    const { document } = this.#replica;
    if (document === model.document) return;
    const next = model.withDocument(document, diff);
    this.store.setState({ model: isTyping ? next : next.laidOut() });
    clearTimeout(this.#layOutTimer);
    this.#layOutTimer = undefined;
    if (isTyping) this.#layOutTimer = setTimeout(() => this.layOutNow(), LAY_OUT_AFTER_MS);
  }

  /** After something that may have changed anything: a refusal, an answer that differs, another page's edit. */
  #showReplica(): void {
    const { model } = this.state;
    const { document } = this.#replica;
    if (document === model.document) return;
    this.store.setState({ model: model.withDocument(document, diffBetween(model.document, document)) });
  }

  #takeIn(change: EpisodeChange, isAnswer: boolean): void {
    const { model } = this.state;
    const withMedia = model.withMedia(model.media.with(change.media));
    if (withMedia !== model) this.store.setState({ model: withMedia });
    this.#showReplica();
    if (isAnswer && this.#layOutTimer === undefined) this.layOutNow();
    else if (!this.state.model.isLaidOut) this.#layOutTimer ??= setTimeout(() => this.layOutNow(), LAY_OUT_AFTER_MS);
    this.#lines.changed(change.diff);
    if (this.#replica.pending.length === 0) this.#showUndo(change.undoState);
    this.#watchGap();
    this.#tellLost();
  }

  #showUndo({ undo, redo }: UndoStateValue): void {
    this.store.setState({ revision: this.#replica.revision, undoLabel: undo, redoLabel: redo });
  }

  /** Events were missed, or somebody was faster. What is not there yet is done again on what is there now. */
  async #readAgain(): Promise<void> {
    const opened = await this.#parts.client.call('episodes.open', { episodeId: this.id });
    const fresh = createEpisodeModel(opened);
    this.#replica.reset({ document: fresh.document, revision: opened.episode.revision });
    const { document } = this.#replica;
    const current = fresh.withMedia(this.state.model.media.with(opened.media));
    const model = current.withDocument(document, diffBetween(fresh.document, document)).laidOut();
    this.store.setState({ model });
    this.#showUndo(opened.undoState);
    this.#lines.refresh();
    this.#keep();
    this.#tellLost();
  }

  #resumeUnsent(): void {
    const unanswered = this.#parts.journal.take(this.id);
    if (unanswered.length === 0) return;
    const { document, revision } = this.#replica;
    this.#replica.reset({ document, revision }, unanswered);
    this.#showReplica();
    this.layOutNow();
    this.#noteProgress();
    this.#tellLost();
    this.#sender.kick();
  }

  #watchGap(): void {
    clearTimeout(this.#gapTimer);
    if (!this.#replica.hasGap) return;
    this.#gapTimer = setTimeout(() => {
      if (this.#replica.hasGap) this.#sender.readAgain();
    }, GAP_LASTS_MS);
  }

  #tellLost(): void {
    const lost = this.#replica.lost.splice(0).filter(({ kind }) => kind === 'edit');
    if (lost.length === 0) return;
    this.#parts.onFailure(
      new AppError({
        code: 'conflict',
        message: `${lost.length === 1 ? 'One edit' : `${lost.length} edits`} could not be made any more: what it was about is gone.`,
      }),
    );
  }

  #keep(): void {
    this.#isKept = this.#parts.journal.write(this.id, this.#replica.pending);
  }

  #noteProgress(): void {
    this.#keep();
    const isPending = this.#replica.pending.length > 0;
    const saving = !isPending ? 'saved' : this.#sender.isInTrouble ? 'failed' : 'saving';
    if (saving !== this.state.saving) this.store.setState({ saving });
    if (!this.#sender.isInTrouble && !this.#isTold) {
      this.#isTold = true;
      this.#parts.onRecovered();
    }
  }

  /** States are asked for again with the next change; that nobody answers at all is said by who sends edits. */
  #troubleWithLines(thrown: unknown): void {
    if (thrown instanceof AppError) this.#parts.onFailure(thrown);
  }
}
