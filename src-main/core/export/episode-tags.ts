import { blocksOf, type EpisodeDocument, settingsOf, speakersOf } from '#shared/document/episode-document.ts';
import type { ProgrammeTags } from './programme-tags.ts';

/** Every voice Lectern casts today is synthetic; the trade's word for one that imitates nobody is "AI Voice". */
const SYNTHETIC_NARRATOR = 'AI Voice';

export interface FilePosition {
  readonly number: number;
  readonly count: number;
}

export interface FileDescription {
  readonly title: string;
  /** Of the destination: a player shelves a file by it. */
  readonly mediaKind: ProgrammeTags['mediaKind'];
  /** Given when the episode becomes several files. */
  readonly position?: FilePosition;
}

/** The tags of one file of an episode. */
export function tagsOf(document: EpisodeDocument, { title, mediaKind, position }: FileDescription): ProgrammeTags {
  const settings = settingsOf(document);
  const isSpoken = blocksOf(document).some((block) => block.type === 'line' && block.takeId !== undefined);
  return {
    title,
    ...(settings.author === undefined ? {} : { author: settings.author }),
    ...(isSpoken ? { narrator: SYNTHETIC_NARRATOR } : {}),
    ...(position ? { album: settings.title, track: { number: position.number, total: position.count } } : {}),
    genre: mediaKind === 'audiobook' ? 'Audiobook' : 'Podcast',
    language: settings.language,
    ...commentOf(settings.description, speakersOf(document).length > 0 && isSpoken),
    isAiVoice: isSpoken,
    mediaKind,
  };
}

function commentOf(description: string | undefined, isSynthetic: boolean): { comment?: string } {
  const parts = [description, isSynthetic ? 'Read by synthetic voices.' : undefined].filter(
    (part) => part !== undefined,
  );
  return parts.length > 0 ? { comment: parts.join('\n\n') } : {};
}
