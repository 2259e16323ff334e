import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the part of every heap of this program in which new objects begin at its first size. It would grow to 48 MB, and blocks
 * of sound, which count as a few bytes in it, would pile up until it is full: three threads that export then hold 200 MB
 * that nobody uses. Measured on ten hours exported and on long scripts read: a third of the memory less, and no slower.
 */
export function keepYoungHeapsSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
