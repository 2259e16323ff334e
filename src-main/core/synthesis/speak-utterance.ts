/**
 * One request, answered from the library or by its service. What a service sends is durable before anything else is
 * done with it: it has been paid for.
 */
import { AppError, throwIfCancelled } from '#shared/errors.ts';
import type { ProviderId } from '#shared/ids.ts';
import type { Cost } from '../connections/connection.ts';
import { type Answer, noteAnswer } from '../library/answer-journal.ts';
import { type AssetState, recordRefusal } from '../library/assets.ts';
import { decodeAsset } from '../library/decoded-audio.ts';
import type { Library } from '../library/library.ts';
import { storeMedia } from '../library/media-store.ts';
import { findUtterance, insertUtterance, type StoredUtterance } from '../library/utterances.ts';
import { ProviderError } from '../providers/provider-error.ts';
import type { SpeechProvider, Utterance } from '../providers/speech-provider.ts';
import { canonicalRequest } from './request-hash.ts';
import type { PlannedUtterance } from './speech-request.ts';
import type { SpokenUtterance } from './take-from-utterances.ts';

/** null: unknown, which is not the same as free. */
export type CostOf = (provider: ProviderId, model: string, billedCharacters: number) => Cost | null;

export interface UtteranceWork {
  readonly library: Library;
  readonly provider: SpeechProvider;
  readonly planned: PlannedUtterance;
  readonly variation: number;
  readonly costOf: CostOf | undefined;
}

/** The stored answer that can be played, decoding it where that was left undone; undefined where it must be asked for. */
export async function findSpoken(
  { library, planned, variation }: Omit<UtteranceWork, 'provider' | 'costOf'>,
  signal: AbortSignal | undefined,
): Promise<SpokenUtterance | undefined> {
  const stored = findUtterance(library.db, planned.requestHash, variation);
  if (!stored) return undefined;
  try {
    return spokenOf(stored, await decodeAsset(library, stored.assetId, signal ? { signal } : {}));
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
  const { library, provider, planned } = work;
  throwIfCancelled(signal);
  const utterance = await provider
    .synthesize(planned.request, signal ? { signal } : {})
    .catch(async (error: unknown) => {
      if (error instanceof ProviderError && error.partialAudio) await keepPartialAudio(work, error);
      throw error;
    });
  // From here on a cancellation must not lose what was paid for.
  const stored = await keepAnswer(work, utterance);
  try {
    return spokenOf(stored, await decodeAsset(library, stored.assetId, signal ? { signal } : {}));
  } catch (error) {
    throw error instanceof AppError ? unusable(work, error) : error;
  }
}

async function keepAnswer(work: UtteranceWork, utterance: Utterance): Promise<StoredUtterance> {
  const { library, provider, planned, variation, costOf } = work;
  const cost = costOf?.(provider.id, planned.request.model, utterance.billedCharacters) ?? null;
  const answer: Answer = {
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
  const strikeOut = noteAnswer(library, answer, utterance.bytes);
  const { id: assetId } = await storeMedia(
    library,
    { bytes: utterance.bytes, extension: utterance.format },
    { addRows: ({ id }) => insertUtterance(library.db, { ...answer, assetId: id }) },
  );
  strikeOut();
  return { ...answer, assetId };
}

/** No line ever asks for this one. */
const PARTIAL_VARIATION = -1;

/** Kept with its reason, and so that it never passes for the line's audio. */
async function keepPartialAudio(work: UtteranceWork, error: ProviderError): Promise<void> {
  const { bytes, format } = error.partialAudio!;
  const { requestId } = error.details;
  const partial = { ...work, variation: PARTIAL_VARIATION };
  const stored = await keepAnswer(partial, {
    bytes,
    format,
    // What a service bills for half an answer is unknown; a total must never be too low.
    billedCharacters: work.provider.billedCharacters(work.planned.request),
    ...(typeof requestId === 'string' ? { requestId } : {}),
    warnings: [error.message],
  });
  recordRefusal(work.library.db, stored.assetId, { code: 'truncated-audio', message: error.message });
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
