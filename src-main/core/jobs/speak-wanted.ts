/**
 * Speaks the lines that are wanted, now or after the program died while it did. What a shell does with it:
 *
 * - One `SynthesisQueue` for a library, kept as long as it is open. `queue.prefer(blockIds)`: what the person is looking
 *   at goes first from now on. `queue.pause()` sends nothing further, `queue.resume()` goes on, `queue.state()` counts.
 * - `wantLines(library.db, lines)` writes down what was asked for before anything is done about it. Then `speakWanted`,
 *   and `speakWanted` once at the start of the program for what it left undone.
 * - Calls may overlap: a line that another call is at is left to it, so that each has its own progress, limit and signal.
 *   `lines` narrows a call to what it was asked for.
 * - A call that is cancelled leaves its lines wanted for the next start. Where the person took them back:
 *   `forgetWanted(library.db, episodeId, blockIds)` after it has ended.
 *
 * `onLine` hears `waiting`, `speaking`, then `spoken` (its take is attached to the line by then), `failed` or `stopped`.
 */
import { Cancelled } from '#shared/errors.ts';
import type { EpisodeId, RecordId } from '#shared/ids.ts';
import { openEffectiveEpisode } from '../library/effective-episode.ts';
import type { Library } from '../library/library.ts';
import { attachTakes } from '../library/line-takes.ts';
import { forgetWanted, type WantedLine, wantedLines } from '../library/wanted-lines.ts';
import type { OnProgress } from '../ports.ts';
import type { ConnectionCost } from '../synthesis/estimate.ts';
import type { BlockFailure, BlockMessage } from '../synthesis/plan-speech.ts';
import { type LineNews, type SpeakResult, speakBlocks } from '../synthesis/speak.ts';
import type { CostOf } from '../synthesis/speak-utterance.ts';
import type { Voices } from '../synthesis/speech-request.ts';
import { type MaxCost, SpendingCap } from './spending-cap.ts';
import { SynthesisQueue } from './synthesis-queue.ts';

export interface SpeakWantedOptions {
  /** Shared by all calls for the library. Default: one of its own. */
  readonly queue?: SynthesisQueue;
  /** Which of the wanted lines. Default: all that no other call is at. */
  readonly lines?: (line: WantedLine) => boolean;
  /** Refuses to ask services over a network; what is stored is used all the same. */
  readonly isOffline?: boolean;
  readonly costOf?: CostOf;
  /** Of this call. Lines that would pass it fail with `invalid-input` and are wanted no more. */
  readonly maxCost?: MaxCost;
  readonly signal?: AbortSignal;
  /** Lines of all episodes together. */
  readonly onProgress?: OnProgress;
  readonly onLine?: (line: WantedNews) => void;
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
  const { queue = new SynthesisQueue(library), signal, isOffline, onLine, onProgress } = options;
  const claim = claimLines(library, wantedLines(library.db).filter(options.lines ?? (() => true)));
  const spending = new SpendingCap(options.costOf, options.maxCost);
  const progress = addedUp(onProgress);
  const speakGroup = async ({ episodeId, isNewTake, blockIds }: WantedGroup): Promise<SpeakResult> => {
    const { document } = openEffectiveEpisode(library.db, episodeId);
    const result = await speakBlocks(library, document, voices, {
      ...{ queue, spending, blockIds, isNewTake, onProgress: progress(blockIds.size) },
      ...(isOffline === undefined ? {} : { isOffline }),
      ...(signal ? { signal } : {}),
      onLine: (blockId, news) => {
        if (news.state === 'spoken') {
          library.db.transaction(() => {
            attachTakes(library, episodeId, new Map([[blockId, news.take]]));
            forgetWanted(library.db, episodeId, [blockId]);
          });
        }
        onLine?.({ ...news, episodeId, blockId });
      },
    });
    const mayPass = new Set(result.failures.flatMap(({ blockId, error }) => (error.isRetryable ? blockId : [])));
    // The rest has its take, has nothing to say, is gone, or will fail again.
    const settled = [...blockIds].filter((blockId) => !mayPass.has(blockId));
    forgetWanted(library.db, episodeId, settled);
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
