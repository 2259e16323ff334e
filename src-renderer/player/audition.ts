/** Hearing one sound by itself: a take, a clip of the library, a voice that is tried. The programme is not touched. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AssetId } from '#shared/ids.ts';
import { PROJECT_RATE_HZ, type Samples, samplesToSeconds, secondsToSamples } from '#shared/units.ts';
import { fetchPcm } from './fetch-pcm.ts';

/** A stretch of a sound. */
export interface Heard {
  readonly assetId: AssetId;
  readonly channels: 1 | 2;
  readonly durationSamples: Samples;
  /** Half-open; absent: all of it. */
  readonly startSample?: Samples;
  readonly endSample?: Samples;
}

export interface AuditionState {
  /** As {@link Audition.play} was told; null: nothing is heard. */
  readonly key: string | null;
}

/** So much is fetched and scheduled at a time: an hour of music must not be read before its first note. */
const PIECE_SAMPLES = secondsToSamples(4);
const BYTES_PER_SAMPLE = 4;
/** From the call to the first sample: enough for the fetch of a piece from this machine. */
const LEAD_SECONDS = 0.02;

export class Audition {
  readonly store: StoreApi<AuditionState> = createStore(() => ({ key: null }));
  readonly #onFailure: (thrown: unknown) => void;
  #context: AudioContext | null = null;
  #deviceId: string | null = null;
  /** Of the sound that is heard; another number says that it is no longer. */
  #turn = 0;
  #sources: AudioBufferSourceNode[] = [];

  constructor(onFailure: (thrown: unknown) => void) {
    this.#onFailure = onFailure;
  }

  /** null: the system's. */
  setOutputDevice(deviceId: string | null): void {
    this.#deviceId = deviceId;
    if (this.#context) void this.#choose(this.#context);
  }

  /** Ends what was heard. One sound after the other, without a gap. `key` says what it is, for who shows it. */
  play(key: string, sounds: readonly Heard[]): void {
    this.stop();
    const turn = this.#turn;
    this.store.setState({ key });
    this.#run(turn, sounds).catch((thrown: unknown) => {
      if (turn !== this.#turn) return;
      this.stop();
      this.#onFailure(thrown);
    });
  }

  /** Ends it when it is this one, begins it otherwise. */
  toggle(key: string, sounds: readonly Heard[]): void {
    if (this.store.getState().key === key) this.stop();
    else this.play(key, sounds);
  }

  stop(): void {
    this.#turn++;
    for (const source of this.#sources.splice(0)) source.stop();
    if (this.store.getState().key !== null) this.store.setState({ key: null });
  }

  async dispose(): Promise<void> {
    this.stop();
    await this.#context?.close();
    this.#context = null;
  }

  async #run(turn: number, sounds: readonly Heard[]): Promise<void> {
    const context = await this.#open();
    let at = context.currentTime + LEAD_SECONDS;
    for (const { assetId, channels, durationSamples, startSample = 0, endSample = durationSamples } of sounds) {
      for (let from: number = startSample; from < endSample; from += PIECE_SAMPLES) {
        const to = Math.min(endSample, from + PIECE_SAMPLES);
        const width = channels * BYTES_PER_SAMPLE;
        const bytes = await fetchPcm(assetId, from * width, to * width);
        if (turn !== this.#turn) return;
        const piece = pieceOf(context, bytes, channels);
        if (!piece) break;
        // Late by a slow disk: the rest follows without a hole in it.
        at = Math.max(at, context.currentTime);
        const source = new AudioBufferSourceNode(context, { buffer: piece });
        source.connect(context.destination);
        source.start(at);
        this.#sources.push(source);
        at += samplesToSeconds((to - from) as Samples);
        // One piece ahead.
        await until(context, at - samplesToSeconds(PIECE_SAMPLES));
        if (turn !== this.#turn) return;
      }
    }
    await until(context, at);
    if (turn === this.#turn) this.stop();
  }

  async #open(): Promise<AudioContext> {
    if (!this.#context) {
      this.#context = new AudioContext({ sampleRate: PROJECT_RATE_HZ, latencyHint: 'interactive' });
      await this.#choose(this.#context);
    }
    await this.#context.resume();
    return this.#context;
  }

  async #choose(context: AudioContext): Promise<void> {
    const sink = context as AudioContext & { setSinkId?: (id: string) => Promise<void> };
    // A device that was unplugged: the system's own is better than silence.
    await sink.setSinkId?.(this.#deviceId ?? '').catch(() => undefined);
  }
}

function pieceOf(context: AudioContext, bytes: ArrayBuffer, channels: 1 | 2): AudioBuffer | null {
  const interleaved = new Float32Array(bytes, 0, Math.floor(bytes.byteLength / BYTES_PER_SAMPLE));
  const frames = Math.floor(interleaved.length / channels);
  if (frames === 0) return null;
  const buffer = context.createBuffer(channels, frames, PROJECT_RATE_HZ);
  for (let channel = 0; channel < channels; channel++) {
    const target = buffer.getChannelData(channel);
    for (let frame = 0; frame < frames; frame++) target[frame] = interleaved[frame * channels + channel] ?? 0;
  }
  return buffer;
}

function until(context: AudioContext, time: number): Promise<void> {
  const ms = Math.max(0, (time - context.currentTime) * 1000);
  return new Promise((resolve) => setTimeout(resolve, ms));
}
