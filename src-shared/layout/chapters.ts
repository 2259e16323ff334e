import { blocksOf, type EpisodeDocument, settingsOf } from '../document/episode-document.ts';
import type { Block, Heading } from '../document/records.ts';
import { type Samples, ZERO_SAMPLES } from '../units.ts';
import type { Chapter, Layout } from './layout.ts';
import { readableText } from './spoken-text.ts';

export interface ChapterOptions {
  /** Headings below this level (1 is the highest) make no chapter. Default 6: all do. */
  readonly maxLevel?: number;
}

interface Start {
  readonly headingId: Chapter['headingId'];
  readonly titles: readonly string[];
  readonly level: number;
  readonly startSample: Samples;
}

/**
 * The chapters of an episode: ascending, side by side, from 0 to the end. None without a heading.
 *
 * What is heard before the first heading is an opening chapter with the episode's title; a head of silence is not, and
 * belongs to the first chapter. Headings with nothing to hear between them are one chapter with both titles, at the
 * level of the highest, because players show no chapter of no length. A heading after the last sound makes none.
 */
export function chaptersOf(
  document: EpisodeDocument,
  layout: Layout,
  options: ChapterOptions = {},
): readonly Chapter[] {
  const starts: Start[] = [];
  let open: Start | null = null;
  let isOpenHeard = false;
  let isHeardBefore = false;
  const maxLevel = options.maxLevel ?? 6;
  const close = () => {
    if (!open) return;
    const last = starts.at(-1);
    // An overlap may hold two chapters at one sample; then too they are one.
    if (last && open.startSample <= last.startSample) starts[starts.length - 1] = merged(last, open);
    else starts.push(open);
    open = null;
    isOpenHeard = false;
  };
  for (const block of blocksOf(document)) {
    const placed = layout.blockById.get(block.id);
    if (!placed) throw new Error(`The layout is of another document: it lacks the block "${block.id}"`);
    if (block.type === 'heading' && block.level <= maxLevel) {
      const start = startOf(block, placed.startSample);
      open = open ? merged(open, start) : start;
      isOpenHeard ||= placed.endSample > placed.startSample;
    } else if (isHeard(block) && placed.endSample > placed.startSample) {
      if (!open && starts.length === 0) isHeardBefore = true;
      close();
    }
  }
  // With nothing after it, a heading that is itself spoken still is a chapter.
  if (isOpenHeard) close();
  if (starts.length === 0) return [];
  if (isHeardBefore && starts[0]!.startSample > 0) {
    starts.unshift({ headingId: null, titles: [settingsOf(document).title], level: 1, startSample: ZERO_SAMPLES });
  }
  return starts.map(
    (start, index): Chapter => ({
      headingId: start.headingId,
      title: start.titles.filter((title) => title !== '').join(' – ') || String(index + 1),
      level: start.level,
      startSample: index === 0 ? ZERO_SAMPLES : start.startSample,
      endSample: starts[index + 1]?.startSample ?? layout.durationSamples,
    }),
  );
}

function startOf(heading: Heading, startSample: Samples): Start {
  return { headingId: heading.id, titles: [readableText(heading.text)], level: heading.level, startSample };
}

function merged(first: Start, second: Start): Start {
  return {
    headingId: first.headingId,
    titles: [...first.titles, ...second.titles],
    level: Math.min(first.level, second.level),
    startSample: first.startSample,
  };
}

function isHeard(block: Block): boolean {
  return block.type === 'line' || block.type === 'cue' || (block.type === 'heading' && block.isSpoken);
}
