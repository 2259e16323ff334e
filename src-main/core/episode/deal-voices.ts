import { diffOf } from '#shared/document/diff.ts';
import { type EpisodeDocument, settingsOf, speakersOf, withChanges } from '#shared/document/episode-document.ts';
import type { ProjectDefaults } from '#shared/document/project-defaults.ts';
import { withFields } from '#shared/document/record-values.ts';
import type { Voice } from '../providers/speech-provider.ts';

/**
 * Gives each of several speakers whom nobody has cast a voice of their own, in turn, so that a script can be heard as
 * the conversation it is. Only voices of the script's language; one speaker alone keeps the default voice, and who has
 * a voice in the script or in the project keeps that.
 */
export function dealVoices(
  document: EpisodeDocument,
  voices: readonly Voice[],
  { cast = [] }: Pick<ProjectDefaults, 'cast'>,
): EpisodeDocument {
  const speakers = speakersOf(document);
  const [language = ''] = settingsOf(document).language.toLowerCase().split('-');
  const fitting = voices.filter((voice) => voice.language.toLowerCase().split('-')[0] === language);
  const isCast = new Set(cast.filter(({ voice }) => voice).map(({ name }) => name.toUpperCase()));
  const taken = new Set(speakers.flatMap(({ voice }) => (voice ? [`${voice.provider}/${voice.voiceId}`] : [])));
  const open = speakers.filter(({ voice, name }) => !voice && !isCast.has(name.toUpperCase()));
  const free = fitting.filter(({ provider, id }) => !taken.has(`${provider}/${id}`));
  if (speakers.length < 2 || open.length === 0 || free.length === 0) return document;
  const dealt = open.map((speaker, index) => {
    const { provider, id: voiceId } = free[index % free.length]!;
    return { from: speaker, to: withFields(speaker, { voice: { provider, voiceId } }) };
  });
  return withChanges(document, diffOf(dealt));
}
