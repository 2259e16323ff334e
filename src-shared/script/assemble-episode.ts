import { documentOf, type EpisodeDocument } from '../document/episode-document.ts';
import { orderKeysBetween } from '../document/order-key.ts';
import { type Anchor, EPISODE_RECORD_ID, EpisodeRecord } from '../document/records.ts';
import { type NewId, RecordId } from '../ids.ts';
import type { DraftPlace, EpisodeDraft } from './episode-draft.ts';
import type { ScriptProblems } from './script-problems.ts';
import { type PlannedTrack, planTracks } from './track-plan.ts';

/**
 * Makes the document of a draft. Ids are taken in a fixed order (tracks, cast, blocks, clips, markers), so that the same
 * draft with the same source of ids gives the same document. Every record is checked against the schema; what it
 * refuses is reported at the line the record comes from, and left out.
 */
export function assembleEpisode(draft: EpisodeDraft, newId: NewId, problems: ScriptProblems): EpisodeDocument {
  const builder = new RecordBuilder(newId, problems);
  builder.add({ type: 'episode', id: EPISODE_RECORD_ID, ...draft.settings }, 1);

  checkCastNames(draft, problems);
  const trackIds = addTracks(draft, builder, problems);
  const trackOf = (label: string) => trackIds.get(label)?.id;

  const castOrders = orderKeysBetween(null, null, draft.cast.length);
  const speakerIds = new Map<string, RecordId>();
  draft.cast.forEach(({ label, line, trackLabel, ...speaker }, index) => {
    const track = trackIds.get(trackLabel ?? label);
    if (track && track.kind !== 'dialogue') {
      problems.report(
        line,
        1,
        `${label} cannot speak on "${track.label}", a track for ${track.kind}. Add "kind: dialogue".`,
      );
    }
    const id = builder.newId();
    speakerIds.set(label, id);
    builder.add({ type: 'speaker', id, order: castOrders[index], ...speaker, trackId: track?.id }, line);
  });

  const blockOrders = orderKeysBetween(null, null, draft.blocks.length);
  const blockIds = draft.blocks.map(() => builder.newId());
  draft.blocks.forEach(({ line, ...block }, index) => {
    const own = { id: blockIds[index], order: blockOrders[index] };
    if (block.type === 'line') {
      const { speakerLabel, ...rest } = block;
      builder.add({ ...rest, ...own, speakerId: speakerLabel === null ? null : speakerIds.get(speakerLabel) }, line);
    } else if (block.type === 'cue') {
      const { trackLabel, ...rest } = block;
      builder.add({ ...rest, ...own, trackId: trackOf(trackLabel) }, line);
    } else builder.add({ ...block, ...own }, line);
  });

  const anchorOf = (place: DraftPlace): Anchor =>
    'atSample' in place ? place : { blockId: blockIds[place.blockIndex] as RecordId, edge: place.edge };
  for (const { line, trackLabel, place, until, ...clip } of draft.clips) {
    const anchors = { anchor: anchorOf(place), ...(until && { until: anchorOf(until) }) };
    builder.add({ ...clip, id: builder.newId(), trackId: trackOf(trackLabel), ...anchors }, line);
  }
  for (const { line, place, ...marker } of draft.markers) {
    builder.add({ ...marker, id: builder.newId(), anchor: anchorOf(place) }, line);
  }
  return documentOf(builder.records);
}

function checkCastNames(draft: EpisodeDraft, problems: ScriptProblems): void {
  const names = new Set<string>();
  for (const { name, line } of draft.cast) {
    if (names.has(name)) problems.report(line, 1, `Two of the cast cannot both be called "${name}".`);
    names.add(name);
  }
}

function addTracks(
  draft: EpisodeDraft,
  builder: RecordBuilder,
  problems: ScriptProblems,
): ReadonlyMap<string, PlannedTrack & { readonly id: RecordId }> {
  const sounds = [...draft.blocks.filter((block) => block.type === 'cue'), ...draft.clips];
  const planned = planTracks(
    draft.cast,
    draft.tracks,
    sounds.toSorted((a, b) => a.line - b.line).map((sound) => sound.trackLabel),
  );
  const lineOf = new Map([...draft.cast, ...draft.tracks].map(({ label, line }) => [label, line]));
  const orders = orderKeysBetween(null, null, planned.length);
  const names = new Set<string>();
  const tracks = new Map<string, PlannedTrack & { readonly id: RecordId }>();
  planned.forEach((track, index) => {
    const { label, ...fields } = track;
    const line = lineOf.get(label) ?? 1;
    if (names.has(track.name)) problems.report(line, 1, `Two tracks cannot both be called "${track.name}".`);
    names.add(track.name);
    const id = builder.newId();
    tracks.set(label, { ...track, id });
    builder.add({ type: 'track', id, order: orders[index], ...fields }, line);
  });
  for (const { trackLabel, line } of sounds) {
    if (tracks.get(trackLabel)?.kind !== 'dialogue') continue;
    problems.report(line, 1, `A sound cannot lie on "${trackLabel}", a track for speech. Name another with track=…`);
  }
  return tracks;
}

class RecordBuilder {
  readonly records: EpisodeRecord[] = [];
  readonly #newId: NewId;
  readonly #problems: ScriptProblems;

  constructor(newId: NewId, problems: ScriptProblems) {
    this.#newId = newId;
    this.#problems = problems;
  }

  newId(): RecordId {
    return RecordId.parse(this.#newId());
  }

  add(fields: { readonly type: string; readonly [field: string]: unknown }, line: number): void {
    const result = EpisodeRecord.safeParse(fields);
    if (result.success) {
      this.records.push(result.data);
      return;
    }
    const issue = result.error.issues[0];
    this.#problems.report(
      line,
      1,
      `The ${fields.type} here is not valid: ${issue?.path.join('.')}: ${issue?.message}.`,
    );
  }
}
