/**
 * Plays a mix plan. The page holds no audio: a worker mixes into a ring in shared memory, an audio worklet plays it,
 * and this object tells both where and when. A busy page does not interrupt what is heard.
 */
import { AppError } from '#shared/errors.ts';
import type { RecordId } from '#shared/ids.ts';
import { PROJECT_RATE_HZ, type Samples, samples, ZERO_SAMPLES } from '#shared/units.ts';
import { Unreachable } from '../shell/unreachable.ts';
import type { PlayChange } from './mix-feeder.ts';
import MixWorker from './mix-worker.ts?worker';
import type { Levels, Loudness, PlanSource, Playback, PlaybackEvents } from './playback.ts';
import workletUrl from './playback-worklet.ts?worker&url';
import {
  WORKLET_NAME,
  type WorkerFailure,
  type WorkerRequest,
  type WorkletNews,
  type WorkletOptions,
  type WorkletStart,
} from './player-messages.ts';
import { type LoopRange, SHORTEST_LOOP_SAMPLES } from './programme-walk.ts';
import { createRingMemory, METER } from './ring.ts';
import { RingMonitor } from './ring-onlookers.ts';

/** A drag changes the plan at every frame, and an ear hears no difference so soon. */
const PLAN_EVERY_MS = 80;
/** How fast the volume follows its knob. */
const VOLUME_SECONDS = 0.015;

/** Not in every browser, nor in every version of TypeScript's library. */
interface OutputChoice {
  setSinkId(deviceId: string): Promise<void>;
}

export class Player implements Playback {
  readonly #events: PlaybackEvents;
  readonly #context: AudioContext;
  readonly #worker: Worker;
  readonly #volume: GainNode;
  readonly #monitor: RingMonitor;
  #durationSamples: Samples = ZERO_SAMPLES;
  #isPlaying = false;
  /** The worker stopped mixing; only a seek makes it begin again. */
  #hasFailed = false;
  #restartId = 0;
  /** Where the last restart was to: the position, until the audio thread has taken it over. */
  #restartSample: Samples = ZERO_SAMPLES;
  #rate = 1;
  /** Set and not handed on yet. */
  #stale: { readonly source: PlanSource; readonly shiftSamples: number } | null = null;
  #planTimer: ReturnType<typeof setTimeout> | null = null;
  #plannedAtMs = Number.NEGATIVE_INFINITY;
  /** Where the hand is, while it scrubs. */
  #scrubSample: Samples | null = null;

  private constructor(
    context: AudioContext,
    worker: Worker,
    volume: GainNode,
    monitor: RingMonitor,
    events: PlaybackEvents,
  ) {
    this.#context = context;
    this.#worker = worker;
    this.#volume = volume;
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
    // At full volume its samples pass as they are.
    const volume = new GainNode(context, { gain: 1 });
    node.connect(volume).connect(context.destination);
    const player = new Player(context, worker, volume, new RingMonitor(ring), events);
    node.port.onmessage = ({ data }: MessageEvent<WorkletNews>) => {
      // Said by the audio thread a moment ago; since then it may have been told to play on.
      if (data.kind === 'ended' && !player.#monitor.isPlaying) player.#setPlaying(false);
    };
    worker.onmessage = ({ data: { isUnreachable, message } }: MessageEvent<WorkerFailure>) =>
      player.#fail(isUnreachable ? new Unreachable(message) : new AppError({ code: 'missing-audio', message }));
    worker.onerror = ({ message }) => player.#fail(new AppError({ code: 'internal', message }));
    return player;
  }

  setPlan(source: PlanSource, shiftSamples = 0): void {
    this.#durationSamples = source.durationSamples;
    this.#stale = { source, shiftSamples: shiftSamples + (this.#stale?.shiftSamples ?? 0) };
    const isFirst = this.#planTimer === null && performance.now() - this.#plannedAtMs > PLAN_EVERY_MS;
    if (isFirst) this.#plan();
    else this.#planTimer ??= setTimeout(() => this.#plan(), PLAN_EVERY_MS);
  }

  setSolo(trackIds: ReadonlySet<RecordId>): void {
    const restart = this.#isPlaying ? null : this.#restartAt(this.positionSample);
    this.#change({ soloTrackIds: [...trackIds], restart });
  }

  /** Hands the newest plan on. */
  #plan(): void {
    clearTimeout(this.#planTimer ?? undefined);
    this.#planTimer = null;
    if (!this.#stale) return;
    const { source, shiftSamples } = this.#stale;
    const { plan } = source;
    this.#stale = null;
    this.#plannedAtMs = performance.now();
    if (this.#isPlaying && this.#scrubSample === null) this.#change({ plan, shiftSamples, restart: null });
    else this.#change({ plan, restart: this.#restartAt(this.positionSample) });
  }

  get positionSample(): Samples {
    if (this.#scrubSample !== null) return this.#scrubSample;
    const isTakenOver = this.#monitor.takenOverId === this.#restartId;
    return isTakenOver ? this.#clamp(Math.round(this.#monitor.positionSample)) : this.#restartSample;
  }

  async play(): Promise<void> {
    if (this.#isPlaying || this.#durationSamples === 0) return;
    this.#plan();
    const position = this.positionSample;
    if (this.#rate > 0 && position >= this.#durationSamples) this.seek(ZERO_SAMPLES);
    else if (this.#hasFailed) this.seek(position);
    this.#hasFailed = false;
    this.#setPlaying(true);
    await this.#context.resume();
  }

  pause(): void {
    this.#setPlaying(false);
  }

  /** What was mixed for the old place is dropped at once. */
  seek(sample: Samples): void {
    // Scrubbing lets the audio thread play; a seek in the middle of it ends that.
    if (this.#scrubSample !== null) this.#monitor.setPlaying(this.#isPlaying);
    this.#scrubSample = null;
    const resetsMeters = sample !== this.positionSample;
    this.#change({ restart: this.#restartAt(sample), resetsMeters });
  }

  setRate(rate: number): void {
    if (rate === this.#rate) return;
    this.#rate = rate;
    this.#change({ rate, restart: this.#isPlaying ? null : this.#restartAt(this.positionSample) });
  }

  setLoop(loop: LoopRange | null): void {
    const isLong = loop !== null && loop.endSample - loop.startSample >= SHORTEST_LOOP_SAMPLES;
    const restart = this.#isPlaying ? null : this.#restartAt(this.positionSample);
    this.#change({ loop: isLong ? loop : null, restart });
  }

  scrub(sample: Samples): void {
    if (this.#durationSamples === 0) return;
    this.#plan();
    if (this.#scrubSample === null) {
      this.#restartId++;
      this.#monitor.setPlaying(true);
      void this.#context.resume();
    }
    this.#scrubSample = this.#clamp(sample);
    this.#post({ kind: 'scrub', sample: this.#scrubSample, restartId: this.#restartId });
  }

  endScrub(): void {
    if (this.#scrubSample !== null) this.seek(this.#scrubSample);
  }

  setVolume(volume: number): void {
    this.#volume.gain.setTargetAtTime(Math.min(1, Math.max(0, volume)), this.#context.currentTime, VOLUME_SECONDS);
  }

  async setOutputDevice(deviceId: string | null): Promise<void> {
    const context: AudioContext & Partial<OutputChoice> = this.#context;
    if (!context.setSinkId) {
      if (deviceId === null) return;
      throw new AppError({
        code: 'unsupported-audio',
        message: 'This browser plays on the output of the system; choose it there.',
      });
    }
    await context.setSinkId(deviceId ?? '').catch((cause: unknown) => {
      throw new AppError({
        code: 'unsupported-audio',
        message: 'The chosen audio output is not there. Connect it, or choose another one in Settings.',
        cause,
      });
    });
  }

  takeLevels(): Levels {
    return this.#monitor.takePeaks();
  }

  get loudness(): Loudness {
    const meter = (which: number): number | null => {
      const value = this.#monitor.meter(which);
      return Number.isFinite(value) ? value : null;
    };
    return {
      momentaryLufs: meter(METER.momentary),
      shortTermLufs: meter(METER.shortTerm),
      integratedLufs: meter(METER.integrated),
      truePeakDbtp: meter(METER.truePeak),
    };
  }

  resetLoudness(): void {
    this.#post({ kind: 'resetMeters' });
  }

  async dispose(): Promise<void> {
    clearTimeout(this.#planTimer ?? undefined);
    this.#monitor.setPlaying(false);
    this.#worker.terminate();
    await this.#context.close();
  }

  #restartAt(sample: Samples): { startSample: Samples; restartId: number } {
    const startSample = this.#clamp(sample);
    this.#restartSample = startSample;
    this.#restartId++;
    return { startSample, restartId: this.#restartId };
  }

  #clamp(sample: number): Samples {
    return samples(Math.min(Math.max(sample, 0), this.#durationSamples));
  }

  #change(change: PlayChange): void {
    this.#post({ kind: 'change', change });
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
