import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import type { RecordId } from '#shared/ids.ts';
import { chaptersOf } from '#shared/layout/chapters.ts';
import { layOut } from '#shared/layout/lay-out.ts';
import type { Chapter, Layout, PlacedClip } from '#shared/layout/layout.ts';
import type { MixPlan } from '#shared/mix/mix-plan.ts';
import { planMix } from '#shared/mix/plan-mix.ts';
import { addSamples } from '#shared/units.ts';
import type { EpisodeMedia } from './episode-media.ts';
import type { Place } from './episode-model.ts';
import type { Lane } from './lanes.ts';
import { layRememberedSpeech } from './remembered-speech.ts';

/** An episode in time. What follows from its layout is computed when it is first asked for. */
export class LaidEpisode {
  /** With what it inherits. */
  readonly document: EpisodeDocument;
  readonly media: EpisodeMedia;
  readonly layout: Layout;
  #plan: MixPlan | undefined;
  #chapters: readonly Chapter[] | undefined;
  #lanes: readonly Lane[] | undefined;
  #soundById: ReadonlyMap<RecordId, PlacedClip> | undefined;

  constructor(document: EpisodeDocument, media: EpisodeMedia) {
    this.document = document;
    this.media = media;
    this.layout = layOut(document, media, { laySpeech: layRememberedSpeech });
  }

  get plan(): MixPlan {
    this.#plan ??= planMix(this.document, this.layout, this.media);
    return this.#plan;
  }

  get chapters(): readonly Chapter[] {
    this.#chapters ??= chaptersOf(this.document, this.layout);
    return this.#chapters;
  }

  /** Made once, for the first who asks. */
  lanesFrom(make: () => readonly Lane[]): readonly Lane[] {
    this.#lanes ??= make();
    return this.#lanes;
  }

  placeOf(id: RecordId): Place | undefined {
    const block = this.layout.blockById.get(id);
    if (block) return block;
    this.#soundById ??= new Map(
      this.layout.clips
        .filter(({ recordId }) => !this.layout.blockById.has(recordId))
        .map((clip) => [clip.recordId, clip]),
    );
    const clip = this.#soundById.get(id);
    return clip && { startSample: clip.startSample, endSample: addSamples(clip.startSample, clip.durationSamples) };
  }
}
