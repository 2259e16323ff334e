/** The elements of a script's body become the blocks, clips and markers of a draft. */
import { ZERO_SAMPLES } from '../units.ts';
import { AttributeReader, parseAttributes, splitAttributes } from './attributes.ts';
import type { DraftBlock, DraftClip, DraftMarker, DraftPlace } from './episode-draft.ts';
import { decodeEscapes } from './escape-text.ts';
import { DURATION_EXAMPLE, readDuration } from './quantities.ts';
import { readInline } from './read-inline.ts';
import { readLine } from './read-line.ts';
import { type ClipSource, readSound } from './read-sound.ts';
import type { ScannedScript, ScriptItem } from './scan-script.ts';
import { SCENE_BREAK_PAUSE } from './scene-break.ts';
import { MAX_HEADING_LENGTH } from './script-limits.ts';
import { comparePlaces, type PlaceSource, ScriptPlaces } from './script-places.ts';
import type { ScriptProblems } from './script-problems.ts';
import { trimBlanks, trimBlanksEnd } from './trim-blanks.ts';

export interface ReadBody {
  readonly blocks: readonly DraftBlock[];
  readonly clips: readonly DraftClip[];
  readonly markers: readonly DraftMarker[];
}

type Item<Kind extends ScriptItem['kind']> = Extract<ScriptItem, { kind: Kind }>;

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
  readonly #places: ScriptPlaces;
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
    this.#places = new ScriptPlaces(problems);
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
    const { length } = this.#blocks;
    const placed = <Value extends { readonly place: DraftPlace }>(values: readonly Value[]) =>
      values.toSorted((a, b) => comparePlaces(a.place, b.place));
    const clips = this.#clips.map(({ source, place }): DraftClip => {
      const at = this.#places.placeOf(place, length);
      const until = source.until && this.#places.untilOf(source.until, source.fields.line, place, length);
      return { type: 'clip', ...source.fields, place: at, ...(until && { until }) };
    });
    const markers = this.#markers.map(
      ({ marker, place }): DraftMarker => ({ ...marker, place: this.#places.placeOf(place, length) }),
    );
    this.#places.checkAnchors(length);
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
      return;
    }
    this.#places.headings.add(text, this.#blocks.length);
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
    else if (item.name === 'anchor') this.#places.addAnchor(item.rest, this.#blocks.length, line);
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

  #readMarker(item: Item<'directive'>, reader: AttributeReader): void {
    const edge = reader.edge('edge');
    this.#markers.push({
      marker: {
        type: 'marker',
        line: item.line,
        text: decodeEscapes(item.rest),
        offsetSamples: reader.duration('offset', { canBeNegative: true }) ?? ZERO_SAMPLES,
      },
      place: { blockIndex: this.#blocks.length, atSample: reader.duration('at'), edge },
    });
  }
}

/** `# Title ##` is "Title"; `# C \#` is "C #". */
function withoutClosingHashes(source: string): string {
  let end = source.length;
  while (source[end - 1] === '#') end -= 1;
  if (end === source.length || (end > 0 && !' \t'.includes(source[end - 1] as string))) return source;
  return trimBlanksEnd(source.slice(0, end));
}
