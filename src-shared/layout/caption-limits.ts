import { msToSamples, secondsToSamples } from '../units.ts';

/** What a caption may be. Two lines of 42 are the common broadcast limit; signs of double width get 16 to a line. */
export const MOST_LINES = 2;
/** Widths are in units of which both 42 narrow and 16 wide signs fill a line. */
export const LINE_WIDTH = 336;
export const NARROW_WIDTH = LINE_WIDTH / 42;
export const WIDE_WIDTH = LINE_WIDTH / 16;

export const SHORTEST_SAMPLES = secondsToSamples(1);
export const LONGEST_SAMPLES = secondsToSamples(7);
/** Two frames of film: less, and the eye does not see that the text has changed. */
export const LEAST_GAP_SAMPLES = msToSamples(83);
/** A caption may stay after its words, or come late after those of another voice, for no longer than this. */
export const MOST_HANG_SAMPLES = msToSamples(1_500);
export const MOST_LAG_SAMPLES = secondsToSamples(1);

/** Reading speed in narrow signs a second, spaces counted; a wide sign counts as much more as it is wider. */
export const COMFORTABLE_CPS = 20;
export const FASTEST_CPS = 25;

/** A pause this long is better not inside a caption; one this long must not be. */
export const SOFT_PAUSE_SAMPLES = msToSamples(500);
export const HARD_PAUSE_SAMPLES = msToSamples(1_500);
