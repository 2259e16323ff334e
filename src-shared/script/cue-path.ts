/** Whether a path written in a script stays in the script's folder. Purely by its text; links are for whoever opens it. */

/** What is wrong with the path, as the end of a sentence; null when nothing is. */
export function findPathFault(path: string, canLeaveFolder: boolean): string | null {
  if (path.includes('\u0000')) return 'holds a character that no file name can have';
  if (/^[a-z][a-z\d+.-]+:/i.test(path)) return 'is an address; only files can be played';
  if (canLeaveFolder) return null;
  if (/^(?:[/\\]|[a-z]:)/i.test(path)) return `is not relative to the script. ${REMEDY}`;
  let depth = 0;
  for (const part of path.split(/[/\\]/)) {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    if (depth < 0) return `leaves the script's folder. ${REMEDY}`;
  }
  return null;
}

const REMEDY = 'Move the file beside the script, or allow paths outside its folder';

const PICTURE = /\.(?:avif|bmp|gif|heic|heif|jpe?g|png|svg|tiff?|webp)$/i;

/** Whether a path names a picture, which a script may contain and nobody hears. */
export function isPicturePath(path: string): boolean {
  return PICTURE.test(path.split(/[?#]/, 1)[0] ?? '');
}
