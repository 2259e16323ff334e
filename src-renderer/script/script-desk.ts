/** What is going on in the script: where the caret is, and what keys and menus do there. Without its looks. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type EpisodeDocument, speakersOf } from '#shared/document/episode-document.ts';
import type { RecordId } from '#shared/ids.ts';
import type { Studio } from '../app/studio.ts';
import type { EpisodeSession } from '../episode/episode-session.ts';
import { type FindOptions, NO_FIND } from './find-in-script.ts';
import { copyLines, pasteRecords, pasteText, RECORDS_TYPE, readRecords } from './script-clipboard.ts';
import {
  type BlockKind,
  type Caret,
  convert,
  deleteAll,
  duplicateAll,
  insert,
  moveAll,
  moveBefore,
  type NewRecordId,
  type ScriptEdit,
  textBlock,
} from './script-commands.ts';
import { speakAs, speakAsNamed } from './speaker-commands.ts';

export interface DeskState {
  /** The block whose words are being edited, with where the caret goes; each time another object. */
  readonly editing: Caret | null;
  /** Who speaks the selected lines is being chosen. */
  readonly isChoosingSpeaker: boolean;
  /** How the edited line is said is to be written. */
  readonly isDirecting: boolean;
  readonly isFinding: boolean;
  readonly isReplacing: boolean;
  readonly find: FindOptions;
  /** Counts how often finding was asked for: each time its field gets the focus. */
  readonly findOpened: number;
  readonly isHistoryOpen: boolean;
}

export class ScriptDesk {
  readonly store: StoreApi<DeskState> = createStore(() => ({
    editing: null,
    isChoosingSpeaker: false,
    isDirecting: false,
    isFinding: false,
    isReplacing: false,
    find: NO_FIND,
    findOpened: 0,
    isHistoryOpen: false,
  }));
  readonly #studio: Studio;

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  get state(): DeskState {
    return this.store.getState();
  }

  get session(): EpisodeSession | null {
    return this.#studio.state.session;
  }

  get document(): EpisodeDocument | null {
    return this.session?.state.model.document ?? null;
  }

  readonly newId: NewRecordId = () => this.session?.newRecordId() ?? ('' as RecordId);

  /** The block that keys act on. */
  get currentId(): RecordId | null {
    return this.#studio.state.selection.primaryId;
  }

  get selectedIds(): ReadonlySet<RecordId> {
    return this.#studio.state.selection.ids;
  }

  /** The caret goes into the words of a block; what has no words is selected. */
  editAt(caret: Caret, options: { readonly isSeeking?: boolean } = {}): void {
    const { document } = this;
    if (!document?.records.has(caret.id)) return;
    this.#studio.select(caret.id, { isSeeking: options.isSeeking ?? !this.#studio.state.isPlaying });
    this.store.setState({ editing: textBlock(document, caret.id) ? { ...caret } : null });
  }

  /** Selects in the list; nothing is typed any more. */
  stopEditing(): void {
    this.session?.endTyping();
    if (this.state.editing) this.store.setState({ editing: null });
  }

  /** The caret goes to how the line is said. */
  direct(): void {
    const id = this.currentId;
    if (id === null || this.document?.records.get(id)?.type !== 'line') return;
    if (this.state.editing?.id !== id) this.editAt({ id, at: 'end' });
    this.store.setState({ isDirecting: true });
  }

  /** Carries it out, and puts the caret where it belongs. False: there is nothing to be done. */
  run(edit: ScriptEdit, options: { readonly keepsSelection?: boolean } = {}): boolean {
    if (!edit || !this.session?.edit(edit.commands, { isTyping: true })) return false;
    const { caret } = edit;
    if (!caret || options.keepsSelection) return true;
    if (this.state.editing) this.editAt(caret, { isSeeking: false });
    else this.#studio.select(caret.id, { isSeeking: false });
    return true;
  }

  /** By place in the cast, from 1; null: there is nobody. */
  castMember(place: number): RecordId | null {
    return (this.document && speakersOf(this.document)[place - 1]?.id) ?? null;
  }

  /** On the selection, in the order of the script. */
  #onSelection(
    make: (document: EpisodeDocument, ids: ReadonlySet<RecordId>) => ScriptEdit,
    keepsSelection = false,
  ): boolean {
    const { document } = this;
    return document !== null && this.run(make(document, this.selectedIds), { keepsSelection });
  }

  remove(): void {
    this.stopEditing();
    this.#onSelection(deleteAll);
  }

  duplicate(): void {
    this.#onSelection((document, ids) => duplicateAll(document, ids, this.newId));
  }

  move(direction: -1 | 1): void {
    this.#onSelection((document, ids) => moveAll(document, ids, direction), true);
  }

  /** null: to the end. */
  moveBefore(target: RecordId | null): void {
    this.#onSelection((document, ids) => moveBefore(document, ids, target), true);
  }

  speakAs(speakerId: RecordId | null): void {
    this.#onSelection((document, ids) => speakAs(document, ids, speakerId), true);
    this.store.setState({ isChoosingSpeaker: false });
  }

  speakAsNamed(name: string): void {
    this.#onSelection((document, ids) => speakAsNamed(document, ids, name, this.newId), true);
    this.store.setState({ isChoosingSpeaker: false });
  }

  convert(kind: BlockKind): void {
    const { document, currentId } = this;
    if (document && currentId !== null) this.run(convert(document, currentId, kind, this.newId));
  }

  /** Behind what is selected, else at the end. */
  insert(kind: BlockKind): void {
    const { document } = this;
    if (!document) return;
    const edit = insert(document, kind, this.#placeToInsert(), this.newId);
    if (this.run(edit) && edit?.caret && kind !== 'pause') this.editAt(edit.caret);
  }

  copy(data: DataTransfer, ids = this.selectedIds): boolean {
    const value = this.document && copyLines(this.document, ids);
    if (!value) return false;
    data.setData('text/plain', value.text);
    data.setData(RECORDS_TYPE, value.records);
    return true;
  }

  paste(data: DataTransfer): boolean {
    const { document } = this;
    if (!document) return false;
    const afterId = this.#placeToInsert();
    const records = readRecords(data.getData(RECORDS_TYPE) || 'null');
    if (records) return this.run(pasteRecords(records, afterId, this.newId));
    const text = data.getData('text/plain');
    return text.trim() !== '' && this.run(pasteText(document, text, afterId, this.newId));
  }

  selectAll(): void {
    const { rows } = this.#studio.state.episode ?? { rows: [] };
    this.stopEditing();
    this.#studio.episodes.selectAll(rows.map(({ id }) => id));
  }

  find(isReplacing: boolean): void {
    const { findOpened } = this.state;
    this.stopEditing();
    this.store.setState({ isFinding: true, isReplacing, findOpened: findOpened + 1 });
  }

  closeFind(): void {
    this.store.setState({ isFinding: false });
  }

  showHistory(isHistoryOpen = true): void {
    this.store.setState({ isHistoryOpen });
  }

  chooseSpeaker(isChoosingSpeaker = true): void {
    this.store.setState({ isChoosingSpeaker });
  }

  #placeToInsert(): RecordId | null {
    const model = this.#studio.state.episode;
    if (!model) return null;
    const blocks = model.rows.filter((row) => row.kind !== 'sound' || !row.isUnder);
    const selected = blocks.findLast(({ id }) => this.selectedIds.has(id)) ?? blocks.at(-1);
    return selected?.id ?? null;
  }
}
