/** One run of speaking: takes of whole lines out of what the queue answers. */
import { Cancelled, throwIfCancelled } from '#shared/errors.ts';
import { TakeId } from '#shared/ids.ts';
import type { Take } from '#shared/media.ts';
import type { SpendingCap } from '../jobs/spending-cap.ts';
import { type AnsweredSpeech, isOfOneLine, type SynthesisQueue } from '../jobs/synthesis-queue.ts';
import type { Library } from '../library/library.ts';
import { insertTake } from '../library/takes.ts';
import type { SpeechProvider } from '../providers/speech-provider.ts';
import { type ConnectionCost, createTally } from './estimate.ts';
import type { LineToSpeak } from './plan-speech.ts';
import type { PlannedUtterance } from './speech-request.ts';
import { takeFromUtterances } from './take-from-utterances.ts';

export interface SpeakingOptions {
  readonly queue: SynthesisQueue;
  readonly isOffline: boolean;
  readonly spending: SpendingCap;
  readonly group: string | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface SpokenLine {
  readonly take: Take;
  /** Something was asked of a service for it. */
  readonly wasAsked: boolean;
  readonly warnings: readonly string[];
}

export interface SpeakingSession {
  /**
   * `onSend` is called when something is asked of a service for it. Throws what keeps this line from being spoken, or
   * Cancelled. A failure of the machine ends the session.
   */
  speak(line: LineToSpeak, onSend?: () => void): Promise<SpokenLine>;
  spent(): readonly ConnectionCost[];
  /** Throws what ended the session early. */
  throwIfEnded(): void;
}

export function createSpeakingSession(library: Library, options: SpeakingOptions): SpeakingSession {
  const ending = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, ending.signal]) : ending.signal;
  const takes = new Map<string, Promise<Take>>();
  const counted = new Set<string>();
  const tally = createTally(options.spending.costOf);
  let fault: { readonly error: unknown } | undefined;

  function endFor(error: unknown): void {
    if (error instanceof Cancelled || isOfOneLine(error)) return;
    fault ??= { error };
    ending.abort();
  }

  /** Lines that share a request share its bill. */
  function count(
    planned: PlannedUtterance,
    variation: number,
    { isRemote }: SpeechProvider,
    { utterance, wasAsked }: AnsweredSpeech,
  ): void {
    const key = `${planned.requestHash} ${variation}`;
    if (!wasAsked || counted.has(key)) return;
    counted.add(key);
    tally.add(planned, utterance.stored.billedCharacters, isRemote);
  }

  async function speak({ requests, variation }: LineToSpeak, onSend?: () => void): Promise<SpokenLine> {
    const { blockId, provider, utterances } = requests;
    const { isOffline, spending, group } = options;
    const outcomes = await Promise.allSettled(
      utterances.map((planned) =>
        options.queue.ask({ planned, variation, provider, blockId, isOffline, spending, group, onSend }, signal),
      ),
    );
    // Before a failure of one hides what the others cost.
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === 'fulfilled') count(utterances[index]!, variation, provider, outcome.value);
    }
    const found = outcomes.map((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    });
    const spoken = found.map(({ utterance }) => utterance);
    const take = await remembered(takes, `${requests.requestHash} ${variation}`, async () => {
      const identity = { id: TakeId.parse(library.ports.newId()), createdAtMs: library.ports.nowMs() };
      const made = takeFromUtterances(requests, spoken, identity);
      insertTake(library.db, made, variation);
      return made;
    });
    return {
      take,
      wasAsked: found.some((part) => part.wasAsked),
      warnings: [...new Set(spoken.flatMap(({ stored }) => stored.warnings))],
    };
  }

  return {
    speak: async (line, onSend) => {
      try {
        return await speak(line, onSend);
      } catch (error) {
        endFor(error);
        throw error;
      }
    },
    spent: tally.rows,
    throwIfEnded: () => {
      if (fault) throw fault.error;
      throwIfCancelled(options.signal);
    },
  };
}

function remembered<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
