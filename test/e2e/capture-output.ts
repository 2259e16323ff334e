import type { Page } from '@playwright/test';

/** Runs in the audio thread: passes on what comes in, in order, none lost. Served beside the page as `tap.js`. */
export const TAP = `
registerProcessor('tap', class extends AudioWorkletProcessor {
  process([[left, right]]) {
    if (left && right) this.port.postMessage([left.slice(), right.slice()]);
    return true;
  }
});`;

interface Captured {
  readonly left: number[];
  readonly right: number[];
}

type Blocks = [Float32Array, Float32Array][];

/** Before the page loads: keeps what the playback worklet hands to the device, frame for frame. */
export async function captureOutput(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const blocks: Blocks = [];
    Object.assign(window, { capturedBlocks: blocks });
    const ContextWithTap = class extends AudioContext {
      constructor(options?: AudioContextOptions) {
        super(options);
        const { audioWorklet } = this;
        const addModule = audioWorklet.addModule.bind(audioWorklet);
        audioWorklet.addModule = async (url, moduleOptions) => {
          await addModule('/tap.js');
          await addModule(url, moduleOptions);
        };
      }
    };
    window.AudioContext = ContextWithTap;
    const Original = window.AudioWorkletNode;
    window.AudioWorkletNode = class extends Original {
      constructor(context: BaseAudioContext, name: string, options?: AudioWorkletNodeOptions) {
        super(context, name, options);
        const tap = new Original(context, 'tap', { channelCount: 2, channelCountMode: 'explicit' });
        tap.port.onmessage = ({ data }: MessageEvent<[Float32Array, Float32Array]>) => blocks.push(data);
        this.connect(tap).connect(context.destination);
      }
    };
  });
}

/** Everything that was captured, from the first frame that is not silent. */
export async function capturedSound(page: Page): Promise<Captured> {
  return page.evaluate(() => {
    const { capturedBlocks } = window as unknown as { capturedBlocks: Blocks };
    const left = capturedBlocks.flatMap(([block]) => [...block]);
    const right = capturedBlocks.flatMap(([, block]) => [...block]);
    const start = left.findIndex((value, index) => value !== 0 || right[index] !== 0);
    return start === -1 ? { left: [], right: [] } : { left: left.slice(start), right: right.slice(start) };
  });
}
