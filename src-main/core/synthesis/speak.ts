/** Brings the speech of an episode up to date: reuses what is stored, asks for the rest, and keeps takes. */
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import { AppError, Cancelled, throwIfCancelled } from '#shared/errors.ts';
import type { RecordId } from '#shared/ids.ts';
import type { Take } from '#shared/media.ts';
import { SynthesisQueue } from '../jobs/synthesis-queue.ts';
import type { Library } from '../library/library.ts';
import type { OnProgress } from '../ports.ts';
import type { ConnectionCost } from './estimate.ts';
import { type BlockFailure, type BlockMessage, type LineToSpeak, planSpeech } from './plan-speech.ts';
import type { CostOf } from './speak-utterance.ts';
import { createSpeakingSession } from './speaking-session.ts';
import type { Voices } from './speech-request.ts';
import { spokenBlocksOf } from './speech-state.ts';

export interface SpeakOptions {
  /** Default: all lines and spoken headings. */
  readonly blockIds?: ReadonlySet<RecordId>;
  /** Another take of each, whether or not there is one that is up to date. */
  readonly isNewTake?: boolean;
  /** Refuses to ask services over a network; what is stored is used all the same. */
  readonly isOffline?: boolean;
  /** Sends nothing when there is a line that cannot be asked for: then the others would be paid for in vain. */
  readonly needsAll?: boolean;
  readonly costOf?: CostOf;
  /** Sends nothing more when it would cost more than this altogether; the lines left are failures. */
  readonly maxCost?: number;
  /** Shared with others who want speech of the same library; else one of its own, with `costOf` and `maxCost`. */
  readonly queue?: SynthesisQueue;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
  /** Told of every take as soon as there is one, those that were there included. */
  readonly onTake?: (blockId: RecordId, take: Take) => void;
}

export interface SpeakResult {
  /** Of every block that is up to date now, in reading order. */
  readonly takes: ReadonlyMap<RecordId, Take>;
  /** Lines for which something was asked and came. */
  readonly spoken: number;
  /** Lines for which everything was there. */
  readonly reused: number;
  /** What was asked in this call. */
  readonly spent: readonly ConnectionCost[];
  readonly warnings: readonly BlockMessage[];
  /** In reading order. The other lines are not affected. */
  readonly failures: readonly BlockFailure[];
}

/**
 * Failures of single lines are collected; a failure of the machine (full disk, damaged library, no ffmpeg) stops
 * everything and is thrown, as is Cancelled. What had been answered by then is stored, and the next call reuses it.
 */
export async function speakBlocks(
  library: Library,
  document: EpisodeDocument,
  voices: Voices,
  options: SpeakOptions = {},
): Promise<SpeakResult> {
  throwIfCancelled(options.signal);
  const { isNewTake = false, isOffline = false, costOf, signal, onProgress } = options;
  const blocks = spokenBlocksOf(document).filter((block) => options.blockIds?.has(block.id) ?? true);
  const plan = planSpeech(library, document, blocks, voices, { isNewTake, isOffline });
  const takes = new Map(plan.takes);
  const warnings = new Map<RecordId, BlockMessage[]>();
  const failures = new Map(plan.failures.map((failure) => [failure.blockId, failure]));
  const lines = options.needsAll && failures.size > 0 ? [] : plan.lines;
  const queue = options.queue ?? new SynthesisQueue(library, { costOf, maxCost: options.maxCost });
  const session = createSpeakingSession(library, { queue, isOffline, costOf, signal });
  const total = takes.size + lines.length;
  let done = takes.size;
  let spoken = 0;
  let wasCancelled = false;
  for (const [blockId, take] of takes) options.onTake?.(blockId, take);
  onProgress?.({ stage: 'speak', done, total });

  async function speakLine(line: LineToSpeak): Promise<void> {
    const { blockId } = line.requests;
    try {
      const answer = await session.speak(line);
      takes.set(blockId, answer.take);
      options.onTake?.(blockId, answer.take);
      warnings.set(
        blockId,
        answer.warnings.map((message) => ({ blockId, message })),
      );
      if (answer.wasAsked) spoken++;
    } catch (error) {
      if (error instanceof AppError) failures.set(blockId, { blockId, error });
      else if (error instanceof Cancelled) wasCancelled = true;
      else throw error;
    }
    onProgress?.({ stage: 'speak', done: ++done, total, ...costNote(session.spent()) });
  }

  const outcomes = await Promise.allSettled(lines.map(speakLine));
  session.throwIfEnded();
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  if (wasCancelled) throw new Cancelled();
  // Lines are done in any order and reported in the order of the script.
  const inOrder = <Value>(known: ReadonlyMap<RecordId, Value>) => blocks.flatMap(({ id }) => known.get(id) ?? []);
  return {
    takes: new Map(blocks.filter(({ id }) => takes.has(id)).map(({ id }) => [id, takes.get(id)!])),
    spoken,
    reused: takes.size - spoken,
    spent: session.spent(),
    warnings: [...plan.warnings, ...inOrder(warnings).flat()],
    failures: inOrder(failures),
  };
}

/** What has been spent so far, where anything has. */
function costNote(spent: readonly ConnectionCost[]): { readonly note?: string } {
  const sums = new Map<string, number>();
  for (const { cost, currency } of spent) {
    if (cost !== null && cost > 0) sums.set(currency ?? '', (sums.get(currency ?? '') ?? 0) + cost);
  }
  if (sums.size === 0) return {};
  return { note: Array.from(sums, ([currency, sum]) => `${sum.toFixed(4)} ${currency}`).join(', ') };
}
