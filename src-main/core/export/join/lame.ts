/**
 * LAME in this thread: ffmpeg's libavcodec and LAME 3.100, compiled to WebAssembly by libav.js. It gives the frames that
 * `ffmpeg -c:a libmp3lame` gives (one byte in 160,000 differs, by rounding), on every machine the same, and without a process
 * or a pipe. It is twice as fast as the ffmpeg that npm packages for Linux; a native LAME that was compiled well is half again
 * as fast as this.
 */
import libav from '@libav.js/variant-obsolete';
import { throwIfCancelled } from '#shared/errors.ts';
import type { PlanarBlock } from '../../audio/pcm-samples.ts';
import type { FrameEncoder } from './frame-encoder.ts';

export const MP3_FRAME = 1152;
type LibAv = Awaited<ReturnType<typeof load>>;

/** Which the package's declarations leave out. */
const { VER } = libav as unknown as { readonly VER: string };
/** Of libavcodec: one channel in the middle, left and right. */
const LAYOUTS = { 1: 4, 2: 3 } as const;

export interface LameSettings {
  readonly channels: 1 | 2;
  /** 32, 44.1 or 48 kHz. */
  readonly rateHz: number;
  readonly bitrateKbps: number;
}

/**
 * MP3 of a constant bit rate without the bit reservoir, which lets a frame keep its bits in frames before it: every frame can
 * be cut out and put elsewhere. At the presets' rates that costs at most a few tenths of a decibel of noise.
 */
export function lame(settings: LameSettings): FrameEncoder {
  return {
    identity: ['libmp3lame', `${settings.bitrateKbps}k`, '-reservoir', '0', `libav.js ${VER}`],
    frames: (sound, signal) => lameFrames(sound, settings, signal),
  };
}

async function* lameFrames(
  sound: AsyncIterable<PlanarBlock>,
  settings: LameSettings,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly Uint8Array[]> {
  const encoder = new LameEncoder(await libavcodec(), settings);
  try {
    for await (const block of sound) {
      throwIfCancelled(signal);
      yield encoder.encode(block);
    }
    yield encoder.finish();
  } finally {
    encoder.free();
  }
}

/** One for all encoders of this thread. */
let loading: Promise<LibAv> | undefined;

function libavcodec(): Promise<LibAv> {
  loading ??= load();
  return loading;
}

async function load() {
  const av = await libav.LibAV({ noworker: true, nothreads: true });
  // It would write to the program's own output; what fails is answered.
  av.av_log_set_level_sync(av.AV_LOG_QUIET);
  return av;
}

/** Its memory is WebAssembly's: whoever makes one frees it. */
class LameEncoder {
  readonly #av: LibAv;
  readonly #context: number;
  readonly #frame: number;
  readonly #packet: number;
  /** Sound that does not fill a frame yet. */
  readonly #planes: readonly Float32Array[];
  #filled = 0;
  #position = 0;

  constructor(av: LibAv, { channels, rateHz, bitrateKbps }: LameSettings) {
    this.#av = av;
    const format = av.AV_SAMPLE_FMT_FLTP;
    const channelLayout = LAYOUTS[channels];
    [, this.#context, this.#frame, this.#packet] = av.ff_init_encoder_sync('libmp3lame', {
      ctx: {
        bit_rate: bitrateKbps * 1000,
        sample_fmt: format,
        sample_rate: rateHz,
        channel_layout: channelLayout,
      },
      time_base: [1, rateHz],
      options: { reservoir: '0' },
    });
    av.AVFrame_format_s_sync(this.#frame, format);
    av.AVFrame_sample_rate_s_sync(this.#frame, rateHz);
    av.AVFrame_channel_layout_s_sync(this.#frame, channelLayout);
    av.AVFrame_nb_samples_s_sync(this.#frame, MP3_FRAME);
    this.#require(av.av_frame_get_buffer_sync(this.#frame, 0));
    this.#planes = Array.from({ length: channels }, () => new Float32Array(MP3_FRAME));
  }

  encode(block: PlanarBlock): readonly Uint8Array[] {
    const frames: Uint8Array[] = [];
    const length = block[0]!.length;
    for (let at = 0; at < length; ) {
      const count = Math.min(length - at, MP3_FRAME - this.#filled);
      for (const [channel, plane] of this.#planes.entries()) {
        plane.set(block[channel]!.subarray(at, at + count), this.#filled);
      }
      at += count;
      this.#filled += count;
      if (this.#filled === MP3_FRAME) this.#send(frames);
    }
    return frames;
  }

  /** The last frames. */
  finish(): readonly Uint8Array[] {
    const frames: Uint8Array[] = [];
    if (this.#filled > 0) this.#send(frames);
    this.#require(this.#av.avcodec_send_frame_sync(this.#context, 0));
    this.#receive(frames);
    return frames;
  }

  free(): void {
    this.#av.ff_free_encoder_sync(this.#context, this.#frame, this.#packet);
  }

  #send(frames: Uint8Array[]): void {
    const av = this.#av;
    this.#require(av.av_frame_make_writable_sync(this.#frame));
    for (const [channel, plane] of this.#planes.entries()) {
      av.copyin_f32_sync(av.AVFrame_data_a_sync(this.#frame, channel), plane.subarray(0, this.#filled));
    }
    av.AVFrame_nb_samples_s_sync(this.#frame, this.#filled);
    av.AVFrame_pts_s_sync(this.#frame, this.#position);
    this.#position += this.#filled;
    this.#filled = 0;
    this.#require(av.avcodec_send_frame_sync(this.#context, this.#frame));
    this.#receive(frames);
  }

  #receive(frames: Uint8Array[]): void {
    const av = this.#av;
    // It answers with an error when it has no more.
    while (av.avcodec_receive_packet_sync(this.#context, this.#packet) === 0) {
      frames.push(av.copyout_u8_sync(av.AVPacket_data_sync(this.#packet), av.AVPacket_size_sync(this.#packet)));
      av.av_packet_unref_sync(this.#packet);
    }
  }

  #require(answer: number): void {
    if (answer < 0) throw new Error(`LAME cannot go on: ${this.#av.ff_error_sync(answer)}`);
  }
}
