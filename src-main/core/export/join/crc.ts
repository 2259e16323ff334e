/** Checksums that start from 0, so that they are linear: stretches summed apart can be put together without their bytes. */
export interface CrcForm {
  readonly bits: 8 | 16 | 32;
  /** Without its highest term; for reflected ones with the bits reversed. */
  readonly polynomial: number;
  /** Least significant bit first. */
  readonly isReflected: boolean;
}

/** What a state becomes, bit by bit: the image of each of its bits. */
type Operator = Uint32Array;

export class Crc {
  readonly #form: CrcForm;
  readonly #table: Uint32Array;
  /** Entry k moves a state over 2^k zero bytes. */
  readonly #jumps: Operator[] = [];

  constructor(form: CrcForm) {
    this.#form = form;
    this.#table = Uint32Array.from({ length: 256 }, (_, byte) => this.#shiftByte(byte));
  }

  of(bytes: Uint8Array): number {
    const { bits, isReflected } = this.#form;
    const table = this.#table;
    let crc = 0;
    if (isReflected) {
      for (let i = 0; i < bytes.length; i++) crc = table[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
    } else if (bits === 32) {
      for (let i = 0; i < bytes.length; i++) crc = (crc << 8) ^ table[(crc >>> 24) ^ bytes[i]!]!;
    } else {
      const [down, mask] = [bits - 8, 2 ** bits - 1];
      for (let i = 0; i < bytes.length; i++) crc = ((crc << 8) & mask) ^ table[(crc >>> down) ^ bytes[i]!]!;
    }
    return crc >>> 0;
  }

  /** Of a stretch followed by another, from the checksums of both. */
  joined(first: number, second: number, secondByteLength: number): number {
    return (this.#pastZeros(first, secondByteLength) ^ second) >>> 0;
  }

  #pastZeros(crc: number, byteLength: number): number {
    let state = crc;
    for (let left = byteLength, k = 0; left > 0; left = Math.floor(left / 2), k++) {
      if (left % 2 === 1) state = applied(this.#jump(k), state);
    }
    return state;
  }

  #jump(k: number): Operator {
    while (this.#jumps.length <= k) {
      const last = this.#jumps.at(-1);
      this.#jumps.push(
        Uint32Array.from({ length: this.#form.bits }, (_, bit) =>
          last ? applied(last, last[bit]!) : this.#pastZero(2 ** bit),
        ),
      );
    }
    return this.#jumps[k]!;
  }

  #pastZero(state: number): number {
    const { bits, isReflected } = this.#form;
    if (isReflected) return (this.#table[state & 0xff]! ^ (state >>> 8)) >>> 0;
    const kept = bits === 32 ? state << 8 : (state << 8) & (2 ** bits - 1);
    return (kept ^ this.#table[(state >>> (bits - 8)) & 0xff]!) >>> 0;
  }

  #shiftByte(byte: number): number {
    const { bits, polynomial, isReflected } = this.#form;
    if (isReflected) {
      let value = byte;
      for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ ((value & 1) === 1 ? polynomial : 0);
      return value >>> 0;
    }
    const top = 2 ** (bits - 1);
    let value = byte * 2 ** (bits - 8);
    for (let bit = 0; bit < 8; bit++) {
      const carries = value >= top;
      value = (value * 2) % 2 ** bits;
      if (carries) value = (value ^ polynomial) >>> 0;
    }
    return value;
  }
}

function applied(operator: Operator, state: number): number {
  let result = 0;
  for (let bit = 0, left = state; left !== 0; bit++, left >>>= 1) if ((left & 1) === 1) result ^= operator[bit]!;
  return result >>> 0;
}

/** Of LAME's Info frame and of the music after it ("CRC-16/ARC"). */
export const CRC_LAME = new Crc({ bits: 16, polynomial: 0xa001, isReflected: true });
/** Of a FLAC frame's header, and of the whole frame: RFC 9639 §9.1.8 and §9.3. */
export const CRC_FLAC_HEADER = new Crc({ bits: 8, polynomial: 0x07, isReflected: false });
export const CRC_FLAC_FRAME = new Crc({ bits: 16, polynomial: 0x8005, isReflected: false });
/** Of an Ogg page: RFC 3533 §6. */
export const CRC_OGG = new Crc({ bits: 32, polynomial: 0x04c11db7, isReflected: false });
