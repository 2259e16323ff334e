/** The audio worklet: takes frames from the ring and hands them to the device. Nothing here waits or allocates. */
import { JumpSmoother } from './jump-smoother.ts';
import { WORKLET_NAME, type WorkletNews, type WorkletOptions, type WorkletStart } from './player-messages.ts';
import { RING_FRAMES } from './ring.ts';
import { peakBits, RingReader } from './ring-reader.ts';

// The worklet's global scope is in no TypeScript library.
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(
  name: string,
  processor: new (options: { processorOptions: WorkletOptions }) => AudioWorkletProcessor,
): void;

/** Asks for more when less than this is left, and again for every so many frames that go: a few times a second. */
const LOW_FRAMES = (RING_FRAMES / 4) * 3;
const ASK_AGAIN_FRAMES = RING_FRAMES / 8;

class PlaybackProcessor extends AudioWorkletProcessor {
  readonly #ring: RingReader;
  readonly #leftSmoother = new JumpSmoother();
  readonly #rightSmoother = new JumpSmoother();
  #workerPort: MessagePort | null = null;
  /** What was in the ring when more was asked for; asking again before it changes is useless. null: not asked. */
  #filledWhenAsked: number | null = null;

  constructor({ processorOptions }: { processorOptions: WorkletOptions }) {
    super();
    this.#ring = new RingReader(processorOptions.ring);
    this.port.onmessage = ({ data }: MessageEvent<WorkletStart>) => {
      this.#workerPort = data.workerPort;
    };
  }

  process(_inputs: unknown, outputs: readonly (readonly Float32Array[])[]): boolean {
    const [left, right] = outputs[0] ?? [];
    if (!left || !right) return true;
    const { hasRestarted, frames, isJump, isStart, hasEnded } = this.#ring.pull(left, right);
    this.#leftSmoother.process(left, frames, isJump, isStart);
    this.#rightSmoother.process(right, frames, isJump, isStart);
    this.#ring.raisePeaks(peakBits(left), peakBits(right));
    this.#askForMore(hasRestarted);
    if (hasEnded) this.port.postMessage({ kind: 'ended' } satisfies WorkletNews);
    return true;
  }

  #askForMore(hasRestarted: boolean): void {
    const filled = this.#ring.filledFrames;
    const asked = hasRestarted ? null : this.#filledWhenAsked;
    if (filled >= LOW_FRAMES) {
      this.#filledWhenAsked = null;
    } else if (asked === null || filled > asked || asked - filled >= ASK_AGAIN_FRAMES) {
      this.#filledWhenAsked = filled;
      this.#workerPort?.postMessage(null);
    }
  }
}

registerProcessor(WORKLET_NAME, PlaybackProcessor);
