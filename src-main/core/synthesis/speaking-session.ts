/** One run of speaking: requests that several lines share are asked once, and services get no more at once than they take. */
import { AppError, type AppErrorCode, Cancelled, throwIfCancelled } from '#shared/errors.ts';
import { type ProviderId, TakeId } from '#shared/ids.ts';
import type { Take } from '#shared/media.ts';
import type { Library } from '../library/library.ts';
import { insertTake } from '../library/takes.ts';
import { ProviderError } from '../providers/provider-error.ts';
import type { SpeechProvider } from '../providers/speech-provider.ts';
import { createTurns, type Turns } from '../turns.ts';
import { type ConnectionCost, createTally } from './estimate.ts';
import { checkRequest, type LineToSpeak } from './plan-speech.ts';
import { askForSpeech, type CostOf, findSpoken } from './speak-utterance.ts';
import type { PlannedUtterance } from './speech-request.ts';
import { type SpokenUtterance, takeFromUtterances } from './take-from-utterances.ts';

/** Failures that every further request would meet as well. */
const STOPS_ALL: ReadonlySet<AppErrorCode> = new Set([
  'disk-full',
  'file-unwritable',
  'ffmpeg-missing',
  'library-damaged',
  'library-locked',
]);
/** Failures that every further request to the same service would meet as well. */
const STOPS_PROVIDER: ReadonlySet<unknown> = new Set(['auth', 'permission', 'quota']);
/** Decoding what a crash left undecoded is work for the processor. */
const DECODINGS_AT_ONCE = 4;

export interface SpeakingOptions {
  readonly isOffline: boolean;
  readonly costOf: CostOf | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface SpokenLine {
  readonly take: Take;
  /** Something was asked of a service for it. */
  readonly wasAsked: boolean;
  readonly warnings: readonly string[];
}

export interface SpeakingSession {
  /** Throws what keeps this line from being spoken, or Cancelled. A failure of the machine ends the session. */
  speak(line: LineToSpeak): Promise<SpokenLine>;
  spent(): readonly ConnectionCost[];
  /** Throws what ended the session early. */
  throwIfEnded(): void;
}

interface Answer {
  readonly utterance: SpokenUtterance;
  readonly wasAsked: boolean;
}

export function createSpeakingSession(library: Library, options: SpeakingOptions): SpeakingSession {
  const ending = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, ending.signal]) : ending.signal;
  const answers = new Map<string, Promise<Answer>>();
  const takes = new Map<string, Promise<Take>>();
  const turnsOf = new Map<ProviderId, Turns>();
  const blocked = new Map<ProviderId, ProviderError>();
  const decodings = createTurns(DECODINGS_AT_ONCE);
  const tally = createTally(options.costOf);
  let fault: { readonly error: unknown } | undefined;

  async function answer(planned: PlannedUtterance, variation: number, provider: SpeechProvider): Promise<Answer> {
    const stored = await decodings.run(() => findSpoken({ library, planned, variation }, signal), signal);
    if (stored) return { utterance: stored, wasAsked: false };
    checkRequest(provider, planned, options.isOffline);
    const turns = remembered(turnsOf, provider.id, () => createTurns(provider.concurrency));
    return turns.run(async () => {
      const refusal = blocked.get(provider.id);
      if (refusal) throw refusal;
      try {
        const work = { library, provider, planned, variation, costOf: options.costOf };
        const utterance = await askForSpeech(work, signal);
        tally.add(planned, utterance.stored.billedCharacters, provider.isRemote);
        return { utterance, wasAsked: true };
      } catch (error) {
        if (error instanceof ProviderError && STOPS_PROVIDER.has(error.kind)) blocked.set(provider.id, error);
        // Here, so that the turn is not passed on to a request that would be paid for in vain.
        endFor(error);
        throw error;
      }
    }, signal);
  }

  function endFor(error: unknown): void {
    if (error instanceof Cancelled || isOfOneLine(error)) return;
    fault ??= { error };
    ending.abort();
  }

  async function speak({ requests, variation }: LineToSpeak): Promise<SpokenLine> {
    const { provider, utterances } = requests;
    const outcomes = await Promise.allSettled(
      utterances.map((planned) =>
        remembered(answers, `${planned.requestHash} ${variation}`, () => answer(planned, variation, provider)),
      ),
    );
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
    speak: async (line) => {
      try {
        return await speak(line);
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

function isOfOneLine(error: unknown): boolean {
  return error instanceof AppError && !STOPS_ALL.has(error.code);
}

function remembered<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
