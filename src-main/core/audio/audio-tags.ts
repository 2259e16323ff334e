/** What an audio file says about itself, as text to search. Never trusted for what the audio is. */
import { parseFile } from 'music-metadata';
import { throwIfCancelled } from '#shared/errors.ts';

export interface AudioTags {
  /** Title, artist, album, genre and comment, a line each; '' when it says none. */
  readonly text: string;
  /** BCP 47. */
  readonly language?: string;
  /** It names an album or a genre, and not one of speech. */
  readonly isMusic: boolean;
}

const NO_TAGS: AudioTags = { text: '', isMusic: false };
const SPOKEN_GENRE = /speech|spoken|podcast|audio\s?book|hörbuch|radio|news|interview|voice|sound (effect|clip)|sfx/i;
const LONGEST_TEXT = 10_000;

/**
 * Tags of a file that is believed to be audio. Damaged tags are no tags: whether the file is good is decoding's to say.
 * Throws Cancelled.
 */
export async function readAudioTags(path: string, options: { readonly signal?: AbortSignal } = {}): Promise<AudioTags> {
  const metadata = await parseFile(path, { duration: false, skipCovers: true }).catch(() => null);
  throwIfCancelled(options.signal);
  if (!metadata) return NO_TAGS;
  const { title, artist, artists, album, albumartist, composer, genre, comment, description, language, subtitle } =
    metadata.common;
  const lines = [
    title,
    ...(subtitle ?? []),
    artist,
    ...(artists ?? []),
    album,
    albumartist,
    ...(composer ?? []),
    ...(genre ?? []),
    ...(description ?? []),
    ...(comment ?? []).map(({ text }) => text),
  ];
  const said = [...new Set(lines.map((line) => line?.trim()).filter((line) => line !== undefined && line !== ''))];
  const tag = language === undefined ? undefined : languageTag(language);
  const isSpoken = (genre ?? []).some((name) => SPOKEN_GENRE.test(name));
  return {
    text: said.join('\n').slice(0, LONGEST_TEXT),
    ...(tag === undefined ? {} : { language: tag }),
    isMusic: !isSpoken && (album !== undefined || (genre ?? []).length > 0),
  };
}

/** ID3 says `eng`, others `en` or `English`: `Intl` knows the codes, words are not guessed at. */
function languageTag(code: string): string | undefined {
  try {
    const { language, baseName } = new Intl.Locale(code.trim());
    return ['und', 'zxx', 'mul', 'xxx'].includes(language) ? undefined : baseName;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
