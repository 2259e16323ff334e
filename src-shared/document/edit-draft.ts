import type { RecordId } from '../ids.ts';
import { invalidCommand } from './command-error.ts';
import { diffOf, type Edit } from './diff.ts';
import { blocksOf, type EpisodeDocument, withChanges } from './episode-document.ts';
import { checkEdit } from './invariants.ts';
import { type RecordChanges, withFields } from './record-values.ts';
import { type Block, type EpisodeRecord, isBlock, type RecordType } from './records.ts';

type RecordOf<Type extends RecordType> = Extract<EpisodeRecord, { readonly type: Type }>;

/** A document while a command works on it: reads see what was written, the document itself does not change. */
export class EditDraft {
  /** As it was before the command. */
  readonly document: EpisodeDocument;
  readonly #changes = new Map<RecordId, EpisodeRecord | null>();

  constructor(document: EpisodeDocument) {
    this.document = document;
  }

  /** The record as it is now; undefined when there is none. */
  get(id: RecordId): EpisodeRecord | undefined {
    const changed = this.#changes.get(id);
    return changed === undefined ? this.document.records.get(id) : (changed ?? undefined);
  }

  /** The record with that id and one of the types. Throws AppError `invalid-command` when it is another or missing. */
  find<Type extends RecordType>(id: RecordId, ...types: readonly Type[]): RecordOf<Type> {
    const record = this.get(id);
    const wanted = types.join(' or ');
    if (!record) throw invalidCommand(`There is no ${wanted} "${id}" in this episode.`, { recordId: id });
    if (!(types as readonly RecordType[]).includes(record.type)) {
      throw invalidCommand(`"${id}" is a ${record.type}, and a ${wanted} is needed here.`, { recordId: id });
    }
    return record as RecordOf<Type>;
  }

  findBlock(id: RecordId): Block {
    const record = this.get(id);
    if (!record) throw invalidCommand(`There is no block "${id}" in this episode.`, { recordId: id });
    if (!isBlock(record)) throw invalidCommand(`"${id}" is a ${record.type}, not a block.`, { recordId: id });
    return record;
  }

  /** The blocks as they were before the command, in reading order. */
  get blocks(): readonly Block[] {
    return blocksOf(this.document);
  }

  add(record: EpisodeRecord): void {
    if (this.get(record.id)) {
      throw invalidCommand(`There is already a record "${record.id}"; a new ${record.type} needs a new id.`);
    }
    this.#changes.set(record.id, record);
  }

  /** Sets fields of a record; undefined takes one away. Answers the record as it is then. */
  update<Value extends EpisodeRecord>(record: Value, changes: RecordChanges<Value>): Value {
    const next = withFields(record, changes);
    this.#changes.set(record.id, next);
    return next;
  }

  remove(id: RecordId): void {
    this.#changes.set(id, null);
  }

  /** The document after the command; the same one when nothing changed. Throws as `checkEdit`. */
  finish(): Edit {
    const diff = diffOf(Array.from(this.#changes, ([id, to]) => ({ from: this.document.records.get(id) ?? null, to })));
    if (diff.added.length + diff.updated.length + diff.removed.length === 0) return { document: this.document, diff };
    const document = withChanges(this.document, diff);
    checkEdit(document, diff);
    return { document, diff };
  }
}
