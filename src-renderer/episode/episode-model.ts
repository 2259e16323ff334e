/** An open episode as the page shows it, at one moment. */
import type { Output } from '#shared/contract/contract.ts';
import type { EpisodeSummary } from '#shared/contract/values.ts';
import type { RecordsDiff } from '#shared/document/diff.ts';
import { documentOf, type EpisodeDocument, settingsOf } from '#shared/document/episode-document.ts';
import { type ProjectDefaults, withProjectDefaults } from '#shared/document/project-defaults.ts';
import type { RecordId } from '#shared/ids.ts';
import type { Chapter, Layout, PlacedBlock } from '#shared/layout/layout.ts';
import type { MixPlan } from '#shared/mix/mix-plan.ts';
import { type Samples, ZERO_SAMPLES } from '#shared/units.ts';
import { EpisodeMedia } from './episode-media.ts';
import { LaidEpisode } from './laid-episode.ts';
import { type Lane, lanesOf } from './lanes.ts';
import { type ScriptRow, scriptRowsOf, updateRows } from './script-rows.ts';

export interface Place {
  readonly startSample: Samples;
  readonly endSample: Samples;
}

/**
 * The words are always those of `document`. Where they lie in time may be that of a moment ago while somebody types
 * (`isLaidOut` false): laying out 20,000 lines takes longer than a key may.
 */
export class EpisodeModel {
  readonly summary: EpisodeSummary;
  /** What is edited. */
  readonly document: EpisodeDocument;
  /** What is spoken and exported: with what it inherits from its project. */
  readonly effective: EpisodeDocument;
  readonly defaults: ProjectDefaults;
  readonly media: EpisodeMedia;
  readonly rows: readonly ScriptRow[];
  readonly laid: LaidEpisode;
  #rowIndexById: ReadonlyMap<RecordId, number> | undefined;
  #lanes: readonly Lane[] | undefined;
  #counts: { readonly lines: number; readonly missing: number } | undefined;

  constructor(
    parts: Pick<EpisodeModel, 'summary' | 'document' | 'effective' | 'defaults' | 'media' | 'rows' | 'laid'>,
  ) {
    this.summary = parts.summary;
    this.document = parts.document;
    this.effective = parts.effective;
    this.defaults = parts.defaults;
    this.media = parts.media;
    this.rows = parts.rows;
    this.laid = parts.laid;
  }

  get isLaidOut(): boolean {
    return this.laid.document === this.effective && this.laid.media === this.media;
  }

  get layout(): Layout {
    return this.laid.layout;
  }

  get durationSamples(): Samples {
    return this.laid.layout.durationSamples;
  }

  get plan(): MixPlan {
    return this.laid.plan;
  }

  get chapters(): readonly Chapter[] {
    return this.laid.chapters;
  }

  get rowIndexById(): ReadonlyMap<RecordId, number> {
    this.#rowIndexById ??= new Map(this.rows.map((row, index) => [row.id, index]));
    return this.#rowIndexById;
  }

  /** Of the moment when it was laid out. */
  get lanes(): readonly Lane[] {
    this.#lanes ??= this.laid.lanesFrom(() =>
      lanesOf(this.laid.document, this.layout, (id) => this.rows[this.rowIndexById.get(id) ?? -1]),
    );
    return this.#lanes;
  }

  get lineCount(): number {
    return this.#counted.lines;
  }

  /** Lines that have no take. */
  get missingLines(): number {
    return this.#counted.missing;
  }

  get #counted() {
    if (!this.#counts) {
      let lines = 0;
      let missing = 0;
      for (const row of this.rows) {
        if (row.kind !== 'line') continue;
        lines++;
        if (row.record.takeId === undefined) missing++;
      }
      this.#counts = { lines, missing };
    }
    return this.#counts;
  }

  row(id: RecordId): ScriptRow | undefined {
    return this.rows[this.rowIndexById.get(id) ?? -1];
  }

  /** Where a block or sound lies; undefined: it has not been laid out yet, or there is no such thing. */
  placeOf(id: RecordId): Place | undefined {
    return this.laid.placeOf(id);
  }

  /** After an edit, with its words; laid out by {@link laidOut}. */
  withDocument(document: EpisodeDocument, diff: RecordsDiff): EpisodeModel {
    const effective = withProjectDefaults(document, this.defaults);
    const rows = updateRows(this.rows, () => this.rowIndexById, effective, diff);
    const summary = summaryFor(this.summary, document);
    const next = new EpisodeModel({ ...this.#parts, summary, document, effective, rows });
    if (next.rows.every((row, index) => row.id === this.rows[index]?.id) && rows.length === this.rows.length) {
      next.#rowIndexById = this.#rowIndexById;
    }
    return next;
  }

  withMedia(media: EpisodeMedia): EpisodeModel {
    return media === this.media ? this : new EpisodeModel({ ...this.#parts, media });
  }

  /** The same model where nothing has changed since. */
  laidOut(): EpisodeModel {
    if (this.isLaidOut) return this;
    const laid = new LaidEpisode(this.effective, this.media);
    const next = new EpisodeModel({ ...this.#parts, laid });
    next.#rowIndexById = this.#rowIndexById;
    return next;
  }

  get #parts() {
    const { summary, document, effective, defaults, media, rows, laid } = this;
    return { summary, document, effective, defaults, media, rows, laid };
  }
}

function summaryFor(summary: EpisodeSummary, document: EpisodeDocument): EpisodeSummary {
  const { title } = settingsOf(document);
  return title === summary.title ? summary : { ...summary, title };
}

type Opened = Pick<Output<'episodes.open'>, 'episode' | 'records' | 'defaults' | 'media'>;

export function createEpisodeModel({ episode, records, defaults, media: values }: Opened): EpisodeModel {
  const document = documentOf(records);
  const media = EpisodeMedia.of(values);
  const effective = withProjectDefaults(document, defaults);
  return new EpisodeModel({
    summary: episode,
    document,
    effective,
    defaults,
    media,
    rows: scriptRowsOf(effective),
    laid: new LaidEpisode(effective, media),
  });
}

/** The last block that has begun at a position and can be heard; null before the first. Blocks are in order of time. */
export function blockAt(layout: Layout, position: Samples): PlacedBlock | null {
  const { blocks } = layout;
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (blocks[middle]!.startSample <= position) low = middle + 1;
    else high = middle;
  }
  // Blocks without length (notes, chapter marks) stand where the next sound is: what sounds goes before what stands.
  for (let index = low - 1; index >= 0; index--) {
    const block = blocks[index]!;
    if (block.endSample > block.startSample) return block;
  }
  return null;
}

/** How much later a position of one layout lies in another: what sounds there is what it is measured by. */
export function shiftBetween(before: Layout, after: Layout, position: Samples): Samples {
  const block = blockAt(before, position);
  const moved = block ? after.blockById.get(block.blockId) : undefined;
  return (block && moved ? moved.startSample - block.startSample : ZERO_SAMPLES) as Samples;
}
