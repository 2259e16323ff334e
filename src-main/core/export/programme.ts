/** What an episode sounds like and how it is divided, ready to be rendered in any number of files. */
import { type EpisodeDocument, settingsOf } from '#shared/document/episode-document.ts';
import { type FrameGrid, SAMPLE_GRID } from '#shared/frame-grid.ts';
import type { AssetId, RecordId } from '#shared/ids.ts';
import { chaptersOf } from '#shared/layout/chapters.ts';
import { type CutBlock, cutBlocksOf } from '#shared/layout/cut-blocks.ts';
import { CUT_LEAD_SAMPLES } from '#shared/layout/cut-grid.ts';
import { layOut } from '#shared/layout/lay-out.ts';
import type { Chapter, Layout } from '#shared/layout/layout.ts';
import type { MediaIndex } from '#shared/media.ts';
import type { MixPlan } from '#shared/mix/mix-plan.ts';
import { planMix } from '#shared/mix/plan-mix.ts';
import {
  addSamples,
  maxSamples,
  minSamples,
  type Samples,
  samples,
  subtractSamples,
  ZERO_SAMPLES,
} from '#shared/units.ts';
import type { ChapterRange, PartSound } from './segments/part-sound.ts';
import { planSegments, type Segment } from './segments/plan-segments.ts';

export interface Programme {
  readonly document: EpisodeDocument;
  readonly layout: Layout;
  readonly plan: MixPlan;
  readonly chapters: readonly Chapter[];
  /** Every sound the plan plays. */
  readonly assetIds: readonly AssetId[];
  readonly cuts: readonly CutBlock[];
  readonly grid: FrameGrid;
}

export interface ProgrammeWishes {
  /** Silence (or room tone) before the first and after the last sound of each file. */
  readonly headSamples: Samples;
  readonly tailSamples: Samples;
  /** Of the encoder: cuts are laid on it. */
  readonly grid: FrameGrid;
  readonly isFilePerChapter: boolean;
}

export function programmeOf(document: EpisodeDocument, media: MediaIndex, wishes: ProgrammeWishes): Programme {
  const { grid, isFilePerChapter, headSamples, tailSamples } = wishes;
  const free = layOut(document, media, { headSamples, tailSamples });
  const cuts = cutBlocksOf(free);
  const partStarts = isFilePerChapter ? firstBlocks(free, topChapters(chaptersOf(document, free))) : [];
  const layout =
    grid.frameSamples === SAMPLE_GRID.frameSamples
      ? free
      : layOut(document, media, {
          headSamples,
          tailSamples,
          grid: { frames: grid, cuts: new Set(cuts.map(({ blockId }) => blockId)), partStarts: new Set(partStarts) },
        });
  const plan = planMix(document, layout, media);
  const assetIds = new Set(plan.tracks.flatMap((track) => track.clips.map((clip) => clip.assetId)));
  return { document, layout, plan, chapters: chaptersOf(document, layout), assetIds: [...assetIds], cuts, grid };
}

/** One file to be written: the whole programme, a stretch of it, or one of its tracks. */
export interface ProgrammePart {
  readonly title: string;
  readonly sound: PartSound;
  readonly durationSamples: Samples;
  /** Positions within the part. */
  readonly chapters: readonly Chapter[];
  /** What it is rendered in: side by side, from 0 to its end. */
  readonly segments: readonly Segment[];
}

const WHOLE: PartSound = { offsetSample: ZERO_SAMPLES, chapter: null, trackIndex: null };

export function wholeProgramme(programme: Programme): ProgrammePart {
  const { durationSamples } = programme.layout;
  return {
    title: settingsOf(programme.document).title,
    sound: WHOLE,
    durationSamples,
    chapters: programme.chapters,
    segments: segmentsOf(programme, ZERO_SAMPLES, durationSamples),
  };
}

/** One track as it lies in the whole, in the same segments. */
export function stemOf(programme: Programme, trackIndex: number): ProgrammePart {
  return { ...wholeProgramme(programme), sound: { ...WHOLE, trackIndex }, chapters: [] };
}

/**
 * One part a chapter, each with a head and a tail of its own: outlets that take a file a chapter measure the silence
 * before its first and after its last sound, so both are set anew and not left to the gaps of the episode. Music
 * that sounds across a border stops there, with a short fade.
 */
export function chapterParts(programme: Programme, room: ProgrammeWishes): readonly ProgrammePart[] {
  return topChapters(programme.chapters).flatMap((chapter) => {
    const sounding = soundingRange(programme.layout, chapter);
    if (!sounding) return [];
    const offset = subtractSamples(sounding.startSample, room.headSamples);
    const length = subtractSamples(sounding.endSample, sounding.startSample);
    const durationSamples = addSamples(addSamples(room.headSamples, length), room.tailSamples);
    const { startSample, endSample } = chapter;
    return [
      {
        title: chapter.title,
        sound: { offsetSample: offset, chapter: { startSample, endSample }, trackIndex: null },
        durationSamples,
        chapters: programme.chapters
          .filter((inner) => inner.startSample >= startSample && inner.startSample < endSample)
          .map((inner, index) => moveInto(inner, offset, durationSamples, index === 0)),
        segments: segmentsOf(programme, offset, durationSamples),
      },
    ];
  });
}

function segmentsOf(programme: Programme, offset: Samples, durationSamples: Samples): readonly Segment[] {
  const cuts = programme.cuts.flatMap(({ blockId, seed }) => {
    const block = programme.layout.blockById.get(blockId);
    if (!block) return [];
    return [{ atSample: samples(block.startSample - CUT_LEAD_SAMPLES - offset), seed }];
  });
  return planSegments(durationSamples, cuts, programme.grid);
}

function topChapters(chapters: readonly Chapter[]): readonly Chapter[] {
  const topLevel = Math.min(...chapters.map((chapter) => chapter.level));
  return chapters.filter((chapter) => chapter.level === topLevel);
}

/** The blocks that chapters begin to be heard with. */
function firstBlocks({ blocks }: Layout, chapters: readonly Chapter[]): readonly RecordId[] {
  const heard = blocks.filter(({ startSample, endSample }) => endSample > startSample);
  return chapters.flatMap(({ startSample }) => heard.find((block) => block.startSample >= startSample)?.blockId ?? []);
}

/** From the first to the last sound of a chapter; undefined when it is silent. */
function soundingRange(layout: Layout, chapter: ChapterRange): ChapterRange | undefined {
  let start: Samples | undefined;
  let end: Samples | undefined;
  for (const clip of layout.clips) {
    const from = maxSamples(clip.startSample, chapter.startSample);
    const to = minSamples(addSamples(clip.startSample, clip.durationSamples), chapter.endSample);
    if (to <= from) continue;
    start = start === undefined ? from : minSamples(start, from);
    end = end === undefined ? to : maxSamples(end, to);
  }
  return start === undefined || end === undefined ? undefined : { startSample: start, endSample: end };
}

/** The first chapter of a file begins with the file, its silence included. */
function moveInto(chapter: Chapter, offset: Samples, durationSamples: Samples, isFirst: boolean): Chapter {
  const within = (at: Samples): Samples =>
    minSamples(durationSamples, maxSamples(ZERO_SAMPLES, subtractSamples(at, offset)));
  return {
    ...chapter,
    startSample: isFirst ? ZERO_SAMPLES : within(chapter.startSample),
    endSample: within(chapter.endSample),
  };
}
