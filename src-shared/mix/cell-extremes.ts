/**
 * Looks for the smallest and the largest sample of every cell.
 *
 * @param interleaved frames of `channels` channels, beginning at index `from` of the array.
 * @param cells how many follow one another, of `cellFrames` frames each.
 * @param extremes written: per cell and channel, the smallest and the largest.
 */
export type CellExtremes = (
  interleaved: Float32Array,
  from: number,
  cells: number,
  cellFrames: number,
  channels: number,
  extremes: Float32Array,
) => void;

export const cellExtremes: CellExtremes = (interleaved, from, cells, cellFrames, channels, extremes) => {
  for (let cell = 0; cell < cells; cell++) {
    for (let c = 0; c < channels; c++) {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      const start = from + cell * cellFrames * channels + c;
      const end = start + cellFrames * channels;
      for (let i = start; i < end; i += channels) {
        const sample = interleaved[i]!;
        if (sample < low) low = sample;
        if (sample > high) high = sample;
      }
      const at = 2 * (cell * channels + c);
      extremes[at] = low;
      extremes[at + 1] = high;
    }
  }
};
