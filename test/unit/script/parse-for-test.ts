import { blocksOf, clipsOf, markersOf, settingsOf, speakersOf, tracksOf } from '#shared/document/episode-document.ts';
import type { Block } from '#shared/document/records.ts';
import { AppError } from '#shared/errors.ts';
import { type ParsedScript, type ParseOptions, parseScript } from '#shared/script/parse-script.ts';

/** Ids r1, r2 … in the order they are asked for. */
export function countingIds(): () => string {
  let count = 0;
  return () => `r${++count}`;
}

export function parse(source: string, options: Partial<ParseOptions> = {}): ParsedScript {
  return parseScript(source, { newId: countingIds(), fileName: 'night.md', ...options });
}

/** The sequence without ids and order keys, with speakers and tracks by name. */
export function blocksIn(source: string, options: Partial<ParseOptions> = {}): readonly Record<string, unknown>[] {
  const { document } = parse(source, options);
  const names = new Map([...speakersOf(document), ...tracksOf(document)].map(({ id, name }) => [id, name]));
  return blocksOf(document).map((block: Block) => {
    const { id: _, order: __, ...fields } = block;
    return {
      ...fields,
      ...('speakerId' in block && { speakerId: block.speakerId && names.get(block.speakerId) }),
      ...('trackId' in block && { trackId: names.get(block.trackId) }),
    };
  });
}

/** Who says what: `MARA: text`, `-: text` for what names nobody. */
export function speechIn(source: string, options: Partial<ParseOptions> = {}): readonly string[] {
  const { document } = parse(source, options);
  const names = new Map(speakersOf(document).map(({ id, name }) => [id, name]));
  return blocksOf(document).map((block) => {
    if (block.type !== 'line') return `[${block.type}]`;
    return `${(block.speakerId && names.get(block.speakerId)) ?? '-'}: ${block.text}`;
  });
}

export function partsOf(parsed: ParsedScript) {
  const { document } = parsed;
  return {
    settings: settingsOf(document),
    speakers: speakersOf(document),
    tracks: tracksOf(document),
    blocks: blocksOf(document),
    clips: clipsOf(document),
    markers: markersOf(document),
  };
}

/** The error a script is refused with. */
export function refusalOf(source: string, options: Partial<ParseOptions> = {}): AppError {
  try {
    parse(source, options);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('The script was accepted');
}
