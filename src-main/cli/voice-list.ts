import { type RunCommand, textOption } from './command.ts';
import { textTable } from './text-table.ts';
import { voiceValue } from './voice-answer.ts';

export const run: RunCommand = async ({ core }, _parameters, options) => {
  const provider = textOption(options, 'provider');
  const voices = (await core.connections.keptVoices()).filter(
    (voice) => provider === undefined || voice.provider === provider,
  );
  return {
    value: { voices: voices.map(voiceValue) },
    text:
      voices.length === 0
        ? 'No voices were made here yet: `lectern voice design`, `clone` or `blend`.'
        : textTable(
            ['voice', 'name', 'kind', 'language', 'consent of'],
            voices.map((voice) => [
              `${voice.provider}/${voice.id}`,
              voice.name,
              voice.kind,
              voice.language,
              voice.consent === undefined ? '' : `${voice.consent.who}, ${voice.consent.when.slice(0, 10)}`,
            ]),
          ),
  };
};
