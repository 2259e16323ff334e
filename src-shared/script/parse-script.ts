import type { EpisodeDocument } from '../document/episode-document.ts';
import { checkInvariants } from '../document/invariants.ts';
import type { NewId } from '../ids.ts';
import { assembleEpisode } from './assemble-episode.ts';
import { readFrontMatter, splitFrontMatter } from './front-matter.ts';
import { readBody } from './read-body.ts';
import type { CastEntry } from './read-cast.ts';
import { CastNames } from './read-label.ts';
import { scanScript } from './scan-script.ts';
import { checkTextLength } from './script-limits.ts';
import { type Dropped, ScriptProblems } from './script-problems.ts';
import { titleOf } from './script-title.ts';

export interface ParseOptions {
  readonly newId: NewId;
  /** For messages, and for the title of a script that has none. Default `script`. */
  readonly fileName?: string;
  /** Paths of sounds may leave the script's folder or be absolute. Default false. */
  readonly canLeaveFolder?: boolean;
  /** Who may speak without being named in the front matter and without capitals: the cast of where it will stand. */
  readonly knownNames?: readonly string[];
}

export interface ParsedScript {
  readonly document: EpisodeDocument;
  /** What is not in the document, and what was guessed, by line. */
  readonly dropped: readonly Dropped[];
}

/**
 * Reads a script (see README.md beside this file for the format). Throws AppError `invalid-input` whose message begins
 * with `file:line:` and whose details hold up to 20 problems; nothing is guessed where the script is wrong.
 */
export function parseScript(source: string, options: ParseOptions): ParsedScript {
  const fileName = options.fileName ?? 'script';
  const pathOptions = { canLeaveFolder: options.canLeaveFolder ?? false };
  const problems = new ScriptProblems(fileName);
  checkTextLength(source, problems);

  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const { yaml, yamlLine, body, bodyLine } = splitFrontMatter(text, problems);
  const { settings, cast, tracks } = readFrontMatter(yaml, yamlLine, pathOptions, problems);
  const names = new CastNames();
  for (const name of [...cast.map(({ label }) => label), ...(options.knownNames ?? [])]) names.add(name);
  const scanned = scanScript(body, bodyLine, names, problems);
  const read = readBody(scanned, pathOptions, problems);
  const document = assembleEpisode(
    {
      settings: { title: titleOf(fileName), language: 'en', kind: 'podcast', ...settings },
      cast: [...cast, ...newMembers(names, cast)],
      tracks,
      ...read,
    },
    options.newId,
    problems,
  );
  problems.throwIfAny();
  checkInvariants(document);
  return { document, dropped: problems.dropped };
}

/** Those who speak without being in the cast, in the order in which they first do. */
function newMembers(names: CastNames, cast: readonly CastEntry[]): readonly CastEntry[] {
  const known = new Set(cast.map(({ label }) => label));
  return [...names].filter((name) => !known.has(name)).map((name) => ({ label: name, name, line: 1 }));
}
