/** The YAML between `---` lines at the top of a script: settings, cast and tracks. */
import { EpisodeSettings, type Gaps } from '../document/records.ts';
import type { Samples } from '../units.ts';
import { abridge } from './abridge.ts';
import { findPathFault } from './cue-path.ts';
import { DURATION_EXAMPLE, readDuration } from './quantities.ts';
import { type CastEntry, readCast } from './read-cast.ts';
import { readPronunciations } from './read-pronunciations.ts';
import { readTracks, type TrackEntryAt } from './read-tracks.ts';
import type { ScriptProblems } from './script-problems.ts';
import { readYaml, type YamlValue } from './yaml-reader.ts';

export interface FrontMatter {
  /** What was said; what was not has the parser's default. */
  readonly settings: Partial<Omit<EpisodeSettings, 'type' | 'id'>>;
  readonly cast: readonly CastEntry[];
  readonly tracks: readonly TrackEntryAt[];
}

export interface FrontMatterOptions {
  readonly canLeaveFolder: boolean;
}

/** What the schema says of each setting. */
const FIELDS = EpisodeSettings.unwrap().shape;

const OPENING = /---[ \t]*\n/y;
const CLOSING = /^(?:---|\.\.\.)[ \t]*$/m;

/**
 * Cuts the front matter off a script whose line ends are `\n`. `bodyLine` is the body's first line in the file. A script
 * without front matter is all body; an opening line without a closing one is reported.
 */
export function splitFrontMatter(
  source: string,
  problems: ScriptProblems,
): { readonly yaml: string | null; readonly yamlLine: number; readonly body: string; readonly bodyLine: number } {
  const start = source.length - source.trimStart().length;
  OPENING.lastIndex = source.lastIndexOf('\n', start) + 1;
  const opening = OPENING.exec(source);
  if (!opening) return { yaml: null, yamlLine: 1, body: source, bodyLine: 1 };
  const yamlLine = source.slice(0, OPENING.lastIndex).split('\n').length;
  const rest = source.slice(OPENING.lastIndex);
  const closing = CLOSING.exec(rest);
  if (!closing) {
    problems.report(yamlLine - 1, 1, 'The front matter that opens here is not closed. End it with a line of ---.');
    return { yaml: null, yamlLine, body: '', bodyLine: yamlLine };
  }
  const yaml = rest.slice(0, closing.index);
  const body = rest.slice(closing.index + closing[0].length + 1);
  return { yaml, yamlLine, body, bodyLine: yamlLine + yaml.split('\n').length };
}

/** Reads what {@link splitFrontMatter} cut off. Everything unknown or misunderstood is reported with its line. */
export function readFrontMatter(
  yaml: string | null,
  yamlLine: number,
  options: FrontMatterOptions,
  problems: ScriptProblems,
): FrontMatter {
  const settings: { -readonly [Key in keyof FrontMatter['settings']]: FrontMatter['settings'][Key] } = {};
  let cast: readonly CastEntry[] = [];
  let tracks: readonly TrackEntryAt[] = [];
  const root = yaml === null ? null : readYaml(yaml, yamlLine, problems);
  const textInto = (key: 'title' | 'author' | 'description' | 'language') => (value: YamlValue) => {
    const text = value.text(key);
    if (text === undefined) return;
    const fault = FIELDS[key].safeParse(text).error?.issues[0];
    if (!fault) settings[key] = text;
    else if (key === 'language') value.report(`language is a tag such as en or zh-CN, not "${abridge(text)}".`);
    else value.report(`${key} is not valid: ${fault.message}.`);
  };
  root?.read('the front matter', {
    title: textInto('title'),
    author: textInto('author'),
    description: textInto('description'),
    language: textInto('language'),
    kind: (value) => {
      const kind = value.text('kind');
      if (kind === 'podcast' || kind === 'audiobook') settings.kind = kind;
      else if (kind !== undefined) value.report(`kind is "podcast" or "audiobook", not "${kind}".`);
    },
    cover: (value) => {
      const path = value.text('cover');
      const fault = path === undefined ? null : findPathFault(path, options.canLeaveFolder);
      if (fault) value.report(`cover: ${path} ${fault}.`);
      else if (path !== undefined) settings.coverPath = path;
    },
    cast: (value) => {
      cast = readCast(value);
    },
    tracks: (value) => {
      tracks = readTracks(value);
    },
    gaps: (value) => {
      settings.gaps = readGaps(value);
    },
    pronounce: (value) => {
      settings.pronunciations = readPronunciations(value);
    },
    export: (value) => {
      value.read('export', {
        preset: (preset) => {
          const name = preset.text('preset');
          if (name !== undefined) settings.exportPreset = name;
        },
      });
    },
  });
  return { settings, cast, tracks };
}

function readGaps(value: YamlValue): Partial<Gaps> {
  const gaps: { -readonly [Key in keyof Gaps]?: Gaps[Key] } = {};
  const into = (name: string, key: keyof Gaps) => (entry: YamlValue) => {
    const length = readYamlDuration(entry, name);
    if (length !== undefined) gaps[key] = length;
  };
  value.read('gaps', {
    line: into('line', 'lineSamples'),
    speaker: into('speaker', 'speakerSamples'),
    paragraph: into('paragraph', 'paragraphSamples'),
    chapter: into('chapter', 'chapterSamples'),
    heading: into('heading', 'headingSamples'),
  });
  return gaps;
}

function readYamlDuration(value: YamlValue, what: string): Samples | undefined {
  const text = value.text(what);
  if (text === undefined) return undefined;
  const length = readDuration(text);
  if (length !== null && length >= 0) return length;
  value.report(`${what}: ${text} is not ${DURATION_EXAMPLE}.`);
  return undefined;
}
