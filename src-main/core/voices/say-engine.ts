import { languageTag, type OwnEnvironment, type SystemEngine, wordsPerMinute } from './system-engine.ts';

const WAV_FLAGS = ['--file-format=WAVE', '--data-format=LEI16@22050'];

/** macOS. */
export function sayEngine(path: string, environment: OwnEnvironment): SystemEngine {
  return {
    id: 'say',
    name: 'macOS',
    preferredVoiceIds: ['Samantha', 'Alex', 'Daniel'],
    listCommand: { path, parameters: ['-v', '?'], environment },
    // Name (which may have blanks and parentheses), locale, '#' and a sample sentence.
    parseVoices: (printed) =>
      Array.from(printed.matchAll(/^(\S.*?)\s+([a-z]{2,3}[_-]\w+)\s+#/gm), ([, id = '', locale = '']) => ({
        id,
        name: id,
        language: languageTag(locale.replaceAll('_', '-')),
      })),
    speakCommand: ({ voiceId, speed, textPath, wavPath }) => ({
      path,
      parameters: ['-v', voiceId, '-f', textPath, '-o', wavPath].concat(
        WAV_FLAGS,
        speed === undefined ? [] : ['-r', wordsPerMinute(speed)],
      ),
      environment,
    }),
  };
}
