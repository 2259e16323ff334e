import { expect, test } from 'vitest';
import { ACTIONS } from '../../../src-renderer/actions/action-table.ts';
import { keyConflicts } from '../../../src-renderer/actions/key-map.ts';
import { keyOf } from '../../../src-renderer/actions/keyboard.ts';
import { EN } from '../../../src-renderer/i18n/catalogue.en.ts';
import { ZH_CN } from '../../../src-renderer/i18n/catalogue.zh-cn.ts';
import { LevelBallistics, METER_FLOOR_DB } from '../../../src-renderer/transport/level-ballistics.ts';

const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

test.each([
  [{ ...none, key: ' ' }, 'Space'],
  [{ ...none, key: 'ArrowUp' }, 'ArrowUp'],
  [{ ...none, key: 'F6', shiftKey: true }, 'Shift+F6'],
  [{ ...none, key: '=', ctrlKey: true }, 'Mod+='],
  [{ ...none, key: '+', ctrlKey: true, shiftKey: true }, 'Mod++'],
  [{ ...none, key: '-', metaKey: true }, 'Mod+-'],
  [{ ...none, key: 'e', ctrlKey: true, shiftKey: true }, 'Mod+Shift+E'],
  [{ ...none, key: '?', shiftKey: true }, '?'],
])('[UI34] %j is the key %s', (event, key) => {
  expect(keyOf(event)).toBe(key);
});

test('[UI35] no key has two actions in one place', () => {
  const conflicts = ACTIONS.flatMap((action) =>
    action.keys.flatMap((key) => keyConflicts(action, key, {}).map((other) => `${key}: ${action.id}, ${other.id}`)),
  );
  expect(conflicts).toEqual([]);
});

/** What is written the same in every language. */
function isName(key: string, text: string): boolean {
  const rest = text
    .replaceAll(/\{\{\w+\}\}/g, '')
    .replaceAll(/Lectern|MiniMax|MiMo|SRT|WebVTT|VTT|RMS|JSON|LUFS|LU\b|dBTP|dBFS|dB|ffmpeg|Hz|TP\b|ms\b|MB/g, '');
  return key === 'app.name' || !/[A-Za-z]{2}/.test(rest);
}

function leaves(tree: object, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : leaves(value, `${path}${key}.`),
  );
}

test('[UI36] both catalogues say the same things, with the same blanks', () => {
  const [en, zh] = [new Map(leaves(EN)), new Map(leaves(ZH_CN))];
  expect([...zh.keys()].sort()).toEqual([...en.keys()].sort());
  const blanks = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
  for (const [key, text] of en) expect(blanks(zh.get(key)!), key).toEqual(blanks(text));
});

test('[UI36] what is Chinese is Chinese, except names, units and numbers alone', () => {
  const untranslated = leaves(ZH_CN).filter(([, text]) => !/\p{Script=Han}/u.test(text));
  // Letters are what would be left untranslated by mistake; these are names, units and file formats.
  const words = untranslated.filter(([, text]) => /[A-Za-z]{2}/.test(text.replaceAll(/\{\{\w+\}\}/g, '')));
  expect(words.filter(([key, text]) => !isName(key, text))).toEqual([]);
});

test('[UI37] the meter rises at once, falls 20 dB in 1.5 s, and holds its highest for as long', () => {
  const meter = new LevelBallistics();
  expect(meter.follow(0, 16).levelDb).toBe(METER_FLOOR_DB);
  expect(meter.follow(0.5, 16).levelDb).toBeCloseTo(-6.02, 2);
  const later = meter.follow(0, 1500);
  expect(later.levelDb).toBeCloseTo(-26.02, 2);
  expect(later.heldDb).toBeCloseTo(-6.02, 2);
  expect(meter.follow(0, 100).heldDb).toBeLessThan(-26);
});
