/**
 * One mapping of an utterance to MiniMax's fields, for its own hosts, both ModelVerse gateways and Alibaba. Everything
 * the tables say about ranges, models and formats is checked here, before anything is sent.
 */
import { isCantonese, MINIMAX_LANGUAGES, minimaxLanguageOf } from './minimax-languages.ts';
import { MINIMAX_EMOTIONS, type MinimaxFormat, MinimaxOptions } from './minimax-options.ts';
import { MINIMAX_MAX_TEXT_LENGTH, type MinimaxText, minimaxText } from './minimax-text.ts';
import { parseOptions } from './options.ts';
import type { Fail, ProviderError } from './provider-error.ts';
import type { UtteranceRequest } from './speech-provider.ts';

/** The gateways' table and its own text spell the blending field differently; which one a host wants is a setting. */
export const WEIGHTS_SPELLINGS = ['timbre', 'timber', 'both'] as const;
export type WeightsSpelling = (typeof WEIGHTS_SPELLINGS)[number];

/** What differs between the hosts that speak MiniMax. */
export interface MinimaxProfile {
  readonly weightsSpelling: WeightsSpelling;
  /** Alibaba offers neither the 2.6 models nor the emotions `fluent` and `whisper` that need them. */
  readonly hasExpressiveEmotions: boolean;
  /** opus, μ-law and subtitles by word are documented for MiniMax's global host only. */
  readonly hasGlobalExtras: boolean;
}

export interface MinimaxRequest {
  /** Everything but `model` and what switches streaming on. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly text: MinimaxText;
  readonly format: MinimaxFormat;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly hasSubtitles: boolean;
}

interface ModelTraits {
  readonly hasSounds: boolean;
  readonly hasFluentAndWhisper: boolean;
  readonly lacksLanguages: readonly string[];
}

/** By the version in the model's id. A version nobody knows yet is let through: the service is the one to judge. */
export function minimaxModelTraits(model: string): ModelTraits {
  const version = /\bspeech-(2\.8|2\.6|02|01)-/.exec(model)?.[1];
  return {
    hasSounds: version === '2.8' || version === undefined,
    hasFluentAndWhisper: version === '2.6' || version === undefined,
    lacksLanguages: version === '01' || version === '02' ? ['Persian', 'Filipino', 'Tamil'] : [],
  };
}

const DEFAULT_FORMAT = 'mp3';
const DEFAULT_SAMPLE_RATE_HZ = 32_000;
const EFFECT_FORMATS: ReadonlySet<string> = new Set(['mp3', 'wav', 'flac']);
/** Those only hosts with the global extras know. */
export const EXTRA_FORMATS: ReadonlySet<string> = new Set(['opus', 'pcmu_wav', 'pcmu_raw']);

/** Throws ProviderError `validation`. */
export function minimaxRequest(
  request: UtteranceRequest,
  profile: MinimaxProfile,
  context: { readonly fail: Fail; readonly isStreamed: boolean; readonly maxTextLength?: number },
): MinimaxRequest {
  const invalid = (message: string): ProviderError => context.fail({ kind: 'validation', phase: 'validate', message });
  const options = parseOptions(MinimaxOptions, request.options, context.fail);
  const traits = minimaxModelTraits(request.model);
  if (request.style !== undefined && request.style !== '') {
    throw invalid('these voices take no style instruction. Use the option "emotion".');
  }
  const text = minimaxText(request.text, {
    hasSounds: traits.hasSounds,
    maxLength: context.maxTextLength ?? MINIMAX_MAX_TEXT_LENGTH,
    fail: context.fail,
  });
  const format = options.format ?? DEFAULT_FORMAT;
  checkAudio(options, format, profile, context.isStreamed, invalid);
  checkEmotion(options.emotion, request.model, profile, traits, invalid);

  const fields = {
    text: text.text,
    voice_setting: present({
      voice_id: voiceIdOf(request, options, invalid),
      speed: options.speed,
      vol: options.volume,
      pitch: options.pitch,
      emotion: options.emotion,
      text_normalization: onlyTrue(options.textNormalization),
      latex_read: onlyTrue(options.readLatex),
    }),
    ...weights(options.mix, profile.weightsSpelling),
    ...present({
      audio_setting: orNothing({
        sample_rate: options.sampleRate,
        bitrate: options.bitrate,
        format: options.format,
        channel: options.channels,
        force_cbr: onlyTrue(options.forceCbr),
      }),
      pronunciation_dict: options.pronounce === undefined ? undefined : { tone: options.pronounce },
      language_boost: languageOf(request, options, traits, invalid),
      voice_modify: orNothing({
        pitch: options.effects?.pitch,
        intensity: options.effects?.intensity,
        timbre: options.effects?.timbre,
        sound_effects: options.effects?.sound,
      }),
      subtitle_enable: options.subtitles === undefined ? undefined : true,
      subtitle_type: options.subtitles === 'word' ? 'word' : undefined,
      output_format: options.resultAsUrl === true ? 'url' : undefined,
      aigc_watermark: onlyTrue(options.watermark),
    }),
  };
  return {
    fields,
    text,
    format,
    sampleRateHz: options.sampleRate ?? DEFAULT_SAMPLE_RATE_HZ,
    channels: options.channels ?? 1,
    hasSubtitles: options.subtitles !== undefined,
  };
}

function voiceIdOf(
  request: UtteranceRequest,
  options: MinimaxOptions,
  invalid: (message: string) => ProviderError,
): string {
  if (options.mix === undefined && request.voiceId === '')
    throw invalid('a voice is needed, or a blend (option "mix").');
  if (options.mix !== undefined && request.voiceId !== '')
    throw invalid('a voice and a blend exclude each other: leave one out.');
  return request.voiceId;
}

function weights(mix: MinimaxOptions['mix'], spelling: WeightsSpelling): Readonly<Record<string, unknown>> {
  if (mix === undefined) return {};
  const list = mix.map(({ voice, weight }) => ({ voice_id: voice, weight }));
  return {
    ...(spelling === 'timber' ? {} : { timbre_weights: list }),
    ...(spelling === 'timbre' ? {} : { timber_weights: list }),
  };
}

function languageOf(
  request: UtteranceRequest,
  options: MinimaxOptions,
  traits: ModelTraits,
  invalid: (message: string) => ProviderError,
): string | undefined {
  if (options.language === undefined) {
    // Cantonese voices speak Mandarin without it (official note).
    const isYue = request.voiceId.startsWith('Cantonese_') || isCantonese(request.language ?? '');
    return isYue && options.readLatex !== true ? 'Chinese,Yue' : undefined;
  }
  const language = minimaxLanguageOf(options.language);
  if (language === undefined) {
    throw invalid(
      `"${options.language}" is not a language it knows. It knows: ${Object.keys(MINIMAX_LANGUAGES).join('; ')}.`,
    );
  }
  if (traits.lacksLanguages.includes(language)) throw invalid(`${request.model} does not speak ${language}.`);
  if (options.readLatex === true && language !== 'Chinese') {
    throw invalid('formulas are read in Chinese only: leave "language" out, or "readLatex".');
  }
  return language;
}

function checkEmotion(
  emotion: MinimaxOptions['emotion'],
  model: string,
  profile: MinimaxProfile,
  traits: ModelTraits,
  invalid: (message: string) => ProviderError,
): void {
  if (emotion !== 'fluent' && emotion !== 'whisper') return;
  if (profile.hasExpressiveEmotions && traits.hasFluentAndWhisper) return;
  const others = MINIMAX_EMOTIONS.filter((name) => name !== 'fluent' && name !== 'whisper').join(', ');
  throw invalid(`${model} has no emotion "${emotion}" (only the speech-2.6 models do). It has: ${others}.`);
}

function checkAudio(
  options: MinimaxOptions,
  format: MinimaxFormat,
  profile: MinimaxProfile,
  isStreamed: boolean,
  invalid: (message: string) => ProviderError,
): void {
  if (EXTRA_FORMATS.has(format) && !profile.hasGlobalExtras)
    throw invalid(`it has no format "${format}" here: mp3, pcm, flac or wav.`);
  if (options.bitrate !== undefined && format !== 'mp3') throw invalid('"bitrate" belongs to format mp3 only.');
  if (options.forceCbr === true && (!isStreamed || format !== 'mp3')) {
    throw invalid('"forceCbr" belongs to streamed mp3 only.');
  }
  if (options.effects !== undefined && !(isStreamed ? format === 'mp3' : EFFECT_FORMATS.has(format))) {
    throw invalid(`"effects" need ${isStreamed ? 'mp3 when streaming' : 'mp3, wav or flac'}, not ${format}.`);
  }
  if (options.subtitles === 'word' && !profile.hasGlobalExtras) {
    throw invalid('subtitles come by sentence here, not by word.');
  }
  if (!isStreamed) return;
  if (format !== 'mp3' && format !== 'pcm' && format !== 'flac')
    throw invalid(`"${format}" cannot be streamed: mp3, pcm or flac.`);
  if (options.subtitles !== undefined) throw invalid('"subtitles" cannot be had when streaming.');
  if (options.watermark === true) throw invalid('"watermark" cannot be had when streaming.');
  if (options.resultAsUrl === true) throw invalid('"resultAsUrl" cannot be had when streaming.');
}

function onlyTrue(value: boolean | undefined): true | undefined {
  return value === true ? true : undefined;
}

function present(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function orNothing(fields: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const kept = present(fields);
  return Object.keys(kept).length === 0 ? undefined : kept;
}
