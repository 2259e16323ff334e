/**
 * One request, answered from the library or by its service. What a service sends is durable before anything else is
 * done with it: it has been paid for.
 */
import { createHash } from 'node:crypto';
import { AppError, Cancelled, throwIfCancelled } from '#shared/errors.ts';
import { AssetId, type ProviderId } from '#shared/ids.ts';
import type { Cost } from '../connections/connection.ts';
import { type JournalRecord, recordAnswer } from '../library/answer-journal.ts';
import { type AssetState, assetState, recordRefusal } from '../library/assets.ts';
import { decodeAsset } from '../library/decoded-audio.ts';
import type { Library } from '../library/library.ts';
import { mediaPath, storeMedia } from '../library/media-store.ts';
import { findUtterance, insertUtterance, type StoredUtterance, utterancesWithAsset } from '../library/utterances.ts';
import { ProviderError } from '../providers/provider-error.ts';
import type { SpeechProvider, Utterance } from '../providers/speech-provider.ts';
import type { Turns } from '../turns.ts';
import { implausibleLength } from './plausible-length.ts';
import { canonicalRequest } from './request-hash.ts';
import type { PlannedUtterance } from './speech-request.ts';
import type { SpokenUtterance } from './take-from-utterances.ts';

type Answer = Omit<StoredUtterance, 'assetId'>;

/** null: unknown, which is not the same as free. */
export type CostOf = (provider: ProviderId, model: string, billedCharacters: number) => Cost | null;

export interface UtteranceWork {
  readonly library: Library;
  readonly provider: SpeechProvider;
  readonly planned: PlannedUtterance;
  readonly variation: number;
  readonly costOf: CostOf | undefined;
  /**
   * A few at a time: answers that arrive meanwhile are read from their sockets and noted without waiting for the
   * decoding of others.
   */
  readonly storing: Turns;
  /** Told of everything that was paid for as soon as it has arrived, usable or not. */
  readonly onBilled?: (answer: Answer) => void;
}

/** The stored answer that can be played, decoding it where that was left undone; undefined where it must be asked for. */
export async function findSpoken(
  { library, planned, variation }: Pick<UtteranceWork, 'library' | 'planned' | 'variation'>,
  signal: AbortSignal | undefined,
): Promise<SpokenUtterance | undefined> {
  const stored = findUtterance(library.db, planned.requestHash, variation);
  if (!stored) return undefined;
  try {
    const state = await decodeAsset(library, stored.assetId, signal ? { signal } : {});
    return implausibleLength(planned.request.text, state.asset.durationSamples) ? undefined : spokenOf(stored, state);
  } catch (error) {
    // It was no audio after all, or its file is lost: then the service has to be asked again.
    if (error instanceof AppError && ['unsupported-audio', 'truncated-audio', 'missing-audio'].includes(error.code)) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Asks the service. Throws its ProviderError (what had arrived of a broken answer is kept aside), the reason why the
 * answer is no usable audio, storage failures, or Cancelled.
 */
export async function askForSpeech(work: UtteranceWork, signal: AbortSignal | undefined): Promise<SpokenUtterance> {
  throwIfCancelled(signal);
  const { utterance, record } = await askedOrLeft(work, signal);
  // From here on a cancellation must not lose what was paid for, and neither does the end of the program.
  const arrived = answerOf(work, utterance);
  work.onBilled?.(arrived);
  return work.storing.run(() => storeAndDecode(work, utterance, arrived, record, signal));
}

/** The service's answer, or one that a program which died had got and could not keep. */
async function askedOrLeft(
  work: UtteranceWork,
  signal: AbortSignal | undefined,
): Promise<{ readonly utterance: Utterance; readonly record: JournalRecord }> {
  const { library, provider, planned } = work;
  for (;;) {
    const record = recordAnswer(library, provider.id);
    try {
      const utterance = await provider.synthesize(planned.request, { ...(signal ? { signal } : {}), record });
      if (!record.isLeftover() || !isKept(library, planned, utterance)) return { utterance, record };
    } catch (error) {
      const kept =
        error instanceof ProviderError && error.partialAudio ? await keepPartialAudio(work, error) : undefined;
      // What the answer points to can be fetched later; a second failure says that it cannot.
      const isWorthKeeping =
        error instanceof Cancelled || (error instanceof ProviderError && error.kind === 'download_failed');
      if (isWorthKeeping && !record.isLeftover()) record.leave();
      else await record.discard();
      throw kept ?? error;
    }
    // The program had died after keeping it: another take would be the same one again.
    await record.discard();
  }
}

function isKept(library: Library, { requestHash }: PlannedUtterance, { bytes }: Utterance): boolean {
  const assetId = AssetId.parse(createHash('sha256').update(bytes).digest('hex'));
  return utterancesWithAsset(library.db, assetId).some((known) => known.requestHash === requestHash);
}

async function storeAndDecode(
  work: UtteranceWork,
  utterance: Utterance,
  arrived: Answer,
  record: JournalRecord,
  signal: AbortSignal | undefined,
): Promise<SpokenUtterance> {
  const { library } = work;
  const stored = await keepAnswer(library, utterance, arrived);
  const discarded = record.discard();
  try {
    const state = await decodeAsset(library, stored.assetId, signal ? { signal } : {});
    const problem = implausibleLength(work.planned.request.text, state.asset.durationSamples);
    if (problem !== undefined) throw new AppError({ code: 'truncated-audio', message: problem });
    return spokenOf(stored, state);
  } catch (error) {
    throw error instanceof AppError ? unusable(work, error) : error;
  } finally {
    await discarded;
  }
}

function answerOf(work: UtteranceWork, utterance: Utterance): Answer {
  const { library, provider, planned, variation, costOf } = work;
  const cost = costOf?.(provider.id, planned.request.model, utterance.billedCharacters) ?? null;
  return {
    requestHash: planned.requestHash,
    variation,
    requestJson: canonicalRequest(planned.request),
    declaredFormat: utterance.format,
    ...(utterance.requestId === undefined ? {} : { providerRequestId: utterance.requestId }),
    cues: utterance.cues ?? [],
    warnings: utterance.warnings,
    billedCharacters: utterance.billedCharacters,
    cost: cost?.amount ?? 0,
    ...(cost === null ? {} : { currency: cost.currency }),
    createdAtMs: library.ports.nowMs(),
  };
}

async function keepAnswer(library: Library, utterance: Utterance, answer: Answer): Promise<StoredUtterance> {
  const { id: assetId } = await storeMedia(
    library,
    { bytes: utterance.bytes, extension: utterance.format },
    { addRows: ({ id }) => insertUtterance(library.db, { ...answer, assetId: id }) },
  );
  return { ...answer, assetId };
}

/** No line ever asks for this one. */
const PARTIAL_VARIATION = -1;

/** Kept with its reason, and so that it never passes for the line's audio. Answers the failure that says where. */
async function keepPartialAudio(work: UtteranceWork, error: ProviderError): Promise<ProviderError> {
  const { bytes, format } = error.partialAudio!;
  const { requestId } = error.details;
  const partial: Utterance = {
    bytes,
    format,
    // What a service bills for half an answer is unknown; a total must never be too low.
    billedCharacters: work.provider.billedCharacters(work.planned.request),
    ...(typeof requestId === 'string' ? { requestId } : {}),
    warnings: [error.message],
  };
  const answer = answerOf({ ...work, variation: PARTIAL_VARIATION }, partial);
  work.onBilled?.(answer);
  const stored = await keepAnswer(work.library, partial, answer);
  recordRefusal(work.library.db, stored.assetId, { code: 'truncated-audio', message: error.message });
  return error.keptAt(mediaPath(work.library, assetState(work.library.db, stored.assetId)!.stored));
}

function spokenOf(stored: StoredUtterance, state: Extract<AssetState, { status: 'ready' }>): SpokenUtterance {
  return { stored, durationSamples: state.asset.durationSamples, speech: state.speech };
}

function unusable({ provider, planned }: UtteranceWork, error: AppError): AppError {
  if (error.code !== 'unsupported-audio' && error.code !== 'truncated-audio') return error;
  return new AppError({
    code: error.code,
    message: `What ${provider.name} sent for "${excerpt(planned.request.text)}" is no usable audio (${error.message}). It was kept; speaking the line again asks the service again.`,
    isRetryable: true,
    details: error.details,
    cause: error,
  });
}

function excerpt(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
