/** Finding words in a script and putting others in their place. Pure. */
import type { Command } from '#shared/document/commands.ts';
import { blocksOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import type { RecordId } from '#shared/ids.ts';
import { setTextOf, type TextBlock } from './script-commands.ts';

export interface FindOptions {
  readonly query: string;
  readonly replacement: string;
  readonly isCaseSensitive: boolean;
  readonly isWholeWord: boolean;
  readonly isPattern: boolean;
  /** Only in these; null: everywhere. */
  readonly within: ReadonlySet<RecordId> | null;
}

export const NO_FIND: FindOptions = {
  query: '',
  replacement: '',
  isCaseSensitive: false,
  isWholeWord: false,
  isPattern: false,
  within: null,
};

export interface Match {
  readonly id: RecordId;
  readonly start: number;
  readonly end: number;
}

/** null: there is nothing to look for; `invalid`: the pattern is none. */
export function patternOf({ query, isCaseSensitive, isWholeWord, isPattern }: FindOptions): RegExp | 'invalid' | null {
  if (query === '') return null;
  const body = isPattern ? query : query.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  // \b knows only letters of English.
  const source = isWholeWord ? `(?<![\\p{L}\\p{N}_])(?:${body})(?![\\p{L}\\p{N}_])` : body;
  try {
    return new RegExp(source, isCaseSensitive ? 'gu' : 'giu');
  } catch (error) {
    if (error instanceof SyntaxError) return 'invalid';
    throw error;
  }
}

function searched(document: EpisodeDocument, within: FindOptions['within']): readonly TextBlock[] {
  return blocksOf(document).filter(
    (block): block is TextBlock => 'text' in block && (within === null || within.has(block.id)),
  );
}

/** In reading order. What matches without being anything (`a*`) is no match. */
export function findAll(document: EpisodeDocument, pattern: RegExp, within: FindOptions['within']): readonly Match[] {
  return searched(document, within).flatMap(({ id, text }) =>
    Array.from(text.matchAll(pattern))
      .filter(([found]) => found !== '')
      .map(({ index, 0: found }) => ({ id, start: index, end: index + found.length })),
  );
}

export interface Replaced {
  readonly block: TextBlock;
  readonly text: string;
}

/** What the blocks that match would say. */
export function replaceAll(document: EpisodeDocument, pattern: RegExp, options: FindOptions): readonly Replaced[] {
  return searched(document, options.within).flatMap((block) => {
    const text = block.text.replace(pattern, replacerOf(options));
    return text === block.text ? [] : [{ block, text }];
  });
}

/** The block with one match replaced; null: it no longer matches there. */
export function replaceOne(
  document: EpisodeDocument,
  pattern: RegExp,
  options: FindOptions,
  match: Match,
): Replaced | null {
  const block = document.records.get(match.id);
  if (!block || !('text' in block) || block.type === 'marker') return null;
  const replacer = replacerOf(options);
  const sticky = new RegExp(pattern.source, pattern.flags.replace('g', 'y'));
  sticky.lastIndex = match.start;
  if (!sticky.test(block.text)) return null;
  sticky.lastIndex = match.start;
  return { block, text: block.text.replace(sticky, replacer) };
}

/** `$1` is what a group found in a pattern, and a dollar sign anywhere else. An empty match stays empty. */
function replacerOf({ isPattern, replacement }: FindOptions): string {
  return isPattern ? replacement : replacement.replaceAll('$', '$$$$');
}

export interface Piece {
  /** `same`: neither found nor replaced. */
  readonly kind: 'same' | 'gone' | 'come';
  readonly text: string;
}

/** A block as what stays, what goes and what comes, in order. */
export function piecesOf({ block: { text } }: Replaced, pattern: RegExp, options: FindOptions): readonly Piece[] {
  const sticky = new RegExp(pattern.source, pattern.flags.replace('g', 'y'));
  const pieces: Piece[] = [];
  let position = 0;
  for (const { index, 0: found } of text.matchAll(pattern)) {
    sticky.lastIndex = index;
    const whole = text.replace(sticky, replacerOf(options));
    const come = whole.slice(index, whole.length - (text.length - index - found.length));
    pieces.push(
      { kind: 'same', text: text.slice(position, index) },
      { kind: 'gone', text: found },
      { kind: 'come', text: come },
    );
    position = index + found.length;
  }
  pieces.push({ kind: 'same', text: text.slice(position) });
  return pieces.filter((piece) => piece.text !== '');
}

export function commandsOf(replaced: readonly Replaced[]): readonly Command[] {
  return replaced.map(({ block, text }) => setTextOf(block, text));
}

export interface ReplaceCost {
  readonly blocks: number;
  /** Lines and spoken headings that have been spoken, and would have to be again. */
  readonly stale: number;
  /** Of those, how much there is to say. */
  readonly characters: number;
}

export function costOf(replaced: readonly Replaced[]): ReplaceCost {
  const spoken = replaced.filter(({ block }) => 'takeId' in block && block.takeId !== undefined);
  const characters = spoken.reduce((sum, { text }) => sum + Array.from(text).length, 0);
  return { blocks: replaced.length, stale: spoken.length, characters };
}
