/** An operating system's own speech program: how it lists its voices and speaks into a WAV file. */
import type { Voice } from '../providers/speech-provider.ts';
import type { Command } from './run-command.ts';

/** Of a program that is started. */
export type OwnEnvironment = Command['environment'];
export type SystemVoice = Pick<Voice, 'id' | 'name' | 'language' | 'gender'>;

export interface SpeakParameters {
  readonly voiceId: string;
  /** Factor; undefined is the voice's own. */
  readonly speed: number | undefined;
  /** UTF-8. */
  readonly textPath: string;
  readonly wavPath: string;
}

export interface SystemEngine {
  /** The provider's model: the same voice name means another voice on another system. */
  readonly id: string;
  readonly name: string;
  /** Best first; where none is installed, any English voice, then any. */
  readonly preferredVoiceIds: readonly string[];
  readonly listCommand: Command;
  parseVoices(printed: string): readonly SystemVoice[];
  speakCommand(parameters: SpeakParameters): Command;
}

/** Words a minute that `say` and `espeak-ng` take for normal. */
const NORMAL_WORDS_PER_MINUTE = 175;
export const wordsPerMinute = (speed: number): string => String(Math.round(NORMAL_WORDS_PER_MINUTE * speed));

export function genderOf(letter: string | undefined): Pick<Voice, 'gender'> {
  return letter === 'M' ? { gender: 'male' } : letter === 'F' ? { gender: 'female' } : {};
}

/** BCP 47 as it is usually written; of a tag that is none, as much as is one; '' where nothing is. */
export function languageTag(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? '';
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // espeak-ng has 'en-us-nyc', among others.
    return tag.includes('-') ? languageTag(tag.slice(0, tag.lastIndexOf('-'))) : '';
  }
}
