import type { RecordId } from '#shared/ids.ts';
import { samples } from '#shared/units.ts';
import type { Studio } from '../app/studio.ts';
import type { Loudness, Playback } from '../player/playback.ts';
import type { LoopRange } from '../player/programme-walk.ts';
import { nextShuttle, type TransportState, volumeOf } from './transport-state.ts';

const NOTHING_HEARD: Loudness = {
  momentaryLufs: null,
  shortTermLufs: null,
  integratedLufs: null,
  truePeakDbtp: null,
};

/** How it plays: speed, loop, solo, volume, scrubbing. */
export class TransportControl {
  readonly #studio: Studio;
  readonly #player: () => Playback | null;

  constructor(studio: Studio, player: () => Playback | null) {
    this.#studio = studio;
    this.#player = player;
  }

  get state(): TransportState {
    return this.#studio.state.transport;
  }

  /** A player that has just been made is told how it plays. */
  resume(): void {
    const { volume, rate, soloTrackIds } = this.state;
    const player = this.#player();
    player?.setVolume(volumeOf(volume));
    player?.setRate(rate);
    player?.setSolo(soloTrackIds);
    this.#applyLoop();
    const { outputDeviceId } = this.#studio.state.settings;
    if (outputDeviceId !== null) void this.playOn(outputDeviceId);
  }

  /** Plays on the device that the settings name, until the returned function is called. */
  followSettings(): () => void {
    return this.#studio.store.subscribe(({ settings: { outputDeviceId } }, before) => {
      if (outputDeviceId !== before.settings.outputDeviceId) void this.playOn(outputDeviceId);
    });
  }

  /** Before playing begins: a loop begins with its start, unless the playhead is in it. */
  prepare(): void {
    const { isLooping, range } = this.state;
    if (!isLooping || !range) return;
    const position = this.#studio.positionSample;
    if (position < range.startSample || position >= range.endSample) this.#studio.seek(range.startSample);
  }

  /** J and L. */
  shuttle(direction: 1 | -1): void {
    const { isPlaying } = this.#studio.state;
    const shuttle = nextShuttle(this.state.shuttle, isPlaying, direction);
    this.#set({ shuttle });
    this.#player()?.setRate(shuttle);
    if (!isPlaying) void this.#studio.play();
  }

  /** Playing has stopped: what J and L did is over. */
  endShuttle(): void {
    if (this.state.shuttle === null) return;
    this.#set({ shuttle: null });
    this.#player()?.setRate(this.state.rate);
  }

  setRate(rate: number): void {
    this.#set({ rate, shuttle: null });
    this.#player()?.setRate(rate);
  }

  /** null, or no length: none. Turned the right way round, within the episode. */
  setRange(range: LoopRange | null): void {
    const end = this.#studio.state.episode?.durationSamples ?? 0;
    const within = (sample: number): number => Math.min(end, Math.max(0, Math.round(sample)));
    const [a, b] = range ? [within(range.startSample), within(range.endSample)] : [0, 0];
    this.#set({ range: a === b ? null : { startSample: Math.min(a, b), endSample: Math.max(a, b) } });
    if (this.state.isLooping) this.#applyLoop();
  }

  /** Of the range; without one, of what is selected, else of everything. */
  toggleLoop(): void {
    const { isLooping, range } = this.state;
    if (!isLooping && !range) this.setRange(this.#studio.timeline.selectedRange ?? this.#whole);
    this.#set({ isLooping: !isLooping });
    this.#applyLoop();
  }

  toggleSolo(trackId: RecordId): void {
    const soloTrackIds = new Set(this.state.soloTrackIds);
    if (!soloTrackIds.delete(trackId)) soloTrackIds.add(trackId);
    this.#set({ soloTrackIds });
    this.#player()?.setSolo(soloTrackIds);
  }

  setVolume(volume: number): void {
    this.#set({ volume });
    this.#player()?.setVolume(volumeOf(volume));
  }

  scrub(sample: number): void {
    this.#player()?.scrub(samples(Math.max(0, Math.round(sample))));
    this.#studio.clock.request();
  }

  endScrub(): void {
    this.#player()?.endScrub();
    this.#studio.clock.request();
  }

  get loudness(): Loudness {
    return this.#player()?.loudness ?? NOTHING_HEARD;
  }

  resetLoudness(): void {
    this.#player()?.resetLoudness();
  }

  /** null: the system's. One that is gone is said, and the system's is used. */
  async playOn(deviceId: string | null): Promise<void> {
    await this.#studio.failures.attempt(async () => this.#player()?.setOutputDevice(deviceId));
  }

  /** Another episode: what was marked and soloed was of the one before. */
  forget(): void {
    this.#set({ range: null, isLooping: false, soloTrackIds: new Set() });
    this.#player()?.setSolo(new Set());
    this.#applyLoop();
  }

  get #whole(): LoopRange {
    return { startSample: 0, endSample: this.#studio.state.episode?.durationSamples ?? 0 };
  }

  #applyLoop(): void {
    const { isLooping, range } = this.state;
    this.#player()?.setLoop(isLooping ? range : null);
  }

  #set(part: Partial<TransportState>): void {
    this.#studio.store.setState({ transport: { ...this.state, ...part } });
  }
}
