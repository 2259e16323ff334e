/** How much of a sound is heard, and from where, once its start and its end on the timeline are known. */
import type { Clip, Cue } from '../document/records.ts';
import type { MediaIndex } from '../media.ts';
import { type Samples, samples, secondsToSamples } from '../units.ts';
import { EDGE_FADE_SAMPLES, type Fades, fitFades } from './fades.ts';
import type { PlacedClip } from './layout.ts';

/** What stands in for a sound whose length nobody knows yet. */
const PLACEHOLDER_SAMPLES = secondsToSamples(1);

/** Length of the stretch of audio a sound uses; null while its file has not been read and no end is given. */
export function stretchOf(sound: Cue | Clip, media: MediaIndex): number | null {
  const asset = sound.assetId === undefined ? undefined : media.asset(sound.assetId);
  const ends = [sound.sourceEndSample, asset?.durationSamples].filter((end) => end !== undefined);
  return ends.length === 0 ? null : Math.max(0, Math.min(...ends) - sound.sourceStartSample);
}

/** Length of a sound that nothing around it cuts off; null for a loop without a length of its own. */
export function ownLengthOf(sound: Cue | Clip, stretchSamples: number | null): number | null {
  if (sound.isLooped) return stretchSamples === 0 ? 0 : (sound.durationSamples ?? null);
  const ends = [sound.durationSamples, stretchSamples].filter((end) => typeof end === 'number');
  return ends.length === 0 ? PLACEHOLDER_SAMPLES : Math.min(...ends);
}

export interface SoundSpan {
  /** May be before the programme begins: then the sound is heard from that much further in. */
  readonly startSample: number;
  readonly endSample: number;
  /** Cut off by something else than its own length. Such an edge is kept from clicking. */
  readonly isCutOff: boolean;
  /** Null: not known yet. */
  readonly stretchSamples: number | null;
}

/**
 * The clips that play a sound over a span: none when nothing of it is left, two for a loop that starts within its
 * stretch (the rest of that round, then whole rounds).
 */
export function placeSound(sound: Cue | Clip, span: SoundSpan, media: MediaIndex): readonly PlacedClip[] {
  const skippedSamples = Math.max(0, -span.startSample);
  const start = span.startSample + skippedSamples;
  const durationSamples = span.endSample - start;
  if (durationSamples <= 0 || span.stretchSamples === 0) return [];
  const isKnown = sound.assetId !== undefined && media.asset(sound.assetId) !== undefined;
  const common = {
    recordId: sound.id,
    kind: 'sound' as const,
    trackId: sound.trackId,
    assetId: isKnown && sound.assetId ? sound.assetId : null,
    gainDb: sound.gainDb,
  };
  const fades = fitFades(
    durationSamples,
    Math.max(sound.fadeInSamples, skippedSamples > 0 ? EDGE_FADE_SAMPLES : 0),
    Math.max(sound.fadeOutSamples, span.isCutOff ? EDGE_FADE_SAMPLES : 0),
  );
  const phase = sound.type === 'clip' ? (sound.loopPhaseSamples ?? 0) : 0;
  const rounds = sound.isLooped
    ? loopRounds(durationSamples, span.stretchSamples, phase + skippedSamples)
    : [{ fromSamples: skippedSamples, durationSamples }];
  let position = start;
  return rounds.map((round, index): PlacedClip => {
    const startSample = samples(position);
    position += round.durationSamples;
    return {
      key: index === 0 ? sound.id : `${sound.id}#${index}`,
      ...common,
      startSample,
      durationSamples: samples(round.durationSamples),
      sourceStartSample: samples(sound.sourceStartSample + round.fromSamples),
      ...(round.loopSamples === undefined ? {} : { loopSamples: samples(round.loopSamples) }),
      ...roundFades(fades, round.durationSamples, index === 0, index === rounds.length - 1),
    };
  });
}

interface Round {
  /** Into the stretch. */
  readonly fromSamples: number;
  readonly durationSamples: number;
  readonly loopSamples?: number;
}

function loopRounds(durationSamples: number, stretchSamples: number | null, phaseSamples: number): readonly Round[] {
  if (stretchSamples === null) return [{ fromSamples: 0, durationSamples }];
  const phase = phaseSamples % stretchSamples;
  if (phase > 0) {
    const first = Math.min(stretchSamples - phase, durationSamples);
    const rest = loopRounds(durationSamples - first, stretchSamples, 0);
    return [{ fromSamples: phase, durationSamples: first }, ...(durationSamples > first ? rest : [])];
  }
  if (durationSamples <= stretchSamples) return [{ fromSamples: 0, durationSamples }];
  return [{ fromSamples: 0, durationSamples, loopSamples: stretchSamples }];
}

/** The fade in belongs to the first round and the fade out to the last; neither reaches into another round. */
function roundFades(fades: Fades, durationSamples: number, isFirst: boolean, isLast: boolean): Fades {
  const within = (fade: Samples) => Math.min(fade, durationSamples);
  return fitFades(
    durationSamples,
    isFirst ? within(fades.fadeInSamples) : 0,
    isLast ? within(fades.fadeOutSamples) : 0,
  );
}
