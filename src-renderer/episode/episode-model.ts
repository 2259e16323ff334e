/** An open episode as the page shows it. Computed once when it is opened; nothing here changes afterwards. */
import type { Output } from '#shared/contract/contract.ts';
import type { EpisodeSummary } from '#shared/contract/values.ts';
import { documentOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import type { RecordId } from '#shared/ids.ts';
import { chaptersOf } from '#shared/layout/chapters.ts';
import { layOut } from '#shared/layout/lay-out.ts';
import type { Chapter, Layout, PlacedBlock } from '#shared/layout/layout.ts';
import type { MediaIndex } from '#shared/media.ts';
import type { MixPlan } from '#shared/mix/mix-plan.ts';
import { planMix } from '#shared/mix/plan-mix.ts';
import type { Samples } from '#shared/units.ts';
import { type Lane, lanesOf } from './lanes.ts';
import { type ScriptRow, scriptRowsOf } from './script-rows.ts';

export interface EpisodeModel {
  readonly summary: EpisodeSummary;
  readonly document: EpisodeDocument;
  readonly layout: Layout;
  readonly plan: MixPlan;
  readonly chapters: readonly Chapter[];
  readonly rows: readonly ScriptRow[];
  readonly rowIndexById: ReadonlyMap<RecordId, number>;
  readonly lanes: readonly Lane[];
  readonly durationSamples: Samples;
  /** Lines that have no take. */
  readonly missingLines: number;
  readonly lineCount: number;
}

export function createEpisodeModel(opened: Output<'episodes.open'>): EpisodeModel {
  const document = documentOf(opened.records);
  const media = mediaIndexOf(opened);
  const layout = layOut(document, media);
  const rows = scriptRowsOf(document, layout);
  const lines = rows.filter((row) => row.kind === 'line');
  return {
    summary: opened.episode,
    document,
    layout,
    plan: planMix(document, layout, media),
    chapters: chaptersOf(document, layout),
    rows,
    rowIndexById: new Map(rows.map((row, index) => [row.id, index])),
    lanes: lanesOf(document, layout, rows),
    durationSamples: layout.durationSamples,
    missingLines: lines.filter((line) => line.state === 'missing').length,
    lineCount: lines.length,
  };
}

function mediaIndexOf({ media: { takes, assets } }: Output<'episodes.open'>): MediaIndex {
  const takeById = new Map(takes.map((take) => [take.id, take]));
  const assetById = new Map(assets.map((asset) => [asset.id, asset]));
  return { take: (id) => takeById.get(id), asset: (id) => assetById.get(id) };
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
