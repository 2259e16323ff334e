/**
 * Speaks the lines that are wanted, now or after the program died while it did. What a shell does with it:
 *
 * - One `SynthesisQueue` for a library, kept as long as it is open. `queue.prefer(blockIds)`: what the person is looking
 *   at goes first from now on. `queue.pause()` sends nothing further, `queue.pause(group)` nothing for the calls of that
 *   group; `queue.resume(…)` goes on; `queue.state()` counts.
 * - `wantLines(library.db, lines)` writes down what was asked for before anything is done about it. Then `speakWanted`,
 *   and `speakWanted` once at the start of the program for what it left undone.
 * - Calls may overlap: a line that another call is at is left to it, so that each has its own progress, limit and signal.
 *   `lines` narrows a call to what it was asked for. A job that takes in more lines while it runs makes another call with
 *   the same `group`, `spending` and signal.
 * - A call that is cancelled leaves its lines wanted for the next start. Where the person took them back:
 *   `forgetWanted(library.db, episodeId, blockIds)` after it has ended.
 *
 * `onLine` hears `waiting`, `speaking`, then `spoken` (its take is attached to the line by then), `failed` or `stopped`.
 */
import { Cancelled } from '#shared/errors.ts';
import type { EpisodeId, RecordId } from '#shared/ids.ts';
import type { EditOutcome } from '../library/edit-episode.ts';
import { openEffectiveEpisode } from '../library/effective-episode.ts';
import type { Library } from '../library/library.ts';
import { attachTakes } from '../library/line-takes.ts';
import { forgetWanted, type WantedLine, wantedLines } from '../library/wanted-lines.ts';
import type { OnProgress } from '../ports.ts';
import type { ConnectionCost } from '../synthesis/estimate.ts';
import type { BlockFailure, BlockMessage } from '../synthesis/plan-speech.ts';
import { type LineNews, type SpeakResult, speakBlocks } from '../synthesis/speak.ts';
import type { Voices } from '../synthesis/speech-request.ts';
import { SpendingCap } from './spending-cap.ts';
import { SynthesisQueue } from './synthesis-queue.ts';

export interface SpeakWantedOptions {
  /** Shared by all calls for the library. Default: one of its own. */
  readonly queue?: SynthesisQueue;
  /** Which of the wanted lines. Default: all that no other call is at. */
  readonly lines?: (line: WantedLine) => boolean;
  /** Refuses to ask services over a network; what is stored is used all the same. */
  readonly isOffline?: boolean;
  /**
   * Prices and limits, by currency: `new SpendingCap(await core.connections.costOf(), { CNY: 5 })`. Lines that would
   * pass a limit fail with `invalid-input` and are wanted no more. `spent()` is what has been spent so far.
   */
  readonly spending?: SpendingCap;
  /** What the call is a part of; the queue pauses by it. */
  readonly group?: string;
  readonly signal?: AbortSignal;
  /** Lines of all episodes together. */
  readonly onProgress?: OnProgress;
  readonly onLine?: (line: WantedNews) => void;
  /** A line has got its take: what that changed in its episode. Heard before `onLine`. */
  readonly onEdit?: (episodeId: EpisodeId, outcome: EditOutcome) => void;
}

export type WantedNews = LineNews & Pick<WantedLine, 'episodeId' | 'blockId'>;

type InEpisode<Value> = Value & { readonly episodeId: EpisodeId };

export interface WantedResult {
  /** Lines that have the take they were wanted for. */
  readonly lines: number;
  /** Those of them for which something was asked of a service. */
  readonly spoken: number;
  readonly spent: readonly ConnectionCost[];
  readonly failures: readonly InEpisode<BlockFailure>[];
  readonly warnings: readonly InEpisode<BlockMessage>[];
}

/**
 * Gives every line its take as soon as it comes. What had been answered before a crash is found in the library and not
 * asked for again. A line stays wanted only where its failure may pass, or where this was cancelled. Throws as
 * `speakBlocks` does: Cancelled, and failures of the machine.
 */
export async function speakWanted(
  library: Library,
  voices: Voices,
  options: SpeakWantedOptions = {},
): Promise<WantedResult> {
  const { queue = new SynthesisQueue(library), spending = new SpendingCap(), group, signal, isOffline } = options;
  const claim = claimLines(library, wantedLines(library.db).filter(options.lines ?? (() => true)));
  const progress = addedUp(options.onProgress);
  const speakGroup = async ({ episodeId, isNewTake, blockIds }: WantedGroup): Promise<SpeakResult> => {
    const { document } = openEffectiveEpisode(library.db, episodeId);
    const result = await speakBlocks(library, document, voices, {
      ...{ queue, spending, blockIds, isNewTake, onProgress: progress(blockIds.size) },
      ...(group === undefined ? {} : { group }),
      ...(isOffline === undefined ? {} : { isOffline }),
      ...(signal ? { signal } : {}),
      onLine: (blockId, news) => {
        if (news.state === 'spoken') {
          let outcome: EditOutcome | undefined;
          library.db.transaction(() => {
            outcome = attachTakes(library, episodeId, new Map([[blockId, news.take]]));
            forgetWanted(library.db, episodeId, [blockId], { isNewTake });
          });
          if (outcome) options.onEdit?.(episodeId, outcome);
        }
        options.onLine?.({ ...news, episodeId, blockId });
      },
    });
    const mayPass = new Set(result.failures.flatMap(({ blockId, error }) => (error.isRetryable ? blockId : [])));
    // The rest has its take, has nothing to say, is gone, or will fail again.
    const settled = [...blockIds].filter((blockId) => !mayPass.has(blockId));
    forgetWanted(library.db, episodeId, settled, { isNewTake });
    return result;
  };
  try {
    const groups = byEpisode(claim.lines);
    const outcomes = await Promise.allSettled(groups.map(speakGroup));
    return summaryOf(
      groups,
      outcomes.map((outcome) => {
        if (outcome.status === 'fulfilled') return outcome.value;
        throw worstOf(outcomes);
      }),
    );
  } finally {
    claim.release();
  }
}

interface WantedGroup {
  readonly episodeId: EpisodeId;
  readonly isNewTake: boolean;
  readonly blockIds: Set<RecordId>;
}

function byEpisode(lines: readonly WantedLine[]): readonly WantedGroup[] {
  const groups = new Map<string, WantedGroup>();
  for (const { episodeId, isNewTake, blockId } of lines) {
    const key = JSON.stringify([episodeId, isNewTake]);
    const group = groups.get(key) ?? { episodeId, isNewTake, blockIds: new Set() };
    groups.set(key, group);
    group.blockIds.add(blockId);
  }
  return [...groups.values()];
}

/** Lines that a call is at, so that no other one speaks them as well and keeps a second take. */
const claimed = new WeakMap<Library, Set<string>>();

function claimLines(library: Library, wanted: readonly WantedLine[]) {
  const taken = claimed.get(library) ?? new Set();
  claimed.set(library, taken);
  const keyOf = ({ episodeId, blockId }: WantedLine): string => JSON.stringify([episodeId, blockId]);
  const lines = wanted.filter((line) => !taken.has(keyOf(line)));
  for (const line of lines) taken.add(keyOf(line));
  return {
    lines,
    release: (): void => {
      for (const line of lines) taken.delete(keyOf(line));
    },
  };
}

/** One progress out of that of each episode. */
function addedUp(onProgress: OnProgress | undefined): (lines: number) => OnProgress {
  const parts: { done: number; total: number }[] = [];
  return (lines) => {
    const part = { done: 0, total: lines };
    parts.push(part);
    return (progress) => {
      Object.assign(part, { done: progress.done, total: progress.total });
      const sum = (key: 'done' | 'total'): number => parts.reduce((total, each) => total + each[key], 0);
      onProgress?.({ ...progress, done: sum('done'), total: sum('total') });
    };
  };
}

function summaryOf(groups: readonly WantedGroup[], results: readonly SpeakResult[]): WantedResult {
  const ofAll = <Value extends object>(pick: (result: SpeakResult) => readonly Value[]): readonly InEpisode<Value>[] =>
    results.flatMap((result, index) =>
      pick(result).map((value) => ({ ...value, episodeId: groups[index]!.episodeId })),
    );
  return {
    lines: results.reduce((sum, { takes }) => sum + takes.size, 0),
    spoken: results.reduce((sum, { spoken }) => sum + spoken, 0),
    spent: results.flatMap(({ spent }) => spent),
    failures: ofAll(({ failures }) => failures),
    warnings: ofAll(({ warnings }) => warnings),
  };
}

/** What went wrong with the machine says more than that the rest was given up because of it. */
function worstOf(outcomes: readonly PromiseSettledResult<unknown>[]): unknown {
  const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  return reasons.find((reason) => !(reason instanceof Cancelled)) ?? reasons[0];
}
