/** The elements of a script's body become the blocks, clips and markers of a draft. */
import { type Samples, secondsToSamples, ZERO_SAMPLES } from '../units.ts';
import { AttributeReader, parseAttributes, splitAttributes } from './attributes.ts';
import type { DraftBlock, DraftClip, DraftMarker, DraftPlace } from './episode-draft.ts';
import { decodeEscapes } from './escape-text.ts';
import { findHeading, type HeadingPlace } from './heading-places.ts';
import { nearestName } from './nearest-name.ts';
import { DURATION_EXAMPLE, readDuration } from './quantities.ts';
import { readInline } from './read-inline.ts';
import { readLine } from './read-line.ts';
import { type ClipSource, readSound, type UntilSource } from './read-sound.ts';
import type { ScannedScript, ScriptItem } from './scan-script.ts';
import { MAX_HEADING_LENGTH } from './script-limits.ts';
import type { ScriptProblems } from './script-problems.ts';
import { trimBlanks, trimBlanksEnd } from './trim-blanks.ts';

/** What a line of `***` between paragraphs stands for: longer than any gap between paragraphs, shorter than a chapter's. */
export const SCENE_BREAK_PAUSE = secondsToSamples(2.5);

export interface ReadBody {
  readonly blocks: readonly DraftBlock[];
  readonly clips: readonly DraftClip[];
  readonly markers: readonly DraftMarker[];
}

type Item<Kind extends ScriptItem['kind']> = Extract<ScriptItem, { kind: Kind }>;
type Edge = 'start' | 'end';

/** Where something beside the sequence hangs: the block that follows, or the clock. */
interface PlaceSource {
  readonly blockIndex: number;
  readonly edge: Edge | undefined;
  readonly atSample: Samples | undefined;
}

export function readBody(
  script: ScannedScript,
  options: { readonly canLeaveFolder: boolean },
  problems: ScriptProblems,
): ReadBody {
  const reader = new BodyReader(script.definitions, options, problems);
  for (const item of script.items) reader.read(item);
  return reader.finish();
}

class BodyReader {
  readonly #definitions: ReadonlyMap<string, string>;
  readonly #options: { readonly canLeaveFolder: boolean };
  readonly #problems: ScriptProblems;
  readonly #blocks: DraftBlock[] = [];
  readonly #headings: HeadingPlace[] = [];
  readonly #anchors = new Map<string, { readonly blockIndex: number; readonly line: number }>();
  readonly #clips: { readonly source: ClipSource; readonly place: PlaceSource }[] = [];
  readonly #markers: { readonly marker: Omit<DraftMarker, 'place'>; readonly place: PlaceSource }[] = [];
  /** No blank line since the last block, whatever stood between that is not a block itself. */
  #isJoined = false;

  constructor(
    definitions: ReadonlyMap<string, string>,
    options: { readonly canLeaveFolder: boolean },
    problems: ScriptProblems,
  ) {
    this.#definitions = definitions;
    this.#options = options;
    this.#problems = problems;
  }

  read(item: ScriptItem): void {
    if (!item.isAdjacent) this.#isJoined = false;
    switch (item.kind) {
      case 'text':
        this.#readText(item);
        break;
      case 'heading':
        this.#readHeading(item);
        break;
      case 'note':
        this.#add({ type: 'note', line: item.line, text: decodeEscapes(item.source) });
        break;
      case 'scene-break':
        this.#add({ type: 'pause', line: item.line, durationSamples: SCENE_BREAK_PAUSE });
        break;
      case 'image':
        this.#readImage(item);
        break;
      case 'directive':
        this.#readDirective(item);
        break;
    }
  }

  finish(): ReadBody {
    const placed = <Value extends { readonly place: DraftPlace }>(values: readonly Value[]) =>
      values.toSorted((a, b) => compareSortKeys(sortKeyOf(a.place), sortKeyOf(b.place)));
    const clips = this.#clips.map(({ source, place }): DraftClip => {
      const at = this.#placeOf(place);
      const until = source.until && this.#untilOf(source.until, source.fields.line, place);
      return { type: 'clip', ...source.fields, place: at, ...(until && { until }) };
    });
    const markers = this.#markers.map(({ marker, place }): DraftMarker => ({ ...marker, place: this.#placeOf(place) }));
    for (const [name, { blockIndex, line }] of this.#anchors) {
      if (blockIndex >= this.#blocks.length) this.#report(line, `Nothing follows [anchor ${name}] that it could name.`);
    }
    return { blocks: this.#blocks, clips: placed(clips), markers: placed(markers) };
  }

  #report(line: number, message: string): void {
    this.#problems.report(line, 1, message);
  }

  #add(block: DraftBlock): void {
    this.#blocks.push(block);
    this.#isJoined = true;
  }

  #readText(item: Item<'text'>): void {
    const source = readLine(item, this.#definitions, this.#problems);
    if (!source) return;
    const { isMarkedContinued, isOnlyPause, ...line } = source;
    const previous = this.#blocks.at(-1);
    const isSameSpeaker = previous?.type === 'line' && previous.speakerLabel === line.speakerLabel;
    if (isOnlyPause) {
      this.#add({ type: 'pause', line: item.line, durationSamples: line.gapBeforeSamples ?? ZERO_SAMPLES });
      return;
    }
    const isNothing = line.text === '' && !item.label && !/\}\s*$/.test(item.source);
    // A paragraph of nothing but pictures or footnote marks: dropped, and said so where it was found.
    if (isNothing) return;
    const isContinuation = isMarkedContinued || (this.#isJoined && isSameSpeaker);
    this.#add({ ...line, ...(isContinuation && { isContinuation }) });
  }

  #readHeading(item: Item<'heading'>): void {
    const { line, column, level } = item;
    if (item.source.length > 6 * MAX_HEADING_LENGTH) {
      this.#report(line, `This heading is too long: ${item.source.length} characters, at most ${MAX_HEADING_LENGTH}.`);
      return;
    }
    const split = splitAttributes(item.source);
    const reader = new AttributeReader(split?.attributes ?? [], ['spoken'], { line, column }, this.#problems);
    const source = withoutClosingHashes(trimBlanks(split?.rest ?? item.source));
    const text = readInline(source, { line, column, problems: this.#problems, definitions: this.#definitions });
    if (text.length > MAX_HEADING_LENGTH) {
      this.#report(line, `This heading is too long: ${text.length} characters, at most ${MAX_HEADING_LENGTH}.`);
    }
    this.#headings.push({ text, blockIndex: this.#blocks.length });
    this.#add({ type: 'heading', line, level, text, isSpoken: reader.flag('spoken') });
  }

  #readImage(item: Item<'image'>): void {
    const sound = readSound(item.source, item, this.#options, this.#problems);
    if (!sound) this.#readText({ ...item, kind: 'text', label: null });
    else if (sound.kind === 'picture') this.#problems.drop(item.line, `picture ${sound.path}`);
    else if (sound.kind === 'cue') this.#add(sound.cue);
    else {
      const { atSample, edge } = sound.clip;
      this.#clips.push({ source: sound.clip, place: { blockIndex: this.#blocks.length, atSample, edge } });
    }
  }

  #readDirective(item: Item<'directive'>): void {
    const { line, column } = item;
    const attributes = item.list === '' ? [] : parseAttributes(item.list);
    if (!attributes) {
      this.#report(line, `The attributes behind [${item.name} …] are not closed or not understood: ${item.list}`);
      return;
    }
    const known = item.name === 'marker' ? ['offset', 'edge', 'at'] : [];
    const reader = new AttributeReader(attributes, known, { line, column }, this.#problems);
    if (item.name === 'pause') this.#readPause(item);
    else if (item.name === 'anchor') this.#readAnchor(item);
    else if (item.name === 'marker') this.#readMarker(item, reader);
    else {
      // A stage direction for a sound that nobody chose yet; read aloud it would be a mistake.
      this.#problems.drop(line, `[${item.name}: ${item.rest}] names no file: kept as a note`);
      this.#add({ type: 'note', line, text: `${item.name}: ${decodeEscapes(item.rest)}` });
    }
  }

  #readPause(item: Item<'directive'>): void {
    const durationSamples = readDuration(item.rest);
    if (durationSamples !== null && durationSamples >= 0) {
      this.#add({ type: 'pause', line: item.line, durationSamples });
    } else this.#report(item.line, `[pause ${item.rest}]: write ${DURATION_EXAMPLE}, as in [pause 1.5s].`);
  }

  #readAnchor(item: Item<'directive'>): void {
    const { rest: name, line } = item;
    if (!/^[\p{L}\p{N}_-]+$/u.test(name))
      this.#report(line, `[anchor ${name}]: a name has letters, digits, _ and - only.`);
    else if (this.#anchors.has(name)) this.#report(line, `[anchor ${name}] stands here for the second time.`);
    else this.#anchors.set(name, { blockIndex: this.#blocks.length, line });
  }

  #readMarker(item: Item<'directive'>, reader: AttributeReader): void {
    const edge = reader.text('edge');
    if (edge !== undefined && edge !== 'start' && edge !== 'end') reader.report(`edge is start or end, not "${edge}".`);
    this.#markers.push({
      marker: {
        type: 'marker',
        line: item.line,
        text: decodeEscapes(item.rest),
        offsetSamples: reader.duration('offset', { canBeNegative: true }) ?? ZERO_SAMPLES,
      },
      place: { blockIndex: this.#blocks.length, atSample: reader.duration('at'), edge: edge as Edge | undefined },
    });
  }

  /** The start of the block that follows; behind the last block, its end; without any block, the start of the clock. */
  #placeOf(place: PlaceSource): DraftPlace {
    if (place.atSample !== undefined) return { atSample: place.atSample };
    const { length } = this.#blocks;
    if (length === 0) return { atSample: ZERO_SAMPLES };
    if (place.blockIndex >= length) return { blockIndex: length - 1, edge: place.edge ?? 'end' };
    return { blockIndex: place.blockIndex, edge: place.edge ?? 'start' };
  }

  #untilOf(until: UntilSource, line: number, place: PlaceSource): DraftPlace | undefined {
    if ('atSample' in until) return { atSample: until.atSample };
    if ('anchor' in until) {
      const anchor = this.#anchors.get(until.anchor);
      if (anchor && anchor.blockIndex < this.#blocks.length) return { blockIndex: anchor.blockIndex, edge: until.edge };
      this.#report(line, `until=#${until.anchor}: there is no [anchor ${until.anchor}] before a line of this script.`);
      return undefined;
    }
    const from = firstUntilIndex(place);
    const heading = findHeading(this.#headings, until.heading, from);
    if (heading) return { blockIndex: heading.blockIndex, edge: 'start' };
    const isEarlier = findHeading(this.#headings, until.heading, 0) !== undefined;
    const nearest = nearestName(
      until.heading,
      this.#headings.map(({ text }) => text),
    );
    this.#report(
      line,
      isEarlier
        ? `until="${until.heading}": that heading stands before this sound, not after it.`
        : `until="${until.heading}": no heading has this text. ${nearest === undefined ? 'There are none.' : `The nearest is "${nearest}".`}`,
    );
    return undefined;
  }
}

/** A sound ends at a later heading than the block it hangs on; one pinned to the clock may end at any. */
export function firstUntilIndex(
  place: { readonly blockIndex: number } | { readonly atSample: Samples | undefined },
): number {
  if ('atSample' in place && place.atSample !== undefined) return 0;
  return 'blockIndex' in place ? place.blockIndex + 1 : 0;
}

/** Pinned ones first, then by the block they hang on, start before end: the order in which a script is printed. */
function sortKeyOf(place: DraftPlace): readonly [number, number] {
  if ('atSample' in place) return [-1, 0];
  return [place.blockIndex, place.edge === 'start' ? 0 : 1];
}

function compareSortKeys(a: readonly [number, number], b: readonly [number, number]): number {
  return a[0] - b[0] || a[1] - b[1];
}

/** `# Title ##` is "Title"; `# C \#` is "C #". */
function withoutClosingHashes(source: string): string {
  let end = source.length;
  while (source[end - 1] === '#') end -= 1;
  if (end === source.length || (end > 0 && !' \t'.includes(source[end - 1] as string))) return source;
  return trimBlanksEnd(source.slice(0, end));
}
