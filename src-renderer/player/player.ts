/**
 * Plays a mix plan. The page holds no audio: a worker mixes into a ring in shared memory, an audio worklet plays it,
 * and this object tells both where and when. A busy page does not interrupt what is heard.
 */
import { AppError } from '#shared/errors.ts';
import type { MixPlan } from '#shared/mix/mix-plan.ts';
import { PROJECT_RATE_HZ, type Samples, samples, ZERO_SAMPLES } from '#shared/units.ts';
import { Unreachable } from '../shell/unreachable.ts';
import MixWorker from './mix-worker.ts?worker';
import type { Levels, Playback, PlaybackEvents } from './playback.ts';
import workletUrl from './playback-worklet.ts?worker&url';
import {
  WORKLET_NAME,
  type WorkerFailure,
  type WorkerRequest,
  type WorkletNews,
  type WorkletOptions,
  type WorkletStart,
} from './player-messages.ts';
import { createRingMemory, RingMonitor } from './ring.ts';

export class Player implements Playback {
  readonly #events: PlaybackEvents;
  readonly #context: AudioContext;
  readonly #worker: Worker;
  readonly #monitor: RingMonitor;
  #durationSamples: Samples = ZERO_SAMPLES;
  #isPlaying = false;
  /** The worker stopped mixing; only a seek makes it begin again. */
  #hasFailed = false;
  #restartId = 0;
  /** Where the last restart was to: the position, until the audio thread has taken it over. */
  #restartSample: Samples = ZERO_SAMPLES;

  private constructor(context: AudioContext, worker: Worker, monitor: RingMonitor, events: PlaybackEvents) {
    this.#context = context;
    this.#worker = worker;
    this.#monitor = monitor;
    this.#events = events;
  }

  /**
   * Makes the audio device ready, silent. Rejects with AppError `unsupported-audio` where the page may not share
   * memory between threads, or where the browser has no audio output.
   */
  static async create(events: PlaybackEvents): Promise<Player> {
    if (typeof SharedArrayBuffer === 'undefined') {
      throw new AppError({
        code: 'unsupported-audio',
        message: 'This browser does not share memory between threads, so nothing can be played in it.',
      });
    }
    const context = new AudioContext({ sampleRate: PROJECT_RATE_HZ, latencyHint: 'interactive' });
    await context.audioWorklet.addModule(workletUrl);
    const ring = createRingMemory();
    const worker = new MixWorker();
    const processorOptions: WorkletOptions = { ring };
    const node = new AudioWorkletNode(context, WORKLET_NAME, {
      numberOfInputs: 0,
      outputChannelCount: [2],
      processorOptions,
    });
    const { port1, port2 } = new MessageChannel();
    const workletStart: WorkletStart = { workerPort: port1 };
    node.port.postMessage(workletStart, [port1]);
    const workerStart: WorkerRequest = { kind: 'start', ring, workletPort: port2 };
    worker.postMessage(workerStart, [port2]);
    node.connect(context.destination);
    const player = new Player(context, worker, new RingMonitor(ring), events);
    node.port.onmessage = ({ data }: MessageEvent<WorkletNews>) => {
      if (data.kind === 'ended') player.#setPlaying(false);
    };
    worker.onmessage = ({ data: { isUnreachable, message } }: MessageEvent<WorkerFailure>) =>
      player.#fail(isUnreachable ? new Unreachable(message) : new AppError({ code: 'missing-audio', message }));
    worker.onerror = ({ message }) => player.#fail(new AppError({ code: 'internal', message }));
    return player;
  }

  load(plan: MixPlan): void {
    this.#durationSamples = plan.durationSamples;
    const { startSample, restartId } = this.#restartAt(this.positionSample);
    this.#post({ kind: 'load', plan, startSample, restartId });
  }

  get positionSample(): Samples {
    const isTakenOver = this.#monitor.takenOverId === this.#restartId;
    return isTakenOver ? samples(this.#monitor.positionSample) : this.#restartSample;
  }

  async play(): Promise<void> {
    if (this.#isPlaying || this.#durationSamples === 0) return;
    if (this.positionSample >= this.#durationSamples) this.seek(ZERO_SAMPLES);
    else if (this.#hasFailed) this.seek(this.positionSample);
    this.#hasFailed = false;
    this.#setPlaying(true);
    await this.#context.resume();
  }

  pause(): void {
    this.#setPlaying(false);
  }

  /** What was mixed for the old place is dropped at once. */
  seek(sample: Samples): void {
    this.#post({ kind: 'seek', ...this.#restartAt(sample) });
  }

  takeLevels(): Levels {
    return this.#monitor.takePeaks();
  }

  async dispose(): Promise<void> {
    this.#monitor.setPlaying(false);
    this.#worker.terminate();
    await this.#context.close();
  }

  #restartAt(sample: Samples): { startSample: Samples; restartId: number } {
    const startSample = samples(Math.min(Math.max(sample, 0), this.#durationSamples));
    this.#restartSample = startSample;
    this.#restartId++;
    return { startSample, restartId: this.#restartId };
  }

  #setPlaying(isPlaying: boolean): void {
    this.#monitor.setPlaying(isPlaying);
    if (this.#isPlaying === isPlaying) return;
    this.#isPlaying = isPlaying;
    this.#events.onPlayingChange(isPlaying);
  }

  #fail(error: AppError | Unreachable): void {
    this.#hasFailed = true;
    this.#setPlaying(false);
    this.#events.onFailure(error);
  }

  #post(request: WorkerRequest): void {
    this.#worker.postMessage(request);
  }
}
