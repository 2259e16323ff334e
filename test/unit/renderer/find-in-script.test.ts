import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyCommands } from '#shared/document/commands.ts';
import { blocksOf } from '#shared/document/episode-document.ts';
import { parseScript } from '#shared/script/parse-script.ts';
import {
  commandsOf,
  costOf,
  type FindOptions,
  findAll,
  NO_FIND,
  patternOf,
  piecesOf,
  replaceAll,
  replaceOne,
} from '../../../src-renderer/script/find-in-script.ts';

let count = 0;
const { document } = parseScript(
  '# The Ferry\n\nANNA: The ferry, the ferries. FERRY!\n\n> ferry note\n\nBEN: 渡轮来了，渡轮走了。\n',
  { newId: () => `f${count++}` },
);
const find = (options: Partial<FindOptions>): FindOptions => ({ ...NO_FIND, ...options });
const pattern = (options: FindOptions): RegExp => patternOf(options) as RegExp;
const found = (options: Partial<FindOptions>) =>
  findAll(document, pattern(find(options)), options.within ?? null).length;

test('[SED47] found in lines, headings and notes: in any case, only in this one, only as a word, by a pattern', () => {
  expect(found({ query: 'ferry' })).toBe(4);
  expect(found({ query: 'ferr' })).toBe(5);
  expect(found({ query: 'ferry', isCaseSensitive: true })).toBe(2);
  expect(found({ query: 'ferr', isWholeWord: true })).toBe(0);
  expect(found({ query: '渡轮' })).toBe(2);
  expect(found({ query: 'ferr(y|ies)', isPattern: true })).toBe(5);
  expect(found({ query: 'x*', isPattern: true })).toBe(0);
  expect(found({ query: 'ferry', within: new Set([blocksOf(document)[2]!.id]) })).toBe(1);
});

test('[SED47] a pattern that is none is said to be none; nothing to look for is nothing', () => {
  expect(patternOf(find({ query: '(', isPattern: true }))).toBe('invalid');
  expect(patternOf(find({ query: '(' }))).toBeInstanceOf(RegExp);
  expect(patternOf(NO_FIND)).toBeNull();
});

test('[SED48] replaced is what was found and nothing else; signs of patterns mean nothing outside of one', () => {
  const plain = find({ query: 'ferry', replacement: '$& boat', isCaseSensitive: true });
  const texts = replaceAll(document, pattern(plain), plain).map(({ text }) => text);
  expect(texts).toEqual(['The $& boat, the ferries. FERRY!', '$& boat note']);
  const grouped = find({ query: 'ferr(y|ies)', replacement: 'boat-$1', isPattern: true });
  expect(replaceAll(document, pattern(grouped), grouped)[1]!.text).toBe('The boat-y, the boat-ies. boat-Y!');
});

test('[SED48] one place is replaced alone, and not where it no longer matches', () => {
  const options = find({ query: 'ferry', replacement: 'boat' });
  const [, second] = findAll(document, pattern(options), null);
  expect(replaceOne(document, pattern(options), options, second!)!.text).toBe('The boat, the ferries. FERRY!');
  expect(replaceOne(document, pattern(options), options, { ...second!, start: second!.start + 1 })).toBeNull();
});

test('[SED48] what it costs: only what has been spoken has to be spoken again', () => {
  const options = find({ query: 'ferry', replacement: 'boat' });
  expect(costOf(replaceAll(document, pattern(options), options))).toEqual({ blocks: 3, stale: 0, characters: 0 });
  const line = blocksOf(document)[1]!;
  const spoken = applyCommands(document, [{ type: 'take.attach', id: line.id, takeId: 't' as never }]).document;
  expect(costOf(replaceAll(spoken, pattern(options), options))).toMatchObject({ blocks: 3, stale: 1, characters: 28 });
});

test('[SED48] the preview shows what goes and comes: put together, it is the text before and after', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z渡轮, ]{0,6}$/),
      fc.string({ maxLength: 5 }),
      fc.boolean(),
      (query, replacement, isPattern) => {
        const options = find({ query, replacement, isPattern });
        const made = patternOf(options);
        if (!(made instanceof RegExp)) return;
        for (const replaced of replaceAll(document, made, options)) {
          const pieces = piecesOf(replaced, made, options);
          const without = (kind: string) =>
            pieces
              .filter((piece) => piece.kind !== kind)
              .map(({ text }) => text)
              .join('');
          expect(without('come')).toBe(replaced.block.text);
          expect(without('gone')).toBe(replaced.text);
        }
        const after = applyCommands(document, commandsOf(replaceAll(document, made, options))).document;
        expect(blocksOf(after)).toHaveLength(blocksOf(document).length);
      },
    ),
  );
});
