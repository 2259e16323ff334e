/** Brings the speech of an episode up to date: reuses what is stored, asks for the rest, and keeps takes. */
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import { AppError, Cancelled, throwIfCancelled } from '#shared/errors.ts';
import type { RecordId } from '#shared/ids.ts';
import type { Take } from '#shared/media.ts';
import { SpendingCap, type Spent } from '../jobs/spending-cap.ts';
import { SynthesisQueue } from '../jobs/synthesis-queue.ts';
import type { Library } from '../library/library.ts';
import type { OnProgress } from '../ports.ts';
import type { ConnectionCost } from './estimate.ts';
import { type BlockFailure, type BlockMessage, type LineToSpeak, planSpeech } from './plan-speech.ts';
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
  /** Prices, and what may be spent: lines that would cost more are failures. Default: no limit, costs not known. */
  readonly spending?: SpendingCap;
  /** Shared with others who want speech of the same library; else one of its own. */
  readonly queue?: SynthesisQueue;
  /** What this is a part of for the queue, which pauses by it. */
  readonly group?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
  /** Told what becomes of each line as it happens, those that were up to date included. */
  readonly onLine?: (blockId: RecordId, news: LineNews) => void;
}

/** `waiting` for its turn, then asked for (`speaking`), then one of the others; `stopped` is neither spoken nor failed. */
export type LineNews =
  | { readonly state: 'waiting' | 'speaking' | 'stopped' }
  | { readonly state: 'spoken'; readonly take: Take }
  | { readonly state: 'failed'; readonly error: AppError };

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
  const { isNewTake = false, isOffline = false, spending = new SpendingCap(), signal, onProgress, onLine } = options;
  const blocks = spokenBlocksOf(document).filter((block) => options.blockIds?.has(block.id) ?? true);
  const plan = planSpeech(library, document, blocks, voices, { isNewTake, isOffline });
  const takes = new Map(plan.takes);
  const warnings = new Map<RecordId, BlockMessage[]>();
  const failures = new Map(plan.failures.map((failure) => [failure.blockId, failure]));
  const lines = options.needsAll && failures.size > 0 ? [] : plan.lines;
  const queue = options.queue ?? new SynthesisQueue(library);
  const session = createSpeakingSession(library, { queue, isOffline, spending, group: options.group, signal });
  const total = takes.size + lines.length;
  let done = takes.size;
  let spoken = 0;
  let wasCancelled = false;
  for (const [blockId, take] of takes) onLine?.(blockId, { state: 'spoken', take });
  for (const [blockId, { error }] of failures) onLine?.(blockId, { state: 'failed', error });
  for (const { requests } of lines) onLine?.(requests.blockId, { state: 'waiting' });
  onProgress?.({ stage: 'speak', done, total });

  async function speakLine(line: LineToSpeak): Promise<void> {
    const { blockId } = line.requests;
    let isAsked = false;
    const onSend = (): void => {
      if (!isAsked) onLine?.(blockId, { state: 'speaking' });
      isAsked = true;
    };
    try {
      const answer = await session.speak(line, onSend);
      takes.set(blockId, answer.take);
      onLine?.(blockId, { state: 'spoken', take: answer.take });
      warnings.set(
        blockId,
        answer.warnings.map((message) => ({ blockId, message })),
      );
      if (answer.wasAsked) spoken++;
    } catch (error) {
      if (error instanceof AppError) {
        failures.set(blockId, { blockId, error });
        onLine?.(blockId, { state: 'failed', error });
      } else {
        onLine?.(blockId, { state: 'stopped' });
        if (!(error instanceof Cancelled)) throw error;
        wasCancelled = true;
      }
    }
    onProgress?.({ stage: 'speak', done: ++done, total, ...costNote(spending.spent()) });
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
function costNote(spent: Spent): { readonly note?: string } {
  const sums = Object.entries(spent).map(([currency, sum]) => `${sum.toFixed(4)} ${currency}`);
  return sums.length === 0 ? {} : { note: sums.join(', ') };
}
