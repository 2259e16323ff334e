import type { AssetId, TakeId } from '#shared/ids.ts';
import type { MediaIndex, Take, TakeCue } from '#shared/media.ts';
import { samples } from '#shared/units.ts';
import { assetId, takeId } from '../document/sample-episode.ts';

/** A segment: which run it speaks, how long its speech is, how much silence the engine left around it. */
export interface SegmentInit {
  readonly runIndex?: number;
  readonly speech: number;
  readonly silence?: number;
}

const DEFAULT_SILENCE = 1_000;

export class FakeMedia implements MediaIndex {
  readonly #takes = new Map<TakeId, Take>();
  readonly #assets = new Map<AssetId, number>();

  sound(name: string, durationSamples: number): this {
    this.#assets.set(assetId(name), durationSamples);
    return this;
  }

  /** The assets are called `<name>0`, `<name>1` … */
  speech(name: string, segments: readonly SegmentInit[], cues: readonly TakeCue[] = []): this {
    this.#takes.set(takeId(name), {
      id: takeId(name),
      requestHash: assetId(name) as never,
      provider: 'test' as never,
      voiceId: 'voice',
      text: '',
      segments: segments.map(({ runIndex = 0, speech, silence = DEFAULT_SILENCE }, index) => {
        this.sound(`${name}${index}`, speech + 2 * silence);
        return {
          assetId: assetId(`${name}${index}`),
          requestHash: assetId(name) as never,
          durationSamples: samples(speech + 2 * silence),
          speechStartSample: samples(silence),
          speechEndSample: samples(silence + speech),
          runIndex,
        };
      }),
      cues,
      billedCharacters: 0,
      cost: 0,
      createdAtMs: 0,
    });
    return this;
  }

  lose(name: string): this {
    this.#assets.delete(assetId(name));
    return this;
  }

  take(id: TakeId): Take | undefined {
    return this.#takes.get(id);
  }

  asset(id: AssetId) {
    const durationSamples = this.#assets.get(id);
    return durationSamples === undefined
      ? undefined
      : { durationSamples: samples(durationSamples), channels: 1 as const };
  }
}
