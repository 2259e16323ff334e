import { kernels } from '../kernels/kernels.ts';

/**
 * Smallest and largest sample of every stretch of a sound, at several sizes, so that a waveform of any length draws at
 * any zoom without touching the sound.
 *
 * Format, little-endian: 'LPKS', uint16 version, uint16 channels, uint32 frames (low), uint32 frames (high), then the
 * levels from fine to coarse. Level 0 has a cell for every 256 frames, each further level one for every 4 cells before,
 * down to a single cell. A cell is, per channel, int16 minimum and int16 maximum in units of 1/32767 of full scale,
 * rounded outwards (what is drawn encloses the sound) and held at ±32767 beyond it. Lengths follow from the frames.
 */

const MAGIC = 0x534b504c;
const VERSION = 1;
const HEADER_BYTES = 16;
const BASE_FRAMES = 256;
const CELLS_PER_CELL = 4;
const FULL_SCALE = 32767;
/** As many cells are looked at in one go. */
const CELLS_AT_ONCE = 64;

interface Level {
  readonly framesPerCell: number;
  readonly cells: number;
}

function levelsFor(frames: number): Level[] {
  const levels: Level[] = [];
  let framesPerCell = BASE_FRAMES;
  let cells = Math.ceil(frames / BASE_FRAMES);
  while (cells > 0) {
    levels.push({ framesPerCell, cells });
    if (cells === 1) break;
    cells = Math.ceil(cells / CELLS_PER_CELL);
    framesPerCell *= CELLS_PER_CELL;
  }
  return levels;
}

/** Builds a pyramid from a sound streamed through it. */
export class PeakPyramidBuilder {
  #channels = 0;
  #frames = 0;
  #framesInCell = 0;
  /** Per channel minimum and maximum of the cell under way. */
  #extremes = new Float32Array(0);
  /** The same of whole cells. */
  #found = new Float32Array(0);
  #largest = 0;
  /** Finished cells of level 0. */
  #cells = new Int16Array(1024);
  #used = 0;

  /** Interleaved frames. The number of channels must stay the same: RangeError. */
  push(interleaved: Float32Array, channels: number): void {
    if (this.#channels === 0) {
      this.#channels = channels;
      this.#extremes = new Float32Array(2 * channels);
      this.#found = new Float32Array(2 * channels * CELLS_AT_ONCE);
      this.#clearCell();
    }
    if (channels !== this.#channels || interleaved.length % channels !== 0) {
      throw new RangeError(`Expected whole frames of ${this.#channels} channels`);
    }
    const frames = interleaved.length / channels;
    for (let at = 0; at < frames; ) {
      const cells = this.#framesInCell === 0 ? Math.min(CELLS_AT_ONCE, Math.floor((frames - at) / BASE_FRAMES)) : 0;
      if (cells > 0) {
        kernels.cellExtremes(interleaved, at * channels, cells, BASE_FRAMES, channels, this.#found);
        this.#keep(this.#found.subarray(0, 2 * channels * cells));
        at += cells * BASE_FRAMES;
        continue;
      }
      const count = Math.min(frames - at, BASE_FRAMES - this.#framesInCell);
      for (let c = 0; c < channels; c++) this.#scan(interleaved, at * channels + c, count, c);
      this.#framesInCell += count;
      at += count;
      if (this.#framesInCell === BASE_FRAMES) this.#finishCell();
    }
    this.#frames += frames;
  }

  /** The largest magnitude of any sample in the cells that are finished: all of them after {@link finish}. */
  get largest(): number {
    return this.#largest;
  }

  finish(): Uint8Array {
    if (this.#framesInCell > 0) this.#finishCell();
    const channels = Math.max(1, this.#channels);
    const levels = levelsFor(this.#frames);
    const values = levels.reduce((sum, level) => sum + level.cells * 2 * channels, 0);
    const bytes = new Uint8Array(HEADER_BYTES + 2 * values);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, MAGIC, true);
    view.setUint16(4, VERSION, true);
    view.setUint16(6, channels, true);
    view.setUint32(8, this.#frames % 2 ** 32, true);
    view.setUint32(12, Math.floor(this.#frames / 2 ** 32), true);
    let offset = HEADER_BYTES;
    let cells: Int16Array = this.#cells.subarray(0, this.#used);
    for (let level = 0; level < levels.length; level++) {
      if (level > 0) cells = coarser(cells, channels);
      for (const value of cells) {
        view.setInt16(offset, value, true);
        offset += 2;
      }
    }
    return bytes;
  }

  #scan(interleaved: Float32Array, first: number, count: number, channel: number): void {
    const stride = this.#channels;
    let low = this.#extremes[2 * channel]!;
    let high = this.#extremes[2 * channel + 1]!;
    const end = first + count * stride;
    for (let i = first; i < end; i += stride) {
      const sample = interleaved[i]!;
      if (sample < low) low = sample;
      if (sample > high) high = sample;
    }
    this.#extremes[2 * channel] = low;
    this.#extremes[2 * channel + 1] = high;
  }

  #finishCell(): void {
    this.#keep(this.#extremes);
    this.#clearCell();
  }

  /** Adds the smallest and largest samples of whole cells. */
  #keep(extremes: Float32Array): void {
    if (this.#used + extremes.length > this.#cells.length) {
      const grown = new Int16Array(2 * (this.#cells.length + extremes.length));
      grown.set(this.#cells);
      this.#cells = grown;
    }
    for (let i = 0; i < extremes.length; i += 2) {
      const low = extremes[i]!;
      const high = extremes[i + 1]!;
      if (high > this.#largest) this.#largest = high;
      if (-low > this.#largest) this.#largest = -low;
      this.#cells[this.#used++] = quantise(Math.floor(low * FULL_SCALE));
      this.#cells[this.#used++] = quantise(Math.ceil(high * FULL_SCALE));
    }
  }

  #clearCell(): void {
    for (let i = 0; i < this.#extremes.length; i += 2) {
      this.#extremes[i] = Number.POSITIVE_INFINITY;
      this.#extremes[i + 1] = Number.NEGATIVE_INFINITY;
    }
    this.#framesInCell = 0;
  }
}

function quantise(value: number): number {
  return Math.max(-FULL_SCALE, Math.min(FULL_SCALE, value));
}

function coarser(cells: Int16Array, channels: number): Int16Array {
  const values = 2 * channels;
  const count = cells.length / values;
  const result = new Int16Array(Math.ceil(count / CELLS_PER_CELL) * values);
  for (let to = 0; to < result.length; to += values) {
    const first = to * CELLS_PER_CELL;
    const end = Math.min(cells.length, first + CELLS_PER_CELL * values);
    for (let i = 0; i < values; i += 2) {
      let low = FULL_SCALE;
      let high = -FULL_SCALE;
      for (let from = first + i; from < end; from += values) {
        low = Math.min(low, cells[from]!);
        high = Math.max(high, cells[from + 1]!);
      }
      result[to + i] = low;
      result[to + i + 1] = high;
    }
  }
  return result;
}

/** One channel of a stretch of waveform: an entry per pixel column, full scale ±1. */
export interface PeakColumns {
  readonly minimums: Float32Array;
  readonly maximums: Float32Array;
}

/**
 * Reads a stretch for drawing. Column x covers the frames from startSample + floor(x · samplesPerPixel) to the start of
 * the next; its values are those of all cells that touch it, at the coarsest level not coarser than a column. Columns
 * outside the sound are 0. Reading costs the columns drawn, not the sound.
 *
 * @returns one entry per channel. Throws RangeError for bytes that are not a pyramid of this version.
 */
export function readPeaks(
  bytes: Uint8Array,
  startSample: number,
  samplesPerPixel: number,
  widthPx: number,
): readonly PeakColumns[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { channels, frames } = readHeader(view);
  const { level, offset } = chooseLevel(levelsFor(frames), samplesPerPixel, channels);
  const columns = Array.from({ length: channels }, () => ({
    minimums: new Float32Array(widthPx),
    maximums: new Float32Array(widthPx),
  }));
  for (let x = 0; level && x < widthPx; x++) {
    const from = Math.max(0, startSample + Math.floor(x * samplesPerPixel));
    const to = Math.min(frames, Math.max(from + 1, startSample + Math.floor((x + 1) * samplesPerPixel)));
    if (to <= from || startSample + Math.floor((x + 1) * samplesPerPixel) < 0) continue;
    const first = Math.floor(from / level.framesPerCell);
    const end = Math.ceil(to / level.framesPerCell);
    for (let c = 0; c < channels; c++) {
      let low = FULL_SCALE;
      let high = -FULL_SCALE;
      for (let cell = first; cell < end; cell++) {
        const at = offset + 4 * (cell * channels + c);
        low = Math.min(low, view.getInt16(at, true));
        high = Math.max(high, view.getInt16(at + 2, true));
      }
      columns[c]!.minimums[x] = low / FULL_SCALE;
      columns[c]!.maximums[x] = high / FULL_SCALE;
    }
  }
  return columns;
}

function readHeader(view: DataView): { channels: number; frames: number } {
  if (view.byteLength < HEADER_BYTES || view.getUint32(0, true) !== MAGIC || view.getUint16(4, true) !== VERSION) {
    throw new RangeError('These bytes are not a peak pyramid of this version; build it again from the sound');
  }
  const channels = view.getUint16(6, true);
  const frames = view.getUint32(8, true) + view.getUint32(12, true) * 2 ** 32;
  const values = levelsFor(frames).reduce((sum, level) => sum + level.cells * 2 * channels, 0);
  if (channels === 0 || view.byteLength !== HEADER_BYTES + 2 * values) {
    throw new RangeError('This peak pyramid is damaged; build it again from the sound');
  }
  return { channels, frames };
}

function chooseLevel(levels: readonly Level[], samplesPerPixel: number, channels: number) {
  let offset = HEADER_BYTES;
  for (let i = 0; ; i++) {
    const next = levels[i + 1];
    if (!next || next.framesPerCell > samplesPerPixel) return { level: levels[i], offset };
    offset += 4 * channels * levels[i]!.cells;
  }
}
