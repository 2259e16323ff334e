import type { SpeechProvider, Voice } from '#core/providers/speech-provider.ts';
import { voicesOf } from '#core/voices/list-voices.ts';
import { type CommandContext, flagOption, type RunCommand, textOption } from './command.ts';
import { textTable } from './text-table.ts';

export const run: RunCommand = async (context, _parameters, options) => {
  const { core } = context;
  const provider = textOption(options, 'provider');
  const language = textOption(options, 'language')?.toLowerCase();
  const search = textOption(options, 'search')?.toLowerCase();
  const engines = (await core.providers()).filter((engine) => provider === undefined || engine.id === provider);
  if (provider !== undefined && engines.length === 0) await core.connections.service(provider);
  const found = await voicesFrom(context, engines, flagOption(options, 'refresh'), provider !== undefined);
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
  const voices = [...found.filter((voice) => !isKept(voice)), ...made]
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

/**
 * A service that does not answer costs the others nothing: it is named on standard error, and its voices are those known
 * from before. Throws where it is the only one that was asked for.
 */
async function voicesFrom(
  { core, signal, terminal }: CommandContext,
  engines: readonly SpeechProvider[],
  isRefresh: boolean,
  isOnlyOne: boolean,
): Promise<readonly Voice[]> {
  if (isOnlyOne) return (await Promise.all(engines.map((engine) => engine.listVoices({ isRefresh, signal })))).flat();
  const { log } = core.ports;
  const lists = await Promise.all(engines.map((engine) => voicesOf(engine, { isRefresh, signal, log })));
  for (const { problem } of lists) {
    if (!problem) continue;
    const { provider, error } = problem;
    terminal.err(
      terminal.isJson
        ? `${JSON.stringify({ warning: problem })}\n`
        : `Note: ${provider} did not answer. ${error.message}\n`,
    );
  }
  return lists.flatMap(({ voices }) => voices);
}

/** `en` covers `en-GB`; `en-GB` does not cover `en-US`. */
function speaks(voice: Voice, language: string): boolean {
  const tag = voice.language.toLowerCase();
  return tag === language || tag.startsWith(`${language}-`);
}
