/** The options of a MiniMax model on a host, for forms. Blends and pronunciations have forms of their own. */
import type { VoiceOption } from '#shared/contract/voices.ts';
import { MINIMAX_LANGUAGES } from './minimax-languages.ts';
import { MINIMAX_EMOTIONS, MINIMAX_FORMATS, MinimaxOptions } from './minimax-options.ts';
import { EXTRA_FORMATS, type MinimaxProfile, minimaxModelTraits } from './minimax-request.ts';
import { optionTable } from './option-table.ts';

export function minimaxOptionTable(model: string, profile: MinimaxProfile): readonly VoiceOption[] {
  const { hasFluentAndWhisper, lacksLanguages } = minimaxModelTraits(model);
  const hasAllEmotions = profile.hasExpressiveEmotions && hasFluentAndWhisper;
  const languages = Object.keys(MINIMAX_LANGUAGES).filter((language) => !lacksLanguages.includes(language));
  const table = optionTable(MinimaxOptions, {
    speed: { default: 1 },
    volume: { default: 1 },
    pitch: { default: 0 },
    emotion: {
      choices: MINIMAX_EMOTIONS.filter((emotion) => hasAllEmotions || (emotion !== 'fluent' && emotion !== 'whisper')),
    },
    language: {},
    textNormalization: { default: false },
    readLatex: { default: false },
    'effects.pitch': { default: 0 },
    'effects.intensity': { default: 0 },
    'effects.timbre': { default: 0 },
    'effects.sound': {},
    format: {
      choices: MINIMAX_FORMATS.filter((format) => profile.hasGlobalExtras || !EXTRA_FORMATS.has(format)),
      default: 'mp3',
    },
    sampleRate: { default: 32_000 },
    bitrate: { default: 128_000 },
    channels: { default: 1 },
    subtitles: { choices: profile.hasGlobalExtras ? ['sentence', 'word'] : ['sentence'] },
    watermark: { default: false },
  });
  // Any name the service knows, or a BCP 47 tag; offered by the service's own names.
  return table.map((option) =>
    option.name === 'language' ? { ...option, kind: 'choice', choices: languages } : option,
  );
}
