/** `tracks:` of the front matter. */
import { DEFAULT_DUCK } from '../document/new-episode.ts';
import type { Duck, Track } from '../document/records.ts';
import { GAIN_EXAMPLE, readGain, readMilliseconds } from './quantities.ts';
import type { TrackEntry } from './track-plan.ts';
import type { YamlValue } from './yaml-reader.ts';

export interface TrackEntryAt extends TrackEntry {
  readonly line: number;
}

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** An entry is a map with any of kind, gain, pan, mute, duck and name. */
export function readTracks(value: YamlValue): readonly TrackEntryAt[] {
  if (value.isEmpty) return [];
  return value.entries('tracks').map(({ key, value: entry, line }) => {
    const track: Writable<TrackEntryAt> = { label: key, line };
    if (entry.isEmpty) return track;
    entry.read(`tracks.${key}`, {
      name: (name) => {
        const text = name.text('name');
        if (text !== undefined) track.name = text;
      },
      kind: (kind) => {
        const text = kind.text('kind');
        if (isTrackKind(text)) track.kind = text;
        else if (text !== undefined) kind.report(`kind is dialogue, music or effects, not "${text}".`);
      },
      gain: (gain) => {
        const gainDb = readLevel(gain, 'gain', -144, 24);
        if (gainDb !== undefined) track.gainDb = gainDb;
      },
      pan: (pan) => {
        const position = pan.number('pan');
        if (position === undefined) return;
        if (Math.abs(position) <= 1) track.pan = position;
        else pan.report('pan goes from -1 (left) to 1 (right).');
      },
      mute: (mute) => {
        const isMuted = mute.boolean('mute');
        if (isMuted !== undefined) track.isMuted = isMuted;
      },
      duck: (duck) => {
        track.duck = readDuck(duck);
      },
    });
    return track;
  });
}

function isTrackKind(text: string | undefined): text is Track['kind'] {
  return text === 'dialogue' || text === 'music' || text === 'effects';
}

function readLevel(value: YamlValue, what: string, min: number, max: number): number | undefined {
  const text = value.text(what);
  if (text === undefined) return undefined;
  const level = readGain(text);
  if (level !== null && level >= min && level <= max) return level;
  value.report(
    level === null
      ? `${what}: ${text} is not ${GAIN_EXAMPLE}.`
      : `${what} goes from ${min}dB to ${max}dB, not ${text}.`,
  );
  return undefined;
}

/** `12dB`, `off`, or a map of depth, attack, hold and release; what is not said is as usual for music. */
function readDuck(value: YamlValue): Duck | null {
  if (value.isText && value.text('duck') === 'off') return null;
  if (!value.isMap) return { ...DEFAULT_DUCK, depthDb: readLevel(value, 'duck', 0, 60) ?? DEFAULT_DUCK.depthDb };
  const duck: Writable<Duck> = { ...DEFAULT_DUCK };
  const timeInto = (name: string, key: 'attackMs' | 'holdMs' | 'releaseMs', max: number) => (time: YamlValue) => {
    const text = time.text(name);
    if (text === undefined) return;
    const ms = readMilliseconds(text);
    if (ms !== null && ms >= 0 && ms <= max) duck[key] = ms;
    else time.report(`${name}: ${text} is not a time up to ${max / 1000}s, such as 150ms.`);
  };
  value.read('duck', {
    depth: (depth) => {
      duck.depthDb = readLevel(depth, 'depth', 0, 60) ?? duck.depthDb;
    },
    attack: timeInto('attack', 'attackMs', 5_000),
    hold: timeInto('hold', 'holdMs', 5_000),
    release: timeInto('release', 'releaseMs', 10_000),
  });
  return duck;
}
