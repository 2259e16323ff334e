/** What edit-writer.ts says, and what its words mean. */
import { createHash } from 'node:crypto';
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import { type AssetId, EpisodeId, type RecordId, type TakeId } from '#shared/ids.ts';

export const EPISODE_ID = EpisodeId.parse('crash');

export type WriterAction = 'edit' | 'gesture' | 'commit' | 'cancel' | 'undo' | 'redo' | 'jump' | 'attach' | 'import';

export interface Announced {
  readonly about: number;
  readonly action: WriterAction;
}

/** What was true when the library had acknowledged the action. */
export interface Acknowledged {
  readonly done: number;
  readonly revision: number;
  readonly digest: string;
  readonly withoutTakes: string;
  /** As JSON. */
  readonly history: string;
  readonly assetId?: AssetId;
  readonly takeId?: TakeId;
  readonly lineId?: RecordId;
}

export function digestOf(document: EpisodeDocument): string {
  return digest(document, undefined);
}

/** The same whichever takes the lines use. */
export function digestWithoutTakes(document: EpisodeDocument): string {
  return digest(document, (key, value) => (key === 'takeId' ? undefined : value));
}

function digest(document: EpisodeDocument, replace: ((key: string, value: unknown) => unknown) | undefined): string {
  const records = [...document.records.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map(sortedFields);
  return createHash('sha256').update(JSON.stringify(records, replace)).digest('hex');
}

/** A field that went and came back stands last. */
function sortedFields(record: object): object {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
