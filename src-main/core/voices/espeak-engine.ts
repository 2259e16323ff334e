import {
  genderOf,
  languageTag,
  type OwnEnvironment,
  type SystemEngine,
  type SystemVoice,
  wordsPerMinute,
} from './system-engine.ts';

/** espeak-ng, which most Linux systems have. */
export function espeakEngine(path: string, environment: OwnEnvironment): SystemEngine {
  return {
    id: 'espeak-ng',
    name: 'espeak-ng',
    preferredVoiceIds: ['en-us', 'en-gb', 'en'],
    listCommand: { path, parameters: ['--voices'], environment },
    parseVoices: parseEspeakVoices,
    speakCommand: ({ voiceId, speed, textPath, wavPath }) => ({
      path,
      // -b 1: the text is UTF-8.
      parameters: ['-v', voiceId, '-b', '1', '-f', textPath, '-w', wavPath].concat(
        speed === undefined ? [] : ['-s', wordsPerMinute(speed)],
      ),
      environment,
    }),
  };
}

/** Priority, language, age/gender, name with underscores, file, other languages. */
function parseEspeakVoices(printed: string): readonly SystemVoice[] {
  const rows = printed.matchAll(/^\s*\d+\s+(?<language>\S+)\s+\S*\/(?<gender>[MF-])\s+(?<name>\S+)\s+(?<file>\S+)/gm);
  const voices = new Map<string, SystemVoice>();
  for (const { groups: { language = '', gender, name = '', file = '' } = {} } of rows) {
    // A language with several voices: the first is what its name stands for, the others go by their files.
    const id = voices.has(language) ? file : language;
    voices.set(id, {
      id,
      name: name.replaceAll('_', ' ').trim(),
      language: languageTag(language),
      ...genderOf(gender),
    });
  }
  return [...voices.values()];
}
