/** What `scripts.import` reads, by the ends of names. */
const SCRIPT_ENDS = [
  '.md',
  '.markdown',
  '.txt',
  '.text',
  '.fountain',
  '.docx',
  '.epub',
  '.csv',
  '.tsv',
  '.srt',
  '.vtt',
];

/** For a file chooser. */
export const SCRIPT_ACCEPT = SCRIPT_ENDS.join(',');

export function filesOfScripts(files: readonly File[]): readonly File[] {
  return files.filter(({ name }) => SCRIPT_ENDS.some((end) => name.toLowerCase().endsWith(end)));
}
