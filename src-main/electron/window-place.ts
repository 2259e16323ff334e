/** Where the window was when it was last closed, and where it opens next. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileSafely } from '#core/library/safe-file.ts';

const pixels = z.number().int().min(-100_000).max(100_000);

/** In device-independent pixels. */
export const WindowPlace = z.object({
  x: pixels,
  y: pixels,
  width: pixels.min(1),
  height: pixels.min(1),
  isMaximized: z.boolean(),
});
export type WindowPlace = z.infer<typeof WindowPlace>;

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const DEFAULT_SIZE = { width: 1440, height: 900 } as const;
export const SMALLEST_SIZE = { width: 720, height: 480 } as const;
/** So much of the title bar must be within reach of the pointer. */
const REACHABLE_PX = 80;

/** The place as it was where it is still on a screen; otherwise its size alone, and the system chooses the place. */
export function openingPlace(
  place: WindowPlace | null,
  workAreas: readonly Area[],
): Partial<Area> & Pick<Area, 'width' | 'height'> {
  if (!place) return DEFAULT_SIZE;
  const width = Math.max(SMALLEST_SIZE.width, place.width);
  const height = Math.max(SMALLEST_SIZE.height, place.height);
  const isReachable = workAreas.some(
    (area) =>
      place.x + width > area.x + REACHABLE_PX &&
      place.x < area.x + area.width - REACHABLE_PX &&
      place.y >= area.y - 1 &&
      place.y < area.y + area.height - REACHABLE_PX,
  );
  return isReachable ? { x: place.x, y: place.y, width, height } : { width, height };
}

/** null where there is none, or it cannot be read: a window that opens in the middle is no harm. */
export async function readWindowPlace(path: string): Promise<WindowPlace | null> {
  try {
    return WindowPlace.safeParse(JSON.parse(await readFile(path, 'utf8'))).data ?? null;
  } catch {
    // Not there yet, or written half by something else.
    return null;
  }
}

export async function writeWindowPlace(path: string, place: WindowPlace): Promise<void> {
  await writeFileSafely(path, `${JSON.stringify(place)}\n`);
}
