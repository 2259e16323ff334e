import { secondsToSamples } from '#shared/units.ts';
import { feltPianoNote } from './felt-piano.ts';
import { filterAround, highPass } from './filter.ts';
import { padNote } from './pad.ts';
import { reverberate } from './reverb.ts';
import { between, type Random, seededRandom } from './seeded-random.ts';
import { addAround, eachChannel, mixInto, type StereoSound, silence } from './stereo-sound.ts';

const CHORD_SECONDS = 6;

/** In D major, MIDI note numbers, the bass first. Neighbours share tones, so the pad moves by steps. */
const CHORDS: readonly (readonly number[])[] = [
  [38, 54, 57, 64], // D add 9
  [35, 54, 57, 62], // B minor 7
  [43, 54, 59, 62], // G major 7
  [45, 52, 57, 62], // A sus 4
  [42, 57, 62, 64], // D over F sharp
  [40, 55, 59, 66], // E minor 9
  [43, 54, 59, 62], // G major 7
  [45, 52, 59, 61], // A add 9, which leads home to the first
];

/** What the piano plays: when in seconds, which MIDI note, how hard. It leaves room for a voice. */
const MELODY: readonly (readonly [atSeconds: number, midi: number, force: number])[] = [
  ...([
    [0.7, 66, 0.6],
    [2.1, 69, 0.5],
    [3.6, 76, 0.62],
    [6.7, 74, 0.52],
    [8.4, 69, 0.42],
  ] as const),
  ...([
    [12.7, 71, 0.52],
    [14.1, 74, 0.48],
    [15.5, 78, 0.6],
    [18.8, 76, 0.5],
    [21.2, 73, 0.4],
  ] as const),
  ...([
    [24.8, 69, 0.5],
    [26.2, 74, 0.52],
    [27.6, 76, 0.56],
    [30.9, 74, 0.46],
    [33.1, 67, 0.42],
  ] as const),
  ...([
    [36.8, 66, 0.48],
    [38.1, 71, 0.5],
    [39.7, 74, 0.52],
    [42.9, 71, 0.42],
    [45.1, 64, 0.36],
  ] as const),
];

/** The bed under the opening and the close: 48 seconds that join on to themselves. */
export function nightMusic(): StereoSound {
  const length = secondsToSamples(CHORD_SECONDS * CHORDS.length);
  const random = seededRandom(0x9f27);
  const pads = silence(length);
  const piano = silence(length);
  for (const [index, chord] of CHORDS.entries()) addChord(pads, piano, chord, index * CHORD_SECONDS, random);
  for (const [atSeconds, midi, force] of MELODY) addStroke(piano, midi, force, atSeconds, random);

  const mix = silence(length);
  mixInto(mix, pads, 1);
  mixInto(mix, piano, 1.5);
  const toRoom = silence(length);
  mixInto(toRoom, pads, 0.14);
  mixInto(toRoom, piano, 0.45);
  mixInto(mix, reverberate(toRoom, { decaySeconds: 3, dampingHz: 3800, preDelaySeconds: 0.03 }, true), 1);
  return eachChannel(mix, (channel) => filterAround(channel, highPass(45)));
}

function addChord(pads: StereoSound, piano: StereoSound, chord: readonly number[], at: number, random: Random): void {
  for (const [voice, midi] of chord.entries()) {
    const isBass = voice === 0;
    const note = { pitchHz: midiToHz(midi), holdSeconds: CHORD_SECONDS, level: isBass ? 0.07 : 0.085 };
    // Two players, each heard on both sides: wide on headphones, whole when folded down to mono. The bass stands in the middle.
    const width = isBass ? 0 : 0.38;
    addAround(pads, padNote(note, random), at, -width);
    addAround(pads, padNote(note, random), at, width);
  }
  addStroke(piano, chord[0]! + 12, 0.34, at + 0.15, random);
}

/** No hand is exact: a few hundredths of a second, a few percent of force. High notes sit a little to the right. */
function addStroke(piano: StereoSound, midi: number, force: number, at: number, random: Random): void {
  const note = { pitchHz: midiToHz(midi), force: force * between(random, 0.94, 1.06) };
  addAround(piano, feltPianoNote(note, random), at + between(random, 0, 0.05), (midi - 62) / 60);
}

function midiToHz(midi: number): number {
  return 440 * 2 ** ((midi - 69) / 12);
}
