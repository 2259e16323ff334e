import type { Speaker, Track } from '#shared/document/records.ts';

/** A token's name (`--voice-3`) or a colour a person chose (`#rrggbb`). */
export type Colour = `--${string}` | `#${string}`;

const VOICE_COLOURS = 8;

/** The speaker's own colour, else one by the place in the cast. */
export function speakerColour(speaker: Pick<Speaker, 'colour'> | undefined, castIndex: number): Colour {
  return (speaker?.colour as Colour | undefined) ?? `--voice-${(castIndex % VOICE_COLOURS) + 1}`;
}

export function trackColour(kind: Track['kind']): Colour {
  return kind === 'music' ? '--track-music' : '--track-effects';
}

/** As a value in a style. */
export function cssColour(colour: Colour): string {
  return colour.startsWith('--') ? `var(${colour})` : colour;
}
