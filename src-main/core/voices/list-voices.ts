/** Every voice there is: those of the engines and services, and those made here. */
import type { ListedVoice, VoiceList } from '#shared/contract/voices.ts';
import { AppError, Cancelled } from '#shared/errors.ts';
import type { ActiveConnection } from '../connections/active-connections.ts';
import { missingKey } from '../connections/speech-connections.ts';
import { answerOf } from '../error-answer.ts';
import { favouriteVoices } from '../library/favourite-voices.ts';
import type { KeptVoice } from '../library/kept-voices.ts';
import type { Library } from '../library/library.ts';
import type { Log } from '../ports.ts';
import type { SpeechProvider, Voice } from '../providers/speech-provider.ts';

export interface VoiceSources {
  readonly library: Library;
  readonly providers: readonly SpeechProvider[];
  readonly connections: readonly ActiveConnection[];
  readonly keptVoices: readonly KeptVoice[];
  /** Asks the services for their lists. */
  readonly isRefresh: boolean;
  readonly signal?: AbortSignal;
}

/**
 * A service that does not answer costs its news and no more: its voices known from before are listed, and it is among
 * the problems. Throws Cancelled.
 */
export async function listVoices(sources: VoiceSources): Promise<VoiceList> {
  const { library, providers, connections, keptVoices } = sources;
  const isFavourite = favouriteVoices(library.db);
  const call = { ...sources, log: library.ports.log };
  const lists = await Promise.all(providers.map((provider) => voicesOf(provider, call)));
  const nameOf = (id: string): string =>
    providers.find((provider) => provider.id === id)?.name ??
    connections.find(({ connection }) => connection.id === id)?.connection.name ??
    id;
  const listed = (voice: Voice, kept?: KeptVoice): ListedVoice => ({
    provider: voice.provider,
    id: voice.id,
    name: voice.name,
    language: voice.language,
    ...(voice.gender === undefined ? {} : { gender: voice.gender }),
    kind: voice.kind,
    providerName: nameOf(voice.provider),
    isFavourite: isFavourite(voice),
    isOwn: kept !== undefined,
    ...(kept?.consent === undefined
      ? {}
      : { consent: { who: kept.consent.who, when: kept.consent.when, statement: kept.consent.statement } }),
  });
  const isKept = ({ provider, id }: Voice): boolean =>
    keptVoices.some((kept) => kept.provider === provider && kept.id === id);
  const keyless = connections.filter(({ key }) => key === undefined);
  return {
    voices: [
      // What was made here first: it is what the person looks for.
      ...keptVoices.map((kept) => listed(kept, kept)),
      ...lists.flatMap(({ voices }) => voices.filter((voice) => !isKept(voice)).map((voice) => listed(voice))),
    ],
    problems: [
      ...lists.flatMap(({ problem }) => problem ?? []),
      ...keyless.map(({ connection }) => ({
        provider: connection.id,
        error: answerOf(missingKey(connection), library.ports.log),
      })),
    ],
  };
}

export interface ProviderVoices {
  readonly voices: readonly Voice[];
  /** It did not answer: these are the voices known from before. */
  readonly problem?: VoiceList['problems'][number];
}

/** Throws Cancelled. */
export async function voicesOf(
  provider: SpeechProvider,
  { isRefresh, signal, log }: Pick<VoiceSources, 'isRefresh' | 'signal'> & { readonly log: Log },
): Promise<ProviderVoices> {
  const call = signal === undefined ? {} : { signal };
  try {
    return { voices: await provider.listVoices({ isRefresh, ...call }) };
  } catch (error) {
    if (error instanceof Cancelled || !(error instanceof AppError)) throw error;
    const problem = { provider: provider.id, error: answerOf(error, log) };
    return { voices: isRefresh ? await provider.listVoices(call) : [], problem };
  }
}
