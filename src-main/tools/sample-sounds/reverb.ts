import { type Samples, secondsToSamples } from '#shared/units.ts';
import { SECONDS_PER_SAMPLE, type StereoSound, silence } from './stereo-sound.ts';

export interface Room {
  /** Time in which the sound falls by 60 dB, in seconds, at low frequencies. */
  readonly decaySeconds: number;
  /** Above this the walls swallow more. */
  readonly dampingHz: number;
  readonly preDelaySeconds: number;
}

/** Lengths without common factors in samples, so that the echoes never fall together. */
const LINE_SECONDS = [0.0371, 0.0419, 0.0473, 0.0539, 0.0593, 0.0671, 0.0737, 0.0831] as const;
const DIFFUSER_SECONDS = [0.0043, 0.0067, 0.0103, 0.0139] as const;

/**
 * The reverberation of a sound, without the sound itself: four all-pass diffusers, then a feedback delay network of
 * eight damped lines mixed by a Hadamard matrix (J.-M. Jot and A. Chaigne, "Digital delay networks for designing artificial
 * reverberators", 1991). With `isLoop` the sound is taken to have been playing for ever, so the tail of its end lies over its beginning.
 */
export function reverberate(sound: StereoSound, room: Room, isLoop: boolean): StereoSound {
  const length = sound.left.length as Samples;
  const wet = silence(length);
  const network = new FeedbackNetwork(room);
  const preDelay = secondsToSamples(room.preDelaySeconds);
  // Three decay times are 180 dB: after those the room has forgotten that the loop ever began.
  const runUp = isLoop ? Math.min(length, secondsToSamples(3 * room.decaySeconds)) : 0;
  for (let n = -runUp; n < length; n += 1) {
    const from = n - preDelay;
    const wrapped = from < 0 && isLoop ? from + length : from;
    network.step(sound.left[wrapped] ?? 0, sound.right[wrapped] ?? 0);
    if (n < 0) continue;
    wet.left[n] = network.left;
    wet.right[n] = network.right;
  }
  return wet;
}

class FeedbackNetwork {
  left = 0;
  right = 0;
  readonly #diffusers = [DIFFUSER_SECONDS, DIFFUSER_SECONDS.map((seconds) => seconds * 1.09)].map((seconds) =>
    seconds.map((each) => new AllPass(secondsToSamples(each))),
  );
  readonly #lines = LINE_SECONDS.map((seconds) => new Float64Array(secondsToSamples(seconds)));
  readonly #positions = LINE_SECONDS.map(() => 0);
  readonly #feedback: readonly number[];
  readonly #damping: number;
  readonly #damped = new Float64Array(LINE_SECONDS.length);
  readonly #mixed = new Float64Array(LINE_SECONDS.length);

  constructor(room: Room) {
    this.#feedback = LINE_SECONDS.map((seconds) => 10 ** ((-3 * seconds) / room.decaySeconds));
    this.#damping = Math.exp(-2 * Math.PI * room.dampingHz * SECONDS_PER_SAMPLE);
  }

  step(left: number, right: number): void {
    for (const diffuser of this.#diffusers[0]!) left = diffuser.step(left);
    for (const diffuser of this.#diffusers[1]!) right = diffuser.step(right);
    const mixed = this.#mixed;
    const damped = this.#damped;
    for (let line = 0; line < 8; line += 1) {
      const out = this.#lines[line]![this.#positions[line]!]! * this.#feedback[line]!;
      damped[line] = out + (damped[line]! - out) * this.#damping;
      mixed[line] = damped[line]!;
    }
    this.left = mixed[0]! - mixed[2]! + mixed[4]! - mixed[6]!;
    this.right = mixed[1]! - mixed[3]! + mixed[5]! - mixed[7]!;
    hadamard8(mixed);
    for (let line = 0; line < 8; line += 1) {
      const buffer = this.#lines[line]!;
      const position = this.#positions[line]!;
      buffer[position] = mixed[line]! + (line % 2 === 0 ? left : right);
      this.#positions[line] = position + 1 === buffer.length ? 0 : position + 1;
    }
  }
}

/** In place; scaled by 1/√8 so that it keeps the energy. */
function hadamard8(values: Float64Array): void {
  for (let span = 1; span < 8; span *= 2) {
    for (let start = 0; start < 8; start += 2 * span) {
      for (let n = start; n < start + span; n += 1) {
        const sum = values[n]! + values[n + span]!;
        values[n + span] = values[n]! - values[n + span]!;
        values[n] = sum;
      }
    }
  }
  for (let n = 0; n < 8; n += 1) values[n]! *= Math.SQRT1_2 / 2;
}

/** Schroeder's all-pass: smears a click into a short burst and leaves the spectrum as it is. */
class AllPass {
  readonly #buffer: Float64Array;
  #position = 0;

  constructor(length: Samples) {
    this.#buffer = new Float64Array(length);
  }

  step(input: number): number {
    const delayed = this.#buffer[this.#position]!;
    const fed = input + 0.6 * delayed;
    this.#buffer[this.#position] = fed;
    this.#position = this.#position + 1 === this.#buffer.length ? 0 : this.#position + 1;
    return delayed - 0.6 * fed;
  }
}
