import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * The layers and what each may import. A specifier is first resolved to a layer (`shared`, `core`, `cli` …), to `node:`
 * for Node's own modules, or to the package's name.
 */
const ROOT = resolve(import.meta.dirname, '..');

interface Layer {
  readonly name: string;
  readonly folder: string;
  readonly mayImport: (target: string) => boolean;
}

const isPackage = (target: string): boolean => !target.startsWith('layer:') && !target.startsWith('node:');
const isAny = (target: string, ...allowed: string[]): boolean => allowed.includes(target);
const PURE_PACKAGES = new Set([
  'zod',
  'yaml',
  'fractional-indexing',
  'mdast-util-from-markdown',
  'mdast',
  'micromark-util-decode-string',
]);

const LAYERS: readonly Layer[] = [
  {
    name: 'shared',
    folder: 'src-shared',
    mayImport: (target) => target === 'layer:shared' || PURE_PACKAGES.has(target),
  },
  {
    name: 'core',
    folder: 'src-main/core',
    mayImport: (target) =>
      isAny(target, 'layer:shared', 'layer:core') ||
      target.startsWith('node:') ||
      (isPackage(target) && !isAny(target, 'electron', 'commander', 'react', 'react-dom')),
  },
  ...['cli', 'web', 'electron', 'tools'].map((shell) => ({
    name: shell,
    folder: `src-main/${shell}`,
    mayImport: (target: string): boolean =>
      isAny(target, 'layer:shared', 'layer:core', `layer:${shell}`) ||
      // The command line's `serve` starts the web host: the only door between two shells.
      (shell === 'cli' && target === 'layer:web') ||
      target.startsWith('node:') ||
      (isPackage(target) && (target !== 'electron' || shell === 'electron')),
  })),
  {
    name: 'preload',
    folder: 'src-preload',
    mayImport: (target) => isAny(target, 'layer:shared', 'layer:preload', 'electron'),
  },
  {
    name: 'renderer',
    folder: 'src-renderer',
    mayImport: (target) =>
      isAny(target, 'layer:shared', 'layer:renderer') || (isPackage(target) && !isAny(target, 'electron')),
  },
];

function layerOf(path: string): string {
  const found = LAYERS.find((layer) => path === layer.folder || path.startsWith(`${layer.folder}/`));
  return found ? `layer:${found.name}` : `outside:${path}`;
}

/** What an import reaches, as a name the rules above understand. */
function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('#shared/')) return 'layer:shared';
  if (specifier.startsWith('#core/')) return 'layer:core';
  if (specifier.startsWith('.')) return layerOf(relative(ROOT, resolve(dirname(join(ROOT, file)), specifier)));
  const bare = specifier.replace(/^node:/, '');
  if (specifier.startsWith('node:') || builtinModules.includes(bare)) return `node:${bare}`;
  const [scope, name] = bare.split('/') as [string, string | undefined];
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

const IMPORT =
  /(?:^|[\s;}])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|[\s;(=])import\s*\(?\s*['"]([^'"]+)['"]/g;

function importsOf(source: string): readonly string[] {
  return [...source.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? '');
}

function forbiddenImports(file: string, source: string): readonly string[] {
  const layer = LAYERS.find((candidate) => file.startsWith(`${candidate.folder}/`));
  if (!layer) return [];
  return importsOf(source)
    .filter((specifier) => !specifier.startsWith('virtual:'))
    .filter((specifier) => !layer.mayImport(targetOf(file, specifier)))
    .map((specifier) => `${file} (${layer.name}) imports ${specifier}`);
}

function sourcesUnder(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => /\.(ts|tsx|mjs|cts)$/.test(name));
}

const SOURCES = ['src-shared', 'src-main', 'src-preload', 'src-renderer'].flatMap(sourcesUnder);
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

describe('architecture', () => {
  it('[ARC1] no file imports what its layer may not', () => {
    expect(SOURCES.length).toBeGreaterThan(20);
    expect(SOURCES.flatMap((file) => forbiddenImports(file, read(file)))).toEqual([]);
  });

  it('[ARC1] a forbidden import is seen, whatever its form', () => {
    expect(forbiddenImports('src-shared/a.ts', "import { x } from 'node:fs';")).toHaveLength(1);
    expect(forbiddenImports('src-shared/a.ts', "import '../src-main/core/app.ts';")).toHaveLength(1);
    expect(forbiddenImports('src-main/core/a.ts', "const e = await import('electron');")).toHaveLength(1);
    expect(forbiddenImports('src-main/core/a.ts', "export { y } from '../cli/main.ts';")).toHaveLength(1);
    expect(forbiddenImports('src-main/web/a.ts', "import type { z } from '../electron/window.ts';")).toHaveLength(1);
    expect(
      forbiddenImports('src-renderer/a.tsx', "import { openLibrary } from '#core/library/library.ts';"),
    ).toHaveLength(1);
    expect(forbiddenImports('src-renderer/a.tsx', "import\n  {\n  x\n} from 'electron';")).toHaveLength(1);
    expect(forbiddenImports('src-main/core/a.ts', "import { x } from '#shared/units.ts';")).toEqual([]);
  });

  it('[ARC2] only one module knows fluent-ffmpeg', () => {
    const users = SOURCES.filter((file) => importsOf(read(file)).includes('fluent-ffmpeg'));
    expect(users).toEqual(['src-main/core/audio/ffmpeg.ts']);
  });

  it('[ARC3] multiplying by the project rate happens in units.ts and nowhere else', () => {
    const offenders = SOURCES.filter((file) => file !== 'src-shared/units.ts').filter((file) =>
      /(\*|\/)\s*(PROJECT_RATE_HZ|48_?000\b)|(PROJECT_RATE_HZ|\b48_?000)\s*(\*|\/)/.test(read(file)),
    );
    expect(offenders).toEqual([]);
  });

  it('[ARC4] no default exports, barrels or catch-all file names', () => {
    expect(SOURCES.filter((file) => /\/(utils?|helpers?|managers?|index|misc|common)\.(ts|tsx)$/.test(file))).toEqual(
      [],
    );
  });
});
