/** What the episodes of a project have in common. An episode says only what differs. */
import { z } from 'zod';
import { type NewId, RecordId } from '../ids.ts';
import { diffOf } from './diff.ts';
import { documentOf, type EpisodeDocument, settingsOf, speakersOf, tracksOf, withChanges } from './episode-document.ts';
import { newEpisode } from './new-episode.ts';
import { orderKeysBetween } from './order-key.ts';
import { withFields } from './record-values.ts';
import {
  EpisodeSettings,
  Gaps,
  type Speaker,
  Speaker as SpeakerRecord,
  type Track,
  Track as TrackRecord,
} from './records.ts';

const settings = EpisodeSettings.unwrap().shape;

export const CastMember = SpeakerRecord.unwrap().pick({ name: true, colour: true, voice: true }).strict().readonly();
export type CastMember = z.infer<typeof CastMember>;

export const TrackDefaults = TrackRecord.unwrap()
  .pick({ name: true, kind: true, gainDb: true, pan: true, duck: true })
  .strict()
  .readonly();
export type TrackDefaults = z.infer<typeof TrackDefaults>;

const hasNoTwins = (items: readonly { readonly name: string }[]) =>
  new Set(items.map(({ name }) => name.toUpperCase())).size === items.length;

export const ProjectDefaults = z
  .object({
    /** Speakers are the same person where they have the same name, in any case. */
    cast: z.array(CastMember).refine(hasNoTwins, 'two of the cast have one name').readonly().optional(),
    /** After those of the episode, which win. */
    pronunciations: settings.pronunciations,
    gaps: Gaps.unwrap().partial().readonly().optional(),
    /** What a new episode begins with. Mixing is done in the episode, so later changes leave earlier episodes alone. */
    tracks: z
      .array(TrackDefaults)
      .refine(hasNoTwins, 'two tracks have one name')
      .refine((tracks) => tracks.some(({ kind }) => kind === 'dialogue'), 'a dialogue track is needed')
      .readonly()
      .optional(),
    author: settings.author,
    exportPreset: settings.exportPreset,
    coverPath: settings.coverPath,
  })
  .strict()
  .readonly();
export type ProjectDefaults = z.infer<typeof ProjectDefaults>;

/**
 * The episode with what it inherits: the voices and colours of speakers who have none of their own, the project's
 * pronunciations after its own, the gaps and export settings it does not set. What is spoken, laid out and exported is
 * this; what is edited and stored is the episode itself. The same document where nothing is inherited.
 */
export function withProjectDefaults(document: EpisodeDocument, defaults: ProjectDefaults): EpisodeDocument {
  const own = settingsOf(document);
  const castByName = new Map(defaults.cast?.map((member) => [member.name.toUpperCase(), member]));
  const inherited = diffOf([
    { from: own, to: withFields(own, inheritedSettings(own, defaults)) },
    ...speakersOf(document).map((speaker) => ({
      from: speaker,
      to: withFields(speaker, inheritedVoice(speaker, castByName.get(speaker.name.toUpperCase()))),
    })),
  ]);
  return inherited.updated.length === 0 ? document : withChanges(document, inherited);
}

function inheritedSettings(own: EpisodeSettings, defaults: ProjectDefaults): Partial<EpisodeSettings> {
  const pronunciations = [...(own.pronunciations ?? []), ...(defaults.pronunciations ?? [])];
  const gaps = { ...defaults.gaps, ...own.gaps };
  return {
    ...(own.author === undefined && defaults.author !== undefined ? { author: defaults.author } : {}),
    ...(own.exportPreset === undefined && defaults.exportPreset !== undefined
      ? { exportPreset: defaults.exportPreset }
      : {}),
    ...(own.coverPath === undefined && defaults.coverPath !== undefined ? { coverPath: defaults.coverPath } : {}),
    ...(pronunciations.length > 0 ? { pronunciations } : {}),
    ...(Object.keys(gaps).length > 0 ? { gaps } : {}),
  };
}

function inheritedVoice(speaker: Speaker, member: CastMember | undefined): Partial<Speaker> {
  return {
    ...(speaker.voice === undefined && member?.voice ? { voice: member.voice } : {}),
    ...(speaker.colour === undefined && member?.colour !== undefined ? { colour: member.colour } : {}),
  };
}

/** An empty episode of a project: its tracks, and its cast, whose voices stay inherited. */
export function newProjectEpisode(init: {
  readonly title: string;
  readonly language: string;
  readonly kind: EpisodeSettings['kind'];
  readonly defaults: ProjectDefaults;
  readonly newId: NewId;
}): EpisodeDocument {
  const { defaults, newId } = init;
  const empty = newEpisode(init);
  const tracks = defaults.tracks ? tracksFrom(defaults.tracks, newId) : tracksOf(empty);
  const speech = tracks.find((track) => track.kind === 'dialogue')!;
  const cast = defaults.cast ?? [];
  const orders = orderKeysBetween(null, null, cast.length);
  const speakers = cast.map(
    ({ name }, index): Speaker => ({
      type: 'speaker',
      id: RecordId.parse(newId()),
      order: orders[index]!,
      name,
      trackId: speech.id,
    }),
  );
  return documentOf([settingsOf(empty), ...tracks, ...speakers]);
}

function tracksFrom(defaults: readonly TrackDefaults[], newId: NewId): readonly Track[] {
  const orders = orderKeysBetween(null, null, defaults.length);
  return defaults.map((track, index) => ({
    type: 'track',
    id: RecordId.parse(newId()),
    order: orders[index]!,
    isMuted: false,
    ...track,
  }));
}
