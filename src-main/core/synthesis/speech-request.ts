/** From a line of the script to what is asked of a voice: exactly what decides how it sounds, and nothing else. */
import { type EpisodeDocument, narratorOf, settingsOf, speakerOf } from '#shared/document/episode-document.ts';
import type { Pronunciation, Speaker, SpokenBlock, VoiceBinding } from '#shared/document/records.ts';
import { AppError } from '#shared/errors.ts';
import type { RecordId, RequestHash } from '#shared/ids.ts';
import { isPauseTagLength, isSpeakable, printPause, spokenRunsOf, tokenizeInline } from '#shared/script/inline.ts';
import type { Samples } from '#shared/units.ts';
import type { KeptVoice } from '../library/kept-voices.ts';
import type { SpeechCapabilities, SpeechProvider, UtteranceRequest } from '../providers/speech-provider.ts';
import { createRespell, pronunciationsFor, type Respell } from './pronunciations.ts';
import { lineHash, requestHash } from './request-hash.ts';
import { resolveVoice } from './resolve-voice.ts';
import { splitText } from './split-text.ts';

/** Who can speak here. */
export interface Voices {
  readonly providers: readonly SpeechProvider[];
  /** Reads what nobody has been cast for. */
  readonly defaultVoice: VoiceBinding;
  /** Made here; some are no voices of their service but what goes with every request. */
  readonly keptVoices?: readonly KeptVoice[];
}

export interface PlannedUtterance {
  /** Which run of the block's text this speaks; a long run has several. See script/inline.ts. */
  readonly runIndex: number;
  readonly request: UtteranceRequest;
  readonly requestHash: RequestHash;
}

/** All that has to be said for one block. */
export interface BlockRequests {
  readonly blockId: RecordId;
  readonly provider: SpeechProvider;
  readonly model: string;
  readonly voiceId: string;
  /** Empty when there is nothing to say. */
  readonly utterances: readonly PlannedUtterance[];
  /** Of the whole block; a take with this hash is up to date. */
  readonly requestHash: RequestHash;
  /** What the voice cannot do and was left out. */
  readonly warnings: readonly string[];
}

/**
 * The requests for a line or a heading. A heading is read by the narrator. Throws AppError `invalid-input` for a
 * malformed tag (with its offset) and `not-found` for a voice whose service is not set up.
 */
export function requestsFor(document: EpisodeDocument, block: SpokenBlock, voices: Voices): BlockRequests {
  const speaker = block.type === 'line' ? speakerOf(document, block) : narratorOf(document);
  const binding = speaker?.voice ?? voices.defaultVoice;
  const provider = providerOf(voices.providers, binding, speaker);
  const { model, voiceId, options } = resolveVoice(binding, provider, voices.keptVoices);
  const capabilities = provider.capabilities(model);
  const { language } = settingsOf(document);
  const respell = respellFor(document, provider, capabilities);
  const { runs, pausesSamples } = spokenRunsOf(block.text);
  const readied = runs.map((run) => readyRun(run, capabilities, respell));
  const style = capabilities.hasStyle ? composeStyle(binding, block) : undefined;
  const utterances = piecesOf(readied, pausesSamples, capabilities, language).map(({ text, runIndex }) => {
    const request: UtteranceRequest = {
      provider: provider.id,
      model,
      voiceId,
      text,
      language,
      ...(style === undefined ? {} : { style }),
      options: withPronunciations(options, respell.inDictionary(text).used),
    };
    return { runIndex, request, requestHash: requestHash(request) };
  });
  const dropped = new Set(readied.flatMap((run) => run.droppedSounds));
  return {
    blockId: block.id,
    provider,
    model,
    voiceId: binding.voiceId || voiceId,
    utterances,
    requestHash: lineHash(utterances),
    warnings: Array.from(
      dropped,
      (name) => `The voice ${provider.id}/${binding.voiceId || voiceId} has no sound (${name}): left out.`,
    ),
  };
}

function providerOf(
  providers: readonly SpeechProvider[],
  binding: VoiceBinding,
  speaker: Speaker | undefined,
): SpeechProvider {
  const provider = providers.find(({ id }) => id === binding.provider);
  if (provider) return provider;
  const known = providers.map(({ id }) => id).join(', ');
  throw new AppError({
    code: 'not-found',
    message: `${speaker ? `${speaker.name} is` : 'The default voice is'} cast with ${binding.provider}/${binding.voiceId}, but there is no "${binding.provider}" here. Cast another voice, or set it up. There are: ${known}.`,
    details: { provider: binding.provider, ...(speaker ? { speaker: speaker.name } : {}) },
  });
}

/** The speaker's lasting style, then what this line asks for. */
function composeStyle(binding: VoiceBinding, block: SpokenBlock): string | undefined {
  const parts = [binding.style, block.type === 'line' ? block.direction : undefined];
  const style = parts.filter((part) => part !== undefined && part.trim() !== '').join('\n');
  return style === '' ? undefined : style;
}

interface RespellForVoice {
  readonly inText: Respell;
  /** For a voice with a dictionary of its own: which rules it needs for a text. */
  readonly inDictionary: Respell;
}

const NO_RULES: readonly Pronunciation[] = [];
const respells = new WeakMap<readonly Pronunciation[], Map<string, RespellForVoice>>();

/** Made once for a dictionary and a kind of voice: an episode has thousands of lines. */
function respellFor(
  document: EpisodeDocument,
  provider: SpeechProvider,
  { hasPronunciationDictionary }: SpeechCapabilities,
): RespellForVoice {
  const { pronunciations = NO_RULES, language } = settingsOf(document);
  let known = respells.get(pronunciations);
  if (!known) {
    known = new Map();
    respells.set(pronunciations, known);
  }
  const key = `${provider.id} ${hasPronunciationDictionary} ${language}`;
  let respell = known.get(key);
  if (!respell) {
    const rules = pronunciationsFor(pronunciations, provider.id, language);
    // Dictionaries of services say `written/spoken`, so a word with a slash has no place in one.
    const isEntry = (rule: Pronunciation) => hasPronunciationDictionary && !rule.written.includes('/');
    respell = {
      inText: createRespell(rules.filter((rule) => !isEntry(rule))),
      inDictionary: createRespell(rules.filter(isEntry)),
    };
    known.set(key, respell);
  }
  return respell;
}

/** Only the entries a text needs: changing another one leaves the text as it is spoken. */
function withPronunciations(
  options: UtteranceRequest['options'],
  used: readonly Pronunciation[],
): UtteranceRequest['options'] {
  if (used.length === 0) return options;
  const own: readonly unknown[] = Array.isArray(options.pronounce) ? options.pronounce : [];
  return { ...options, pronounce: [...own, ...used.map((rule) => `${rule.written}/${rule.spoken}`)] };
}

/** A run as the voice gets it. */
interface ReadyRun {
  readonly text: string;
  readonly droppedSounds: readonly string[];
}

function readyRun(
  run: string,
  { soundTags, unconfirmedSoundTags = [] }: SpeechCapabilities,
  { inText }: RespellForVoice,
): ReadyRun {
  const droppedSounds: string[] = [];
  const pieces = tokenizeInline(run).map((token) => {
    if (token.kind === 'text') return inText(token.text).text;
    const name = token.kind === 'sound' ? token.name : '';
    if (soundTags.includes(name) || unconfirmedSoundTags.includes(name)) return `(${name})`;
    droppedSounds.push(name);
    return ' ';
  });
  const text = pieces.join('').trim();
  if (droppedSounds.length === 0) return { text, droppedSounds };
  return { text: text.replace(/ {2,}/g, ' ').replace(/ (?=[,.;:!?…，。；：！？、])/gu, ''), droppedSounds };
}

interface Piece {
  readonly text: string;
  readonly runIndex: number;
}

/** One request for all runs where the voice renders the pauses between them, else one for each run or part of one. */
function piecesOf(
  runs: readonly ReadyRun[],
  pausesSamples: readonly Samples[],
  { hasNativePauses, maxTextLength }: SpeechCapabilities,
  language: string,
): readonly Piece[] {
  if (hasNativePauses && runs.length > 1) {
    const whole = withNativePauses(runs, pausesSamples);
    if (whole !== null && whole.length <= maxTextLength) return [{ text: whole, runIndex: 0 }];
  }
  return runs.flatMap(({ text }, runIndex) =>
    isSpeakable(text) ? splitText(text, maxTextLength, language).map((piece) => ({ text: piece, runIndex })) : [],
  );
}

/** null when a pause is longer or finer than a tag can say, or would not stand between words. */
function withNativePauses(runs: readonly ReadyRun[], pausesSamples: readonly Samples[]): string | null {
  if (!runs.every((run) => isSpeakable(run.text)) || !pausesSamples.every(isPauseTagLength)) return null;
  const [first, ...others] = runs.map((run) => run.text);
  return [first, ...others.map((text, index) => `${printPause(pausesSamples[index]!)}${text}`)].join('');
}
