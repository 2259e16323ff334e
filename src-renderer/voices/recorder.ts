/** Records from a microphone into a WAV file: nothing is lost to a codec before a voice is copied from it. */
import { PROJECT_RATE_HZ, samples, samplesToSeconds } from '#shared/units.ts';
import { RECORDER_NAME, type RecordedBlock } from './recorder-messages.ts';
import workletUrl from './recorder-worklet.ts?worker&url';
import { wavOf } from './wav-of.ts';

export class Recorder {
  readonly #context: AudioContext;
  readonly #stream: MediaStream;
  readonly #blocks: RecordedBlock[] = [];
  #frames = 0;

  private constructor(context: AudioContext, stream: MediaStream) {
    this.#context = context;
    this.#stream = stream;
  }

  /** Rejects with the browser's error where there is no microphone, or where the person said no. */
  static async start(deviceId: string | null): Promise<Recorder> {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: {
        ...(deviceId === null ? {} : { deviceId }),
        channelCount: 1,
        // A copy takes over what these do to a voice.
        echoCancellation: false,
        noiseSuppression: false,
        autoGainControl: false,
      },
    });
    const context = new AudioContext({ sampleRate: PROJECT_RATE_HZ });
    const recorder = new Recorder(context, stream);
    try {
      await context.audioWorklet.addModule(workletUrl);
      const node = new AudioWorkletNode(context, RECORDER_NAME, {
        numberOfOutputs: 0,
        channelCount: 1,
        channelCountMode: 'explicit',
      });
      node.port.onmessage = ({ data }: MessageEvent<RecordedBlock>) => {
        recorder.#blocks.push(data);
        recorder.#frames += data.length;
      };
      context.createMediaStreamSource(stream).connect(node);
      await context.resume();
      return recorder;
    } catch (error) {
      await recorder.cancel();
      throw error;
    }
  }

  get seconds(): number {
    return samplesToSeconds(samples(this.#frames));
  }

  async stop(name: string): Promise<File> {
    await this.cancel();
    return new File([wavOf(this.#blocks, PROJECT_RATE_HZ)], name, { type: 'audio/wav' });
  }

  async cancel(): Promise<void> {
    for (const track of this.#stream.getTracks()) track.stop();
    await this.#context.close();
  }
}
