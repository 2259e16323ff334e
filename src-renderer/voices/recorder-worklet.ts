/** The audio worklet of the recorder: hands on what the microphone gives, untouched. */
import { RECORDER_NAME, type RecordedBlock } from './recorder-messages.ts';

// The worklet's global scope is in no TypeScript library.
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

class RecorderProcessor extends AudioWorkletProcessor {
  process(inputs: readonly (readonly Float32Array[])[]): boolean {
    const [channel] = inputs[0] ?? [];
    if (channel) {
      const block: RecordedBlock = channel.slice();
      this.port.postMessage(block, [block.buffer]);
    }
    return true;
  }
}

registerProcessor(RECORDER_NAME, RecorderProcessor);
