import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled } from '#shared/errors.ts';
import type { ProgrammeSource } from '#shared/mix/master.ts';
import type { Samples } from '#shared/units.ts';

export const BLOCK_FRAMES = 16_384;

export interface BlockOptions {
  readonly channels: 1 | 2;
  readonly signal?: AbortSignal;
  readonly onBlock?: (doneSamples: number) => void;
}

/**
 * Renders a programme from start to end. Mono is the left channel: the source has already made both the same (see
 * `Master`), so that no encoder's own downmix, which may be 3 dB hotter, is ever asked. The arrays are used again for the next
 * block. Between blocks the event loop runs, so that Ctrl+C and timers are heard. Throws Cancelled.
 */
export async function* programmeBlocks(
  source: ProgrammeSource,
  durationSamples: Samples,
  options: BlockOptions,
): AsyncGenerator<readonly Float32Array[]> {
  const left = new Float32Array(BLOCK_FRAMES);
  const right = new Float32Array(BLOCK_FRAMES);
  for (let at = 0; at < durationSamples; at += BLOCK_FRAMES) {
    throwIfCancelled(options.signal);
    const frames = Math.min(BLOCK_FRAMES, durationSamples - at);
    const block = [left.subarray(0, frames), right.subarray(0, frames)] as const;
    source.render(at, block[0], block[1]);
    yield options.channels === 1 ? [block[0]] : block;
    options.onBlock?.(at + frames);
    await setImmediate();
  }
  throwIfCancelled(options.signal);
}
