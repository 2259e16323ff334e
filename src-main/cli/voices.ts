import type { Voice } from '#core/providers/speech-provider.ts';
import { flagOption, type RunCommand, textOption } from './command.ts';
import { textTable } from './text-table.ts';

export const run: RunCommand = async ({ core, signal }, _parameters, options) => {
  const provider = textOption(options, 'provider');
  const language = textOption(options, 'language')?.toLowerCase();
  const search = textOption(options, 'search')?.toLowerCase();
  const engines = (await core.providers()).filter((engine) => provider === undefined || engine.id === provider);
  const lists = await Promise.all(
    engines.map((engine) => engine.listVoices({ isRefresh: flagOption(options, 'refresh'), signal })),
  );
  const kept = (await core.connections.keptVoices()).filter(
    (voice) => provider === undefined || voice.provider === provider,
  );
  const isKept = (voice: Voice): boolean =>
    kept.some(({ provider: of, id }) => of === voice.provider && id === voice.id);
  const made: readonly Voice[] = kept.map(({ provider: of, id, name, language: tag, kind }) => ({
    provider: of,
    id,
    name,
    language: tag,
    kind,
  }));
  const voices = [...lists.flat().filter((voice) => !isKept(voice)), ...made]
    .filter((voice) => language === undefined || speaks(voice, language))
    .filter((voice) => search === undefined || `${voice.id} ${voice.name}`.toLowerCase().includes(search));
  const text =
    voices.length === 0
      ? 'No voice matches.'
      : textTable(
          ['voice', 'name', 'language', 'gender', 'kind'],
          voices.map((voice) => [
            `${voice.provider}/${voice.id}`,
            voice.name,
            voice.language,
            voice.gender ?? '',
            voice.kind,
          ]),
        );
  return { value: voices, text };
};

/** `en` covers `en-GB`; `en-GB` does not cover `en-US`. */
function speaks(voice: Voice, language: string): boolean {
  const tag = voice.language.toLowerCase();
  return tag === language || tag.startsWith(`${language}-`);
}
