/** What an episode sounds like and how it is divided, ready to be rendered in any number of files. */
import { type EpisodeDocument, settingsOf } from '#shared/document/episode-document.ts';
import type { AssetId } from '#shared/ids.ts';
import { chaptersOf } from '#shared/layout/chapters.ts';
import { layOut } from '#shared/layout/lay-out.ts';
import type { Chapter, Layout } from '#shared/layout/layout.ts';
import type { MediaIndex } from '#shared/media.ts';
import { BlockMixer } from '#shared/mix/block-mixer.ts';
import type { ProgrammeSource } from '#shared/mix/master.ts';
import type { MixPlan, PcmReader } from '#shared/mix/mix-plan.ts';
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

export interface Programme {
  readonly document: EpisodeDocument;
  readonly layout: Layout;
  readonly plan: MixPlan;
  readonly chapters: readonly Chapter[];
  /** Every sound the plan plays. */
  readonly assetIds: readonly AssetId[];
}

export interface Room {
  readonly headSamples: Samples;
  readonly tailSamples: Samples;
}

export function programmeOf(document: EpisodeDocument, media: MediaIndex, room: Room): Programme {
  const layout = layOut(document, media, room);
  const plan = planMix(document, layout, media);
  const assetIds = new Set(plan.tracks.flatMap((track) => track.clips.map((clip) => clip.assetId)));
  return { document, layout, plan, chapters: chaptersOf(document, layout), assetIds: [...assetIds] };
}

/** One file to be written: the whole programme or a stretch of it. */
export interface ProgrammePart {
  readonly title: string;
  readonly source: ProgrammeSource;
  readonly durationSamples: Samples;
  /** Positions within the part. */
  readonly chapters: readonly Chapter[];
}

export function wholeProgramme(programme: Programme, reader: PcmReader): ProgrammePart {
  return {
    title: settingsOf(programme.document).title,
    source: new BlockMixer(programme.plan, reader),
    durationSamples: programme.layout.durationSamples,
    chapters: programme.chapters,
  };
}

/**
 * One part a chapter, each with a head and a tail of its own: outlets that take a file a chapter measure the silence
 * before its first and after its last sound, so both are set anew and not left to the gaps of the episode. Music
 * that sounds across a border stops there, with a short fade.
 */
export function chapterParts(programme: Programme, reader: PcmReader, room: Room): readonly ProgrammePart[] {
  const mixer = new BlockMixer(programme.plan, reader);
  const topLevel = Math.min(...programme.chapters.map((chapter) => chapter.level));
  const tops = programme.chapters.filter((chapter) => chapter.level === topLevel);
  return tops.flatMap((chapter) => {
    const sounding = soundingRange(programme.layout, chapter);
    if (!sounding) return [];
    const offset = subtractSamples(sounding.startSample, room.headSamples);
    const length = subtractSamples(sounding.endSample, sounding.startSample);
    const durationSamples = addSamples(addSamples(room.headSamples, length), room.tailSamples);
    return [
      {
        title: chapter.title,
        source: stretchOf(mixer, chapter, offset),
        durationSamples,
        chapters: programme.chapters
          .filter((inner) => inner.startSample >= chapter.startSample && inner.startSample < chapter.endSample)
          .map((inner, index) => moveInto(inner, offset, durationSamples, index === 0)),
      },
    ];
  });
}

interface Range {
  readonly startSample: Samples;
  readonly endSample: Samples;
}

/** From the first to the last sound of a chapter; undefined when it is silent. */
function soundingRange(layout: Layout, chapter: Range): Range | undefined {
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

const BORDER_FADE_FRAMES = 480;

/** The mixer from `offset` on, silent outside the chapter. */
function stretchOf(mixer: ProgrammeSource, chapter: Range, offset: Samples): ProgrammeSource {
  return {
    render(startSample, left, right) {
      mixer.render(startSample + offset, left, right);
      for (let i = 0; i < left.length; i++) {
        const at = startSample + offset + i;
        const inside = Math.min(at - chapter.startSample + 1, chapter.endSample - at);
        if (inside >= BORDER_FADE_FRAMES) continue;
        const gain = Math.max(0, inside / BORDER_FADE_FRAMES);
        left[i] = left[i]! * gain;
        right[i] = right[i]! * gain;
      }
    },
  };
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

/** The plan of one track alone, with the ducking it has in the whole. */
export function stemOf(programme: Programme, trackIndex: number, reader: PcmReader): ProgrammeSource {
  const track = programme.plan.tracks[trackIndex];
  return new BlockMixer({ ...programme.plan, tracks: track ? [track] : [] }, reader);
}

export function totalSamples(parts: readonly ProgrammePart[]): Samples {
  return samples(parts.reduce((sum, part) => sum + part.durationSamples, 0));
}
