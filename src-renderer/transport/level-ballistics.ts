import { linearToDb } from '#shared/units.ts';

/** What a meter shows as nothing. */
export const METER_FLOOR_DB = -60;
/** As a programme meter falls: 20 dB in 1.5 s (IEC 60268-10, type I). */
const FALL_DB_PER_MS = 20 / 1500;
const HOLD_MS = 1500;

/** Rises at once, falls slowly, and holds its highest for a moment. */
export class LevelBallistics {
  #levelDb = METER_FLOOR_DB;
  #heldDb = METER_FLOOR_DB;
  #heldMs = 0;

  /** `peak`: highest linear level since the last call, `elapsedMs` ago. */
  follow(peak: number, elapsedMs: number): { readonly levelDb: number; readonly heldDb: number } {
    const peakDb = Math.max(METER_FLOOR_DB, linearToDb(peak));
    this.#levelDb = Math.max(peakDb, this.#levelDb - FALL_DB_PER_MS * elapsedMs, METER_FLOOR_DB);
    this.#heldMs += elapsedMs;
    if (this.#levelDb >= this.#heldDb || this.#heldMs > HOLD_MS) {
      this.#heldDb = this.#levelDb;
      this.#heldMs = 0;
    }
    return { levelDb: this.#levelDb, heldDb: this.#heldDb };
  }
}
