import { type EpisodeDocument, tracksOf } from '../document/episode-document.ts';
import type { Track } from '../document/records.ts';
import type { RecordId } from '../ids.ts';
import type { Layout, PlacedClip } from '../layout/layout.ts';
import type { MediaIndex } from '../media.ts';
import { addSamples, dbToLinear } from '../units.ts';
import { fadesOf } from './crossfades.ts';
import { duckEnvelope, type SpeechRange } from './duck-envelope.ts';
import type { MixClip, MixPlan, MixTrack } from './mix-plan.ts';
import { panGains } from './pan-law.ts';

/** What a clip plays on when its track is gone: nothing that is laid out may fall silent unnoticed. */
const PLAIN_TRACK = { kind: 'effects', gainDb: 0, pan: 0, isMuted: false } as const;

/**
 * Resolves an episode into what the mixer plays. Muted tracks are left out; so are clips without audio (a line not
 * spoken yet, a file not found), which whoever exports has to have asked the layout about. Speech ducks every other
 * track that asks for it, unless the speech itself is muted or missing.
 *
 * For stems, keep the tracks that are wanted of a whole plan: their ducking still knows all speech.
 */
export function planMix(document: EpisodeDocument, layout: Layout, media: MediaIndex): MixPlan {
  const tracks = new Map(tracksOf(document).map((track) => [track.id, track]));
  const audible = layout.clips.filter((clip) => isAudible(clip, tracks, media));
  const speech = audible.filter((clip) => clip.kind === 'speech');

  const clipsByTrack = new Map<RecordId, PlacedClip[]>(Array.from(tracks.keys(), (id) => [id, []]));
  for (const clip of audible) {
    const clips = clipsByTrack.get(clip.trackId);
    if (clips) clips.push(clip);
    else clipsByTrack.set(clip.trackId, [clip]);
  }

  const planned: MixTrack[] = [];
  for (const [trackId, clips] of clipsByTrack) {
    if (clips.length === 0) continue;
    const track: Pick<Track, 'kind' | 'gainDb' | 'pan' | 'duck'> = tracks.get(trackId) ?? PLAIN_TRACK;
    const gain = dbToLinear(track.gainDb);
    const pan = panGains(track.pan);
    const others = track.duck ? speech.filter((clip) => clip.trackId !== trackId).map(rangeOf) : [];
    planned.push({
      trackId,
      leftGain: gain * pan.left,
      rightGain: gain * pan.right,
      envelope: track.duck ? duckEnvelope(track.duck, others) : [],
      clips: planClips(track.kind, clips, media),
    });
  }
  return { durationSamples: layout.durationSamples, tracks: planned };
}

function isAudible(clip: PlacedClip, tracks: ReadonlyMap<RecordId, Track>, media: MediaIndex): boolean {
  if (clip.assetId === null || clip.durationSamples <= 0 || media.asset(clip.assetId) === undefined) return false;
  // A loop of nothing has nothing to play, and would be read for ever.
  if (clip.loopSamples !== undefined && clip.loopSamples <= 0) return false;
  return !(tracks.get(clip.trackId)?.isMuted ?? false);
}

function rangeOf(clip: PlacedClip): SpeechRange {
  return { startSample: clip.startSample, endSample: addSamples(clip.startSample, clip.durationSamples) };
}

function planClips(kind: Track['kind'], clips: readonly PlacedClip[], media: MediaIndex): MixClip[] {
  const fades = fadesOf(kind, clips);
  return clips.map((clip) => ({
    assetId: clip.assetId!,
    channels: media.asset(clip.assetId!)!.channels,
    startSample: clip.startSample,
    durationSamples: clip.durationSamples,
    sourceStartSample: clip.sourceStartSample,
    ...(clip.loopSamples === undefined ? {} : { loopSamples: clip.loopSamples }),
    gain: dbToLinear(clip.gainDb),
    ...fades.get(clip)!,
  }));
}
