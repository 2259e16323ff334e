/** A sentence in a voice, to hear how it sounds. It goes the way of everything that is spoken, so it is paid for once. */
import type { VoiceBinding } from '#shared/document/records.ts';
import { AppError } from '#shared/errors.ts';
import { type NewId, RecordId } from '#shared/ids.ts';
import type { Asset } from '#shared/media.ts';
import type { Cost } from '../connections/connection.ts';
import { sentenceDocument } from '../episode/sentence-document.ts';
import { SpendingCap } from '../jobs/spending-cap.ts';
import type { SynthesisQueue } from '../jobs/synthesis-queue.ts';
import { assetById } from '../library/assets.ts';
import type { Library } from '../library/library.ts';
import { findUtterance } from '../library/utterances.ts';
import { checkRequest } from '../synthesis/plan-speech.ts';
import type { CostOf } from '../synthesis/speak-utterance.ts';
import { type BlockRequests, requestsFor, type Voices } from '../synthesis/speech-request.ts';

export interface Sentence {
  readonly binding: VoiceBinding;
  readonly text: string;
  /** BCP 47. Default: by the text. */
  readonly language?: string;
}

export interface AuditionParts {
  readonly library: Library;
  readonly queue: SynthesisQueue;
  readonly voices: Voices;
  readonly costOf: CostOf;
  readonly isOffline: boolean;
  readonly signal?: AbortSignal;
}

export interface AuditionCost {
  readonly billedCharacters: number;
  /** null: nothing is billed, or the price is unknown. */
  readonly cost: Cost | null;
}

/** It is asked for under a name of its own, so that what the person looks at in an episode goes first. */
const VOICE_TRIAL = RecordId.parse('voice-trial');

/** The pieces of audio to be played one after the other. Throws as `SynthesisQueue.ask` and `requestsFor`. */
export async function audition(
  parts: AuditionParts,
  sentence: Sentence,
): Promise<AuditionCost & { readonly assets: readonly Asset[] }> {
  const { library, queue, isOffline, costOf, signal } = parts;
  const requests = requestsOf(parts.voices, sentence, library.ports.newId);
  const { provider } = requests;
  const spending = new SpendingCap(costOf);
  const answers = await Promise.all(
    requests.utterances.map((planned) =>
      queue.ask({ planned, variation: 0, provider, blockId: VOICE_TRIAL, isOffline, spending }, signal),
    ),
  );
  const asked = answers.filter(({ wasAsked }) => wasAsked);
  const billedCharacters = asked.reduce((sum, { utterance }) => sum + utterance.stored.billedCharacters, 0);
  return {
    assets: answers.flatMap(({ utterance }) => assetById(library.db, utterance.stored.assetId) ?? []),
    ...costFor(requests, billedCharacters, costOf),
  };
}

/** What {@link audition} would cost now, where the request can be sent as it is. Nothing is sent. */
export function auditionCost(
  { library, voices, costOf, isOffline }: Omit<AuditionParts, 'queue' | 'signal'>,
  sentence: Sentence,
): AuditionCost & { readonly isHeard: boolean } {
  const requests = requestsOf(voices, sentence, library.ports.newId);
  const { provider } = requests;
  const missing = requests.utterances.filter(({ requestHash }) => !findUtterance(library.db, requestHash, 0));
  for (const planned of missing) checkRequest(provider, planned, isOffline);
  const billedCharacters = missing.reduce((sum, { request }) => sum + provider.billedCharacters(request), 0);
  return { isHeard: missing.length === 0, ...costFor(requests, billedCharacters, costOf) };
}

function requestsOf(voices: Voices, { binding, text, language }: Sentence, newId: NewId): BlockRequests {
  const { document, line } = sentenceDocument({ text, voice: binding, ...(language ? { language } : {}) }, newId);
  const requests = requestsFor(document, line, voices);
  if (requests.utterances.length > 0) return requests;
  throw new AppError({
    code: 'invalid-input',
    message: 'There is nothing to say in this text: it has no letter or digit.',
  });
}

function costFor({ provider, model }: BlockRequests, billedCharacters: number, costOf: CostOf): AuditionCost {
  return { billedCharacters, cost: billedCharacters === 0 ? null : costOf(provider.id, model, billedCharacters) };
}
