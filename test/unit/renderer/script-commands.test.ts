import { expect, test } from 'vitest';
import { applyCommands } from '#shared/document/commands.ts';
import { blocksOf, type EpisodeDocument, speakersOf } from '#shared/document/episode-document.ts';
import type { Block, Line } from '#shared/document/records.ts';
import { RecordId } from '#shared/ids.ts';
import { parseScript } from '#shared/script/parse-script.ts';
import { copyLines, pasteRecords, pasteText, readRecords } from '../../../src-renderer/script/script-clipboard.ts';
import {
  breakAt,
  convert,
  deleteAll,
  duplicateAll,
  joinWithNext,
  joinWithPrevious,
  moveAll,
  moveBefore,
  type ScriptEdit,
  type TextBlock,
  withPauseAt,
} from '../../../src-renderer/script/script-commands.ts';
import { speakAsNext, takeDirection, takeLabel } from '../../../src-renderer/script/speaker-commands.ts';

let count = 0;
const newId = (): RecordId => RecordId.parse(`x${count++}`);
const scriptOf = (source: string): EpisodeDocument => parseScript(source, { newId }).document;
const blockAt = (document: EpisodeDocument, index: number) => blocksOf(document)[index] as TextBlock;
const lineAt = (document: EpisodeDocument, index: number) => blocksOf(document)[index] as Line;
const after = (document: EpisodeDocument, edit: ScriptEdit): EpisodeDocument =>
  applyCommands(document, edit!.commands).document;
const idsOf = (blocks: readonly Block[]) => new Set(blocks.map(({ id }) => id));

/** `ANNA: words`, a line each. */
function said(document: EpisodeDocument): readonly string[] {
  const names = new Map(speakersOf(document).map(({ id, name }) => [id, name]));
  return blocksOf(document).map((block) => {
    if (block.type === 'pause') return '[pause]';
    if (block.type === 'cue') return '[sound]';
    if (block.type !== 'line') return `${block.type === 'heading' ? '#' : '>'} ${block.text}`;
    return block.speakerId === null ? block.text : `${names.get(block.speakerId)}: ${block.text}`;
  });
}

const TALK = 'ANNA: One two.\n\nBEN: Three.\n\n[pause 1s]\n\nANNA: Four.\n';

test('[SED40] Enter makes two lines of one, or an empty one before or behind, of the same speaker', () => {
  const document = scriptOf(TALK);
  const line = blockAt(document, 0);
  expect(said(after(document, breakAt(document, line, 3, newId))).slice(0, 2)).toEqual(['ANNA: One', 'ANNA: two.']);
  expect(said(after(document, breakAt(document, line, 8, newId))).slice(0, 2)).toEqual(['ANNA: One two.', 'ANNA: ']);
  expect(said(after(document, breakAt(document, line, 0, newId))).slice(0, 2)).toEqual(['ANNA: ', 'ANNA: One two.']);
});

test('[SED40] a pause that the caret stands in is not cut in two', () => {
  const document = scriptOf('ANNA: One <#0.50#> two.\n');
  expect(said(after(document, breakAt(document, blockAt(document, 0), 7, newId)))).toEqual([
    'ANNA: One <#0.50#>',
    'ANNA: two.',
  ]);
});

test('[SED40] behind a heading comes a line', () => {
  const document = scriptOf('# Chapter\n\nANNA: One.\n');
  const broken = after(document, breakAt(document, blockAt(document, 0), 7, newId));
  expect(said(broken)).toEqual(['# Chapter', '', 'ANNA: One.']);
});

test('[SED41] Backspace at the beginning joins; the words of another speaker go to whoever spoke first', () => {
  const document = scriptOf(TALK);
  const edit = joinWithPrevious(document, blockAt(document, 1));
  expect(said(after(document, edit))[0]).toBe('ANNA: One two. Three.');
  expect(edit?.caret).toEqual({ id: blockAt(document, 0).id, at: 8 });
});

test('[SED41] Backspace takes away a pause or an empty line before, and an empty line itself; at the very beginning nothing', () => {
  const document = scriptOf(TALK);
  expect(said(after(document, joinWithPrevious(document, blockAt(document, 3))))).toEqual([
    'ANNA: One two.',
    'BEN: Three.',
    'ANNA: Four.',
  ]);
  const withEmpty = after(document, breakAt(document, blockAt(document, 0), 8, newId));
  expect(said(after(withEmpty, joinWithPrevious(withEmpty, blockAt(withEmpty, 1))))).toEqual(said(document));
  expect(said(after(withEmpty, joinWithPrevious(withEmpty, blockAt(withEmpty, 2))))).toEqual(said(document));
  expect(joinWithPrevious(document, blockAt(document, 0))).toBeNull();
});

test('[SED41] Delete at the end joins with what follows', () => {
  const document = scriptOf(TALK);
  expect(said(after(document, joinWithNext(document, blockAt(document, 0))))[0]).toBe('ANNA: One two. Three.');
  expect(joinWithNext(document, blockAt(document, 3))).toBeNull();
});

test('[SED42] several rows are moved, copied and deleted as one', () => {
  const document = scriptOf(TALK);
  const blocks = blocksOf(document);
  const two = idsOf([blocks[0]!, blocks[1]!]);
  expect(said(after(document, moveAll(document, two, 1)))).toEqual([
    '[pause]',
    'ANNA: One two.',
    'BEN: Three.',
    'ANNA: Four.',
  ]);
  expect(moveAll(document, two, -1)).toBeNull();
  expect(said(after(document, moveBefore(document, two, null)))).toEqual([
    '[pause]',
    'ANNA: Four.',
    'ANNA: One two.',
    'BEN: Three.',
  ]);
  expect(said(after(document, duplicateAll(document, two, newId))).slice(2, 4)).toEqual([
    'ANNA: One two.',
    'BEN: Three.',
  ]);
  const removed = deleteAll(document, two);
  expect(said(after(document, removed))).toEqual(['[pause]', 'ANNA: Four.']);
  expect(removed?.caret?.id).toBe(blocks[2]!.id);
});

test('[SED43] a name of the cast before a colon says who speaks, in any case; a new one wants capitals', () => {
  const document = scriptOf(TALK);
  const line = lineAt(document, 0);
  expect(said(after(document, takeLabel(document, line, 'ben:One two.', 4, newId)))[0]).toBe('BEN: One two.');
  const added = after(document, takeLabel(document, line, 'CAPTAIN：One two.', 8, newId));
  expect(said(added)[0]).toBe('CAPTAIN: One two.');
  expect(speakersOf(added).map(({ name }) => name)).toContain('CAPTAIN');
  expect(takeLabel(document, line, 'He said:One two.', 8, newId)).toBeNull();
  expect(takeLabel(document, line, 'One: two.', 4, newId)).toBeNull();
});

test('[SED43] brackets at the beginning say how it is said; a sound is none', () => {
  const document = scriptOf(TALK);
  const directed = after(document, takeDirection(lineAt(document, 0), '（轻声）One two.', 4));
  expect(lineAt(directed, 0)).toMatchObject({ direction: '轻声', text: 'One two.' });
  expect(takeDirection(lineAt(document, 0), '(laughs) One', 8)).toBeNull();
  expect(takeDirection(lineAt(document, 0), 'One (two)', 9)).toBeNull();
});

test('[SED43] Tab goes round the cast', () => {
  const document = scriptOf(TALK);
  const second = after(document, speakAsNext(document, lineAt(document, 0), 1));
  expect(said(second)[0]).toBe('BEN: One two.');
  expect(said(after(second, speakAsNext(second, lineAt(second, 0), 1)))[0]).toBe('ANNA: One two.');
  expect(said(after(document, speakAsNext(document, lineAt(document, 0), -1)))[0]).toBe('BEN: One two.');
});

test('[SED44] a line becomes a heading, a note or a pause in the same place, and back', () => {
  const document = scriptOf(TALK);
  const { id } = blockAt(document, 1);
  const heading = after(document, convert(document, id, 'heading', newId));
  expect(said(heading)[1]).toBe('# Three.');
  expect(said(after(heading, convert(heading, blockAt(heading, 1).id, 'line', newId)))[1]).toBe('ANNA: Three.');
  expect(said(after(document, convert(document, id, 'note', newId)))[1]).toBe('> Three.');
  expect(said(after(document, convert(document, id, 'pause', newId)))[1]).toBe('[pause]');
  expect(convert(document, id, 'line', newId)).toBeNull();
});

test('[SED45] lines on the clipboard are a script, and become the same lines in another episode', () => {
  const document = scriptOf('ANNA (softly): One two.\n\nBEN: Three.\n');
  const value = copyLines(document, idsOf(blocksOf(document)))!;
  expect(value.text).toBe('ANNA (softly): One two.\n\nBEN: Three.\n');
  const other = scriptOf('BEN: Alone.\n');
  const pasted = after(other, pasteRecords(readRecords(value.records)!, blockAt(other, 0).id, newId));
  expect(said(pasted)).toEqual(['BEN: Alone.', 'ANNA: One two.', 'BEN: Three.']);
  expect(speakersOf(pasted)).toHaveLength(2);
  expect(readRecords('{"not": "records"}')).toBeNull();
  expect(readRecords('no JSON')).toBeNull();
});

test('[SED45] text is read as a script with the names of this cast; what is no script comes paragraph by paragraph', () => {
  const document = scriptOf('Anna: One.\n\nANNA: Two.\n');
  const last = blocksOf(document).at(-1)!.id;
  const pasted = after(document, pasteText(document, '# Next\n\nanna: Three.\n\nWords of nobody.', last, newId));
  expect(said(pasted).slice(-3)).toEqual(['# Next', 'ANNA: Three.', 'Words of nobody.']);
  const broken = after(document, pasteText(document, 'One <#x#>\n\nTwo', last, newId));
  expect(said(broken).slice(-2)).toEqual(['One <#x#>', 'Two']);
});

test('[SED46] a pause at the caret stands between blanks', () => {
  expect(withPauseAt('One two', 3, 3)).toEqual({ text: 'One <#0.50#> two', caretAt: 12 });
  expect(withPauseAt('', 0, 0)).toEqual({ text: '<#0.50#>', caretAt: 8 });
});
