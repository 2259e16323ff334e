/** One episode: its records, edits, history, takes, snapshots. */
import { z } from 'zod';
import { Command } from '../document/commands.ts';
import { ProjectDefaults } from '../document/project-defaults.ts';
import { EpisodeRecord } from '../document/records.ts';
import { EpisodeId, RecordId, TakeId } from '../ids.ts';
import type { EditLabel } from '../messages/edit-label.ts';
import { AssetValue, count, EpisodeSummary, ErrorAnswerValue, TakeValue } from './values.ts';

const episode = z.strictObject({ episodeId: EpisodeId });
const GestureName = z.string().min(1).max(200);

/** What records refer to and `layOut` needs. */
export const MediaValues = z.strictObject({
  takes: z.array(TakeValue).readonly(),
  assets: z.array(AssetValue).readonly(),
});
export type MediaValues = z.infer<typeof MediaValues>;

export const RecordsDiffValue = z.strictObject({
  added: z.array(EpisodeRecord).readonly(),
  updated: z.array(z.tuple([EpisodeRecord, EpisodeRecord]).readonly()).readonly(),
  removed: z.array(EpisodeRecord).readonly(),
});

const EditLabelValue = z.custom<EditLabel>((value) => typeof value === 'object' && value !== null);

/** What undo and redo would do next; null: nothing. See messages/edit-label.ts, which writes it for people. */
export const UndoStateValue = z.strictObject({ undo: EditLabelValue.nullable(), redo: EditLabelValue.nullable() });
export type UndoStateValue = z.infer<typeof UndoStateValue>;

/** What an edit did, whoever made it. */
export const EpisodeChange = z.strictObject({
  episodeId: EpisodeId,
  /** Now; equal to `previousRevision` when nothing changed. */
  revision: count,
  /** The revision `diff` was made at. Above the caller's base revision where takes arrived in between. */
  previousRevision: count,
  diff: RecordsDiffValue,
  /** Takes and sounds that the diff brings in. */
  media: MediaValues,
  undoState: UndoStateValue,
});
export type EpisodeChange = z.infer<typeof EpisodeChange>;

export const HistoryValue = z.strictObject({
  revision: count,
  /** How many entries hold: that of the one that undo takes back; 0: none. */
  position: count,
  /** Oldest first. */
  entries: z
    .array(
      z.strictObject({
        position: count,
        label: EditLabelValue,
        createdAtMs: z.number(),
        isUndone: z.boolean(),
      }),
    )
    .readonly(),
});
export type HistoryValue = z.infer<typeof HistoryValue>;

export const LineTakeValue = z.strictObject({
  take: TakeValue,
  /** The line's own take now. */
  isChosen: z.boolean(),
  /** It says what the line says now, in the voice it has now. */
  isFitting: z.boolean(),
  rating: z.number().int().min(1).max(5).exactOptional(),
});
export type LineTakeValue = z.infer<typeof LineTakeValue>;

export const SnapshotValue = z.strictObject({
  id: z.string(),
  name: z.string(),
  revision: count,
  createdAtMs: z.number(),
});
export type SnapshotValue = z.infer<typeof SnapshotValue>;

/**
 * `silent`: nothing to say. `missing`: never spoken. `stale`: would be asked for otherwise now. `blocked`: cannot be
 * asked for as it is. `queued`, `generating`, `failed`: what a speech job makes of a line that is missing or stale (or
 * gets another take). `damaged`: its take's audio is gone or cannot be read.
 */
export const LineStatus = z.enum([
  'silent',
  'missing',
  'stale',
  'ready',
  'blocked',
  'queued',
  'generating',
  'failed',
  'damaged',
]);
export type LineStatus = z.infer<typeof LineStatus>;

export const LineStateValue = z.strictObject({
  blockId: RecordId,
  status: LineStatus,
  /** Why it is blocked, failed or damaged. */
  problem: ErrorAnswerValue.exactOptional(),
  /** Of a missing or stale line: a kept take that fits, so that nothing has to be asked or paid. */
  fittingTakeId: TakeId.exactOptional(),
});
export type LineStateValue = z.infer<typeof LineStateValue>;

export const EPISODE_METHODS = {
  /**
   * A whole episode and all that `layOut` needs to place it. What is laid out, spoken and exported is
   * `withProjectDefaults(documentOf(records), defaults)`; what is edited is `records`.
   */
  'episodes.open': {
    input: episode,
    output: z.strictObject({
      episode: EpisodeSummary,
      records: z.array(EpisodeRecord).readonly(),
      defaults: ProjectDefaults,
      /** The takes that lines and headings of the episode use, and the audio of those, of cues and clips. */
      media: MediaValues,
      undoState: UndoStateValue,
    }),
  },
  /**
   * Carries commands out in one transaction, durable when answered: all of them or none, one entry of the history. With
   * `gesture` (a drag, a burst of typing) the edits of that name are undone as one. Throws `conflict` when another edit
   * was made since `baseRevision`, `invalid-command`.
   */
  'episodes.edit': {
    input: z.strictObject({
      episodeId: EpisodeId,
      baseRevision: count,
      commands: z.array(Command).min(1).max(100_000).readonly(),
      gesture: GestureName.exactOptional(),
      label: z.string().max(200).exactOptional(),
    }),
    output: EpisodeChange,
  },
  'episodes.commitGesture': { input: episode.extend({ gesture: GestureName }), output: EpisodeChange },
  'episodes.cancelGesture': { input: episode.extend({ gesture: GestureName }), output: EpisodeChange },
  'episodes.undo': { input: episode.extend({ baseRevision: count }), output: EpisodeChange },
  'episodes.redo': { input: episode.extend({ baseRevision: count }), output: EpisodeChange },
  /** Undoes or redoes until the entry at `position` is the last that holds. */
  'episodes.jumpTo': { input: episode.extend({ baseRevision: count, position: count }), output: EpisodeChange },
  'episodes.history': { input: episode, output: HistoryValue },
  /** Of these blocks, or of all lines and spoken headings in reading order. */
  'episodes.lineStates': {
    input: episode.extend({ blockIds: z.array(RecordId).max(100_000).readonly().exactOptional() }),
    output: z.array(LineStateValue).readonly(),
  },
  /** Every take ever made of a line, newest first. */
  'takes.ofLine': {
    input: episode.extend({ blockId: RecordId }),
    output: z.strictObject({ takes: z.array(LineTakeValue).readonly(), assets: z.array(AssetValue).readonly() }),
  },
  'takes.rate': {
    input: z.strictObject({ takeId: TakeId, rating: z.number().int().min(1).max(5).nullable() }),
    output: z.strictObject({}),
  },
  'snapshots.list': { input: episode, output: z.array(SnapshotValue).readonly() },
  'snapshots.make': { input: episode.extend({ name: z.string().trim().min(1).max(200) }), output: SnapshotValue },
  /** An edit like any other: it can be undone. */
  'snapshots.restore': {
    input: episode.extend({ baseRevision: count, snapshotId: z.string() }),
    output: EpisodeChange,
  },
} as const;
