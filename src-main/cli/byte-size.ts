const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** `1.4 MB`, in powers of ten as disks are sold. */
export function byteSizeOf(byteLength: number): string {
  let value = byteLength;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}
