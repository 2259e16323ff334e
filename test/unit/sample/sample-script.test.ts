import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const FOLDER = join(import.meta.dirname, '../../../resources/samples/the-night-ferry');
const source = readFileSync(join(FOLDER, 'the-night-ferry.md'), 'utf8');

it('[SAM7] the sample uses every sound beside it, and every file it names is there', () => {
  const named = [...source.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map((match) => match[1]!);
  const cover = /^cover: (.+)$/m.exec(source)?.[1];
  expect(cover).toBeDefined();
  expect([...named, cover!].filter((path) => !existsSync(join(FOLDER, path)))).toEqual([]);
  expect(new Set(named)).toEqual(new Set(readdirSync(join(FOLDER, 'sounds')).map((name) => `sounds/${name}`)));
});

it('[SAM8] the sample weighs less than 8 MB', () => {
  const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  expect(bytes).toBeLessThan(8_000_000);
});
