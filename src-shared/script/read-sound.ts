/** Audio cues: `![title](path){track=music under until="Chapter 2"}`. */
import type { Clip } from '../document/records.ts';
import type { Samples } from '../units.ts';
import { ZERO_SAMPLES } from '../units.ts';
import { abridge } from './abridge.ts';
import { AttributeReader, parseAttributes } from './attributes.ts';
import { findPathFault, isPicturePath } from './cue-path.ts';
import type { DraftCue } from './episode-draft.ts';
import { decodeEscapes } from './escape-text.ts';
import type { ScriptProblems } from './script-problems.ts';
import { DEFAULT_SOUND_TRACK } from './track-plan.ts';
import { trimBlanks } from './trim-blanks.ts';

/** Of every sound. */
const SOUND_ATTRIBUTES = ['track', 'gain', 'fade-in', 'fade-out', 'loop', 'from', 'to', 'for', 'asset'] as const;
/** Of one that plays beneath the sequence. */
const UNDER_ATTRIBUTES = ['under', 'at', 'edge', 'offset', 'phase', 'until', 'until-edge', 'until-at'] as const;

export type UntilSource =
  | { readonly heading: string }
  | { readonly anchor: string; readonly edge: 'start' | 'end' }
  | { readonly atSample: Samples };

/** A sound that plays beneath, before the places it names are known. */
export interface ClipSource {
  readonly fields: Omit<DraftCue, 'type'> & Pick<Clip, 'offsetSamples' | 'loopPhaseSamples'>;
  readonly atSample?: Samples;
  readonly edge?: 'start' | 'end';
  readonly until?: UntilSource;
}

export type SoundSource =
  | { readonly kind: 'cue'; readonly cue: DraftCue }
  | { readonly kind: 'clip'; readonly clip: ClipSource }
  | { readonly kind: 'picture'; readonly path: string };

const IMAGE = /^!\[((?:\\.|[^\]\\])*)\]\(((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*)\)[ \t]*(\{.*\})?[ \t]*$/su;
const TITLED = /^(.*?)[ \t]+"((?:\\.|[^"\\])*)"$/su;
/** Title, path and attributes at their longest, every character escaped, are far shorter. */
const MAX_SOURCE_LENGTH = 20_000;

/**
 * Reads a line that begins with `![`. null where it is not complete (the reader of paragraphs says what is wrong with it).
 * Faults of its path and attributes are reported.
 */
export function readSound(
  source: string,
  place: { readonly line: number; readonly column: number },
  options: { readonly canLeaveFolder: boolean },
  problems: ScriptProblems,
): SoundSource | null {
  const match = source.length > MAX_SOURCE_LENGTH ? null : IMAGE.exec(source);
  if (!match) return null;
  const [, alt = '', target = '', list] = match;
  const attributes = list === undefined ? [] : parseAttributes(list);
  if (!attributes) return null;
  const { path, title } = readTarget(target);
  if (list === undefined && path !== undefined && isPicturePath(path)) return { kind: 'picture', path };

  const isUnder = attributes.some(({ name }) => name === 'under' || name === 'at');
  const known = isUnder ? [...SOUND_ATTRIBUTES, ...UNDER_ATTRIBUTES] : [...SOUND_ATTRIBUTES, 'under', 'at'];
  const orphan = isUnder ? undefined : attributes.find(({ name }) => UNDER_ATTRIBUTES.some((other) => other === name));
  if (orphan) {
    problems.report(
      place.line,
      place.column,
      `"${orphan.name}" is for a sound that plays beneath the lines. Add "under".`,
    );
    return null;
  }
  const reader = new AttributeReader(attributes, known, place, problems);
  const asset = reader.text('asset');
  const fault = path === undefined ? null : findPathFault(path, options.canLeaveFolder);
  if (fault) reader.report(`${path} ${fault}.`);
  if (path === undefined && asset === undefined) problems.drop(place.line, `no file for the sound "${abridge(alt)}"`);
  const cue = readCue(reader, { title: decodeEscapes(trimBlanks(alt)) || title, path, asset }, place.line);
  return isUnder ? { kind: 'clip', clip: readClip(reader, cue) } : { kind: 'cue', cue };
}

function readTarget(source: string): { readonly path: string | undefined; readonly title: string } {
  let target = trimBlanks(source);
  let title = '';
  const titled = TITLED.exec(target);
  if (titled) {
    target = titled[1] ?? '';
    title = decodeEscapes(titled[2] ?? '');
  }
  if (target === '') return { path: undefined, title };
  const inner = /^<(.*)>$/su.exec(target)?.[1] ?? target;
  return { path: decodeEscapes(inner), title };
}

function readCue(
  reader: AttributeReader,
  file: { readonly title: string; readonly path: string | undefined; readonly asset: string | undefined },
  line: number,
): DraftCue {
  const sourceStartSample = reader.duration('from') ?? ZERO_SAMPLES;
  const sourceEndSample = reader.duration('to');
  const durationSamples = reader.duration('for');
  if (sourceEndSample !== undefined && sourceEndSample <= sourceStartSample) {
    reader.report('"to" must be later than "from": both are places in the audio.');
  }
  return {
    type: 'cue',
    line,
    trackLabel: reader.text('track') ?? DEFAULT_SOUND_TRACK,
    title: file.title,
    ...(file.asset !== undefined && { assetId: file.asset as NonNullable<DraftCue['assetId']> }),
    ...(file.path !== undefined && { path: file.path }),
    sourceStartSample,
    ...(sourceEndSample !== undefined && { sourceEndSample }),
    gainDb: reader.gain('gain') ?? 0,
    fadeInSamples: reader.duration('fade-in') ?? ZERO_SAMPLES,
    fadeOutSamples: reader.duration('fade-out') ?? ZERO_SAMPLES,
    isLooped: reader.flag('loop'),
    ...(durationSamples !== undefined && { durationSamples }),
  };
}

function readClip(reader: AttributeReader, cue: DraftCue): ClipSource {
  reader.flag('under');
  const { type: _, ...fields } = cue;
  const atSample = reader.duration('at');
  const edge = reader.edge('edge');
  const until = readUntil(reader);
  const loopPhaseSamples = reader.duration('phase');
  if (loopPhaseSamples !== undefined && !cue.isLooped) reader.report('"phase" is for a sound with "loop".');
  return {
    fields: {
      ...fields,
      offsetSamples: reader.duration('offset', { canBeNegative: true }) ?? ZERO_SAMPLES,
      ...(loopPhaseSamples !== undefined && { loopPhaseSamples }),
    },
    ...(atSample !== undefined && { atSample }),
    ...(edge !== undefined && { edge }),
    ...(until !== undefined && { until }),
  };
}

function readUntil(reader: AttributeReader): UntilSource | undefined {
  const atSample = reader.duration('until-at');
  if (atSample !== undefined) return { atSample };
  const until = reader.text('until');
  const edge = reader.edge('until-edge') ?? 'start';
  if (until === undefined) return undefined;
  if (until.startsWith('#')) return { anchor: until.slice(1), edge };
  return { heading: until };
}
