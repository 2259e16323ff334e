import { BlockMixer } from '#shared/mix/block-mixer.ts';
import type { ProgrammeSource } from '#shared/mix/master.ts';
import type { MixPlan, PcmReader } from '#shared/mix/mix-plan.ts';
import type { Samples } from '#shared/units.ts';

/** Which sound of a programme a file has. Plain data: workers make the sound of it. */
export interface PartSound {
  /** Where the part's first sample lies in the programme; negative where a head is put before the programme. */
  readonly offsetSample: Samples;
  /** Nothing is heard outside of this stretch of the programme; null: all of it is. */
  readonly chapter: ChapterRange | null;
  /** Of a stem; null: all tracks. */
  readonly trackIndex: number | null;
}

export interface ChapterRange {
  readonly startSample: Samples;
  readonly endSample: Samples;
}

/** Music that sounds across the border of a chapter's file stops there with a fade of 10 ms. */
export const BORDER_FADE_FRAMES = 480;

/** Makes the sound of parts of one programme. */
export class PartMixers {
  readonly #plan: MixPlan;
  readonly #reader: PcmReader;
  readonly #mixers = new Map<number | null, BlockMixer>();

  constructor(plan: MixPlan, reader: PcmReader) {
    this.#plan = plan;
    this.#reader = reader;
  }

  sourceOf({ offsetSample, chapter, trackIndex }: PartSound): ProgrammeSource {
    const mixer = this.#mixerOf(trackIndex);
    if (offsetSample === 0 && chapter === null) return mixer;
    return {
      render(startSample, left, right) {
        mixer.render(startSample + offsetSample, left, right);
        if (chapter) fadeAtBorders(startSample + offsetSample, left, right, chapter);
      },
    };
  }

  /** A stem has the ducking it has in the whole. */
  #mixerOf(trackIndex: number | null): BlockMixer {
    const known = this.#mixers.get(trackIndex);
    if (known) return known;
    const { tracks } = this.#plan;
    const kept = trackIndex === null ? tracks : tracks.slice(trackIndex, trackIndex + 1);
    const mixer = new BlockMixer({ ...this.#plan, tracks: kept }, this.#reader);
    this.#mixers.set(trackIndex, mixer);
    return mixer;
  }
}

function fadeAtBorders(startSample: number, left: Float32Array, right: Float32Array, chapter: ChapterRange): void {
  const end = startSample + left.length;
  if (startSample >= chapter.startSample + BORDER_FADE_FRAMES && end <= chapter.endSample - BORDER_FADE_FRAMES) return;
  for (let i = 0; i < left.length; i++) {
    const at = startSample + i;
    const inside = Math.min(at - chapter.startSample + 1, chapter.endSample - at);
    if (inside >= BORDER_FADE_FRAMES) continue;
    const gain = Math.max(0, inside / BORDER_FADE_FRAMES);
    left[i] = left[i]! * gain;
    right[i] = right[i]! * gain;
  }
}
