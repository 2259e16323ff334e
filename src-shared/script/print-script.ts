import { blocksOf, type EpisodeDocument, settingsOf, speakersOf, tracksOf } from '../document/episode-document.ts';
import type { Anchor, Block, Clip, Heading, Marker, Note } from '../document/records.ts';
import type { RecordId } from '../ids.ts';
import { type Attribute, printAttributes } from './attributes.ts';
import { escapeMarkdown, escapePlain } from './escape-text.ts';
import { HeadingPlaces } from './heading-places.ts';
import { printFrontMatter } from './print-front-matter.ts';
import { printLine } from './print-line.ts';
import { printSound } from './print-sound.ts';
import { printDuration } from './quantities.ts';
import { CastNames } from './read-label.ts';
import { labelsOf, type ScriptLabels } from './script-labels.ts';
import { firstUntilIndex } from './script-places.ts';

/**
 * The episode as a script. {@link parseScript} reads the same episode back, ids and takes apart (takes are found again
 * by the hash of their request; trims of a take are not part of a script).
 */
export function printScript(document: EpisodeDocument): string {
  const printer = new ScriptPrinter(document);
  const body = printer.printBody();
  const frontMatter = printFrontMatter({
    settings: settingsOf(document),
    speakers: speakersOf(document),
    tracks: tracksOf(document),
    labels: printer.labels,
    usedTrackLabels: printer.usedTrackLabels,
  });
  return body === '' ? frontMatter : `${frontMatter}\n${body}`;
}

/** A clip or marker with the index of the block before which it is printed; the count of blocks is behind the last. */
interface Hanging {
  readonly record: Clip | Marker;
  readonly index: number;
}

class ScriptPrinter {
  readonly labels: ScriptLabels;
  readonly usedTrackLabels: string[] = [];
  readonly #blocks: readonly Block[];
  readonly #blockIndex: ReadonlyMap<RecordId, number>;
  readonly #headings = new HeadingPlaces();
  readonly #cast = new CastNames();
  readonly #pinned: (Clip | Marker)[] = [];
  readonly #hanging = new Map<number, (Clip | Marker)[]>();
  readonly #anchorNames = new Map<RecordId, string>();
  /** Source lines and the blank ones between them, to be joined with line ends. */
  readonly #lines: string[] = [];

  constructor(document: EpisodeDocument) {
    this.#blocks = blocksOf(document);
    this.#blockIndex = new Map(this.#blocks.map((block, index) => [block.id, index]));
    this.#blocks.forEach((block, index) => {
      if (block.type === 'heading') this.#headings.add(block.text, index);
    });
    const speakers = speakersOf(document);
    this.labels = labelsOf(speakers, tracksOf(document));
    for (const speaker of speakers) this.#cast.add(this.labels.ofSpeaker(speaker.id));
    for (const record of document.records.values()) {
      if (record.type === 'clip' || record.type === 'marker') this.#hang(record);
    }
    this.#nameAnchors();
  }

  printBody(): string {
    for (const record of this.#pinned) this.#write(this.#printHanging({ record, index: 0 }));
    this.#blocks.forEach((block, index) => {
      this.#printBlock(block, index);
    });
    const end = this.#blocks.length;
    for (const record of this.#hanging.get(end) ?? []) this.#write(this.#printHanging({ record, index: end }));
    return this.#lines.length === 0 ? '' : `${this.#lines.join('\n')}\n`;
  }

  #hang(record: Clip | Marker): void {
    const { anchor } = record;
    if ('atSample' in anchor) {
      this.#pinned.push(record);
      return;
    }
    const index = this.#indexOf(anchor.blockId);
    const isBehindLast = anchor.edge === 'end' && index === this.#blocks.length - 1;
    const key = isBehindLast ? this.#blocks.length : index;
    const list = this.#hanging.get(key) ?? [];
    this.#hanging.set(key, list);
    // Those at the start of a block stand before those at its end: the order in which they are read back.
    const isAtEnd = (other: Clip | Marker) => 'edge' in other.anchor && other.anchor.edge === 'end';
    const place = anchor.edge === 'start' ? list.findIndex(isAtEnd) : -1;
    list.splice(place < 0 ? list.length : place, 0, record);
  }

  #indexOf(blockId: RecordId): number {
    const index = this.#blockIndex.get(blockId);
    if (index === undefined) throw new Error(`A sound or marker hangs on ${blockId}, which is not a block`);
    return index;
  }

  /** Names for blocks at which a sound ends and which no heading's text tells apart. */
  #nameAnchors(): void {
    const wanted = new Set<RecordId>();
    for (const [index, records] of [[null, this.#pinned] as const, ...this.#hanging]) {
      for (const record of records) {
        const until = record.type === 'clip' ? record.until : undefined;
        if (until && 'blockId' in until && !this.#isFoundByText(until, index)) wanted.add(until.blockId);
      }
    }
    for (const block of this.#blocks)
      if (wanted.has(block.id)) this.#anchorNames.set(block.id, `b${this.#anchorNames.size + 1}`);
  }

  /** `index` is that of the block before which the sound is printed; null: it is pinned. */
  #isFoundByText(until: Extract<Anchor, { blockId: RecordId }>, index: number | null): boolean {
    const heading = this.#blocks[this.#indexOf(until.blockId)];
    if (heading?.type !== 'heading' || until.edge !== 'start' || heading.text.startsWith('#')) return false;
    return this.#headings.find(heading.text, firstUntilIndex(index)) === this.#indexOf(until.blockId);
  }

  #printBlock(block: Block, index: number): void {
    const before = (this.#hanging.get(index) ?? []).map((record) => this.#printHanging({ record, index }));
    const anchorName = this.#anchorNames.get(block.id);
    if (anchorName !== undefined) before.push(`[anchor ${anchorName}]`);
    if (block.type !== 'line') {
      this.#write(...before, this.#printOther(block));
      return;
    }
    const previous = this.#blocks[index - 1];
    const isSameSpeaker = previous?.type === 'line' && previous.speakerId === block.speakerId;
    // Without a name or anything else between them, two lines would be read as one.
    const isSeparable = block.speakerId !== null || before.length > 0;
    const isJoined = block.isContinuation === true && isSameSpeaker && isSeparable;
    const label = block.speakerId === null ? null : this.labels.ofSpeaker(block.speakerId);
    const printed = printLine(block, label, block.isContinuation === true && !isJoined, this.#cast);
    if (isJoined) this.#lines.push(...before, printed);
    else this.#write(...before, printed);
  }

  /** Each a paragraph of its own. */
  #write(...paragraphs: readonly string[]): void {
    for (const paragraph of paragraphs) {
      if (this.#lines.length > 0) this.#lines.push('');
      this.#lines.push(paragraph);
    }
  }

  #printOther(block: Exclude<Block, { type: 'line' }>): string {
    switch (block.type) {
      case 'heading':
        return printHeading(block);
      case 'pause':
        return `[pause ${printDuration(block.durationSamples)}]`;
      case 'note':
        return printNote(block);
      case 'cue':
        return printSound(block, this.#labelOfUsedTrack(block.trackId), []);
    }
  }

  #labelOfUsedTrack(trackId: RecordId): string {
    const label = this.labels.ofTrack(trackId);
    this.usedTrackLabels.push(label);
    return label;
  }

  #printHanging({ record, index }: Hanging): string {
    const { anchor, offsetSamples } = record;
    const attributes: Attribute[] = [];
    const put = (name: string, value: string | null) => attributes.push({ name, value });
    if ('atSample' in anchor) put('at', printDuration(anchor.atSample));
    else {
      if (record.type === 'clip') put('under', null);
      if (anchor.edge === 'end' && index < this.#blocks.length) put('edge', 'end');
    }
    if (offsetSamples !== 0) put('offset', printDuration(offsetSamples));
    if (record.type === 'clip') {
      attributes.push(...this.#printUntil(record.until));
      return printSound(record, this.#labelOfUsedTrack(record.trackId), attributes);
    }
    const text = escapePlain(record.text, /[[\]:]/g);
    return `[marker${text === '' ? '' : ` ${text}`}]${printAttributes(attributes)}`;
  }

  #printUntil(until: Anchor | undefined): readonly Attribute[] {
    if (!until) return [];
    if ('atSample' in until) return [{ name: 'until-at', value: printDuration(until.atSample) }];
    const name = this.#anchorNames.get(until.blockId);
    const heading = this.#blocks[this.#indexOf(until.blockId)];
    if (name === undefined) return [{ name: 'until', value: heading?.type === 'heading' ? heading.text : '' }];
    const edge: readonly Attribute[] = until.edge === 'end' ? [{ name: 'until-edge', value: 'end' }] : [];
    return [{ name: 'until', value: `#${name}` }, ...edge];
  }
}

function printHeading(heading: Heading): string {
  // Signs at the end would be taken for the closing ones of `# Title #`.
  const text = escapeMarkdown(heading.text, { isOneLine: true }).replace(/(?<=^|[ \t])#+$/, (signs) =>
    signs.replaceAll('#', '\\#'),
  );
  return ['#'.repeat(heading.level), text, heading.isSpoken ? '{spoken}' : ''].filter((part) => part !== '').join(' ');
}

function printNote(note: Note): string {
  return note.text
    .split('\n')
    .map((line) => `> ${escapeNoteLine(line)}`.replace(/^> $/, '>'))
    .join('\n');
}

/** A note's blanks are kept as they are; only escapes and what would end the line are escaped. */
function escapeNoteLine(line: string): string {
  return line.replace(/[\\\r]|&(?=[#\dA-Za-z]+;)/g, (sign) => (sign === '\r' ? '&#13;' : `\\${sign}`));
}
