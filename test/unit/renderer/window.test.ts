import { describe, expect, test } from 'vitest';
import { actionOf } from '../../../src-renderer/actions/action-table.ts';
import { actionsOfKey, keyConflicts, keysOf } from '../../../src-renderer/actions/key-map.ts';
import { keyNames } from '../../../src-renderer/actions/key-names.ts';
import { appearanceOf } from '../../../src-renderer/app/appearance.ts';
import { fuzzyScore } from '../../../src-renderer/palette/fuzzy.ts';
import { byteText } from '../../../src-renderer/settings/byte-text.ts';
import { filesOfScripts } from '../../../src-renderer/start/script-files.ts';
import { suggestTitle } from '../../../src-renderer/start/suggest-title.ts';

const best = (query: string, texts: readonly string[]) =>
  texts
    .map((text) => ({ text, score: fuzzyScore(query, text) }))
    .filter(({ score }) => score !== null)
    .sort((a, b) => b.score! - a.score!)
    .map(({ text }) => text);

describe('[WIN40] letters in order find a text', () => {
  test('the beginnings of words before letters anywhere, whole words before both', () => {
    expect(best('gl', ['Go to the library', 'Angle', 'Globe'])).toEqual(['Globe', 'Angle', 'Go to the library']);
    expect(best('golib', ['Go to the library', 'A gold library'])[0]).toBe('Go to the library');
    expect(best('wait', ['You said you would wait for me', 'Wait.', 'What a time'])).toEqual([
      'Wait.',
      'You said you would wait for me',
    ]);
  });
  test('letters that are not there, or in another order, find nothing', () => {
    expect(fuzzyScore('xyz', 'Go to the library')).toBeNull();
    expect(fuzzyScore('yrarbil', 'library')).toBeNull();
  });
  test('waiting for a word’s beginning never loses what is there', () => {
    // The b of "beta" is a word's beginning, but the a that follows it is only before it.
    expect(fuzzyScore('aba', 'abax beta')).not.toBeNull();
    expect(fuzzyScore('tal', 'a table of the old')).not.toBeNull();
  });
  test('Chinese is found by its characters', () => {
    expect(best('末班', ['末班渡轮九点开走', '灯下的人'])).toEqual(['末班渡轮九点开走']);
  });
});

describe('[WIN41] keys are the table’s, or what a person chose instead', () => {
  const library = actionOf('go.library');
  test('a choice replaces, an empty one takes away', () => {
    expect(keysOf(library, {})).toEqual(library.keys);
    expect(keysOf(library, { 'go.library': ['F9'] })).toEqual(['F9']);
    expect(keysOf(library, { 'go.library': [] })).toEqual([]);
  });
  test('a key that is taken is found, whoever chose it', () => {
    expect(keyConflicts(library, 'Mod+K', {}).map(({ id }) => id)).toEqual(['app.palette']);
    expect(keyConflicts(library, 'Mod+K', { 'app.palette': [] })).toEqual([]);
    expect(keyConflicts(library, 'F9', { 'go.start': ['F9'] }).map(({ id }) => id)).toEqual(['go.start']);
  });
  test('the part of the window with the focus comes before what is for everywhere', () => {
    const ids = actionsOfKey('F9', ['script'], { 'go.library': ['F9'], 'script.undo': ['F9'] }).map(({ id }) => id);
    expect(ids).toEqual(['go.library']);
    const own = actionsOfKey('Mod+A', ['script'], { 'go.library': ['Mod+A'] });
    expect(own.at(-1)?.id).toBe('go.library');
  });
});

test.each([
  ['Mod+Shift+ArrowUp', ['Ctrl', 'Shift', '↑']],
  ['Mod++', ['Ctrl', '+']],
  ['+', ['+']],
  ['?', ['?']],
])('[WIN42] %s is written as on a keyboard', (keys, names) => {
  expect(keyNames(keys)).toEqual(names);
});

test.each([
  ['system', { isDark: true, hasMoreContrast: false }, 'dark', false],
  ['light', { isDark: true, hasMoreContrast: false }, 'light', false],
  ['dark', { isDark: false, hasMoreContrast: true }, 'dark', true],
  ['high-contrast', { isDark: true, hasMoreContrast: false }, 'dark', true],
  ['high-contrast', { isDark: false, hasMoreContrast: false }, 'light', true],
] as const)('[WIN43] theme %s on a system %j', (theme, system, expected, hasMoreContrast) => {
  expect(appearanceOf({ theme, density: 'compact' }, system)).toEqual({
    theme: expected,
    hasMoreContrast,
    density: 'compact',
  });
});

test.each([
  ['---\ntitle: "The Night Ferry"\nkind: podcast\n---\n\n# One\n', 'The Night Ferry'],
  ['Title: On air\nAuthor: Me\n\nANNA\nHello.', 'On air'],
  ['Some words.\n\n## Part one ##\n', 'Part one'],
  ['\n\nANNA: Is it on?\nBEN: Yes.', 'Is it on?'],
  ['', ''],
  ['***\n', ''],
  [`# ${'x'.repeat(80)}`, `${'x'.repeat(59)}…`],
])('[WIN44] a pasted script %j is called %j', (text, title) => {
  expect(suggestTitle(text)).toBe(title);
});

test('[WIN45] sizes are said as disks are sold', () => {
  expect(byteText(0, 'en')).toBe('0 bytes');
  expect(byteText(422_000, 'en')).toBe('422 kB');
  expect(byteText(9_149_000, 'en')).toBe('9.1 MB');
  expect(byteText(76_800_000_000, 'en')).toBe('76.8 GB');
});

test('[WIN46] scripts are told from other files by the ends of their names', () => {
  const files = ['a.MD', 'b.docx', 'c.jpg', 'd.wav', 'e.vtt', 'md'].map((name) => new File(['x'], name));
  expect(filesOfScripts(files).map(({ name }) => name)).toEqual(['a.MD', 'b.docx', 'e.vtt']);
});
