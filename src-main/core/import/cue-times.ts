/** `hh:mm:ss.mmm` or `mm:ss.mmm`, with a comma in SubRip. */
const CUE_TIME = String.raw`(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}`;

/** The line above the text of a caption. */
export const CUE_TIMES = new RegExp(String.raw`^\s*${CUE_TIME}\s+-->\s+${CUE_TIME}(?:\s|$)`);
