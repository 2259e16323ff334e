/** What cues and clips have in common: `cue.setGain` and `clip.setGain` are one thing said of two kinds of record. */
import { z } from 'zod';
import { AssetId, RecordId } from '../../ids.ts';
import { type Samples, ZERO_SAMPLES } from '../../units.ts';
import { invalidCommand } from '../command-error.ts';
import { defineCommand } from '../define-command.ts';
import type { EditDraft } from '../edit-draft.ts';
import { Clip, type Cue, LengthSamples } from '../records.ts';

const fields = Clip.unwrap().shape;

/** The fields with which a new sound is described; what is left out is whole, at its own level, without fades. */
export const NewSound = {
  trackId: fields.trackId,
  title: fields.title,
  assetId: fields.assetId,
  path: fields.path,
  sourceStartSample: LengthSamples.optional(),
  sourceEndSample: fields.sourceEndSample,
  gainDb: fields.gainDb.optional(),
  fadeInSamples: LengthSamples.optional(),
  fadeOutSamples: LengthSamples.optional(),
  isLooped: fields.isLooped.optional(),
  durationSamples: fields.durationSamples,
};
type NewSound = z.output<z.ZodObject<typeof NewSound>>;

export function soundFieldsOf(sound: NewSound) {
  return {
    trackId: sound.trackId,
    title: sound.title,
    ...(sound.assetId === undefined ? {} : { assetId: sound.assetId }),
    ...(sound.path === undefined ? {} : { path: sound.path }),
    sourceStartSample: sound.sourceStartSample ?? ZERO_SAMPLES,
    ...(sound.sourceEndSample === undefined ? {} : { sourceEndSample: sound.sourceEndSample }),
    gainDb: sound.gainDb ?? 0,
    fadeInSamples: sound.fadeInSamples ?? ZERO_SAMPLES,
    fadeOutSamples: sound.fadeOutSamples ?? ZERO_SAMPLES,
    isLooped: sound.isLooped ?? false,
    ...(sound.durationSamples === undefined ? {} : { durationSamples: sound.durationSamples }),
  };
}

/** null: no own length, it plays as long as there is audio. */
const OwnLength = LengthSamples.refine((value: Samples) => value > 0, 'A sound cannot last no time').nullable();

/** The commands of one kind of sound. */
export function soundCommandsOf<const Noun extends 'cue' | 'clip'>(noun: Noun) {
  const find = (draft: EditDraft, id: RecordId): Cue | Clip => draft.find(id, noun);
  return [
    defineCommand(`${noun}.setTitle`, { id: RecordId, title: fields.title }, (draft, { id, title }) => {
      draft.update(find(draft, id), { title });
    }),
    /** The audio itself, when a file has been found or another takes its place; null: none. */
    defineCommand(`${noun}.setAsset`, { id: RecordId, assetId: AssetId.nullable() }, (draft, { id, assetId }) => {
      draft.update(find(draft, id), { assetId: assetId ?? undefined });
    }),
    defineCommand(`${noun}.setTrack`, { id: RecordId, trackId: RecordId }, (draft, { id, trackId }) => {
      draft.update(find(draft, id), { trackId });
    }),
    /** Which stretch of the audio is used; `sourceEndSample` null: to its end. What is left out stays. */
    defineCommand(
      `${noun}.trim`,
      {
        id: RecordId,
        sourceStartSample: LengthSamples.optional(),
        sourceEndSample: LengthSamples.nullable().optional(),
      },
      (draft, { id, sourceStartSample, sourceEndSample }) => {
        const sound = find(draft, id);
        draft.update(sound, {
          sourceStartSample: sourceStartSample ?? sound.sourceStartSample,
          sourceEndSample: sourceEndSample === undefined ? sound.sourceEndSample : (sourceEndSample ?? undefined),
        });
      },
    ),
    defineCommand(`${noun}.setGain`, { id: RecordId, gainDb: fields.gainDb }, (draft, { id, gainDb }) => {
      draft.update(find(draft, id), { gainDb });
    }),
    defineCommand(
      `${noun}.setFades`,
      { id: RecordId, fadeInSamples: LengthSamples.optional(), fadeOutSamples: LengthSamples.optional() },
      (draft, { id, fadeInSamples, fadeOutSamples }) => {
        const sound = find(draft, id);
        draft.update(sound, {
          fadeInSamples: fadeInSamples ?? sound.fadeInSamples,
          fadeOutSamples: fadeOutSamples ?? sound.fadeOutSamples,
        });
      },
    ),
    defineCommand(`${noun}.setLoop`, { id: RecordId, isLooped: z.boolean() }, (draft, { id, isLooped }) => {
      const sound = find(draft, id);
      if (sound.type === 'cue') draft.update(sound, { isLooped });
      else draft.update(sound, { isLooped, loopPhaseSamples: isLooped ? sound.loopPhaseSamples : undefined });
    }),
    defineCommand(
      `${noun}.setDuration`,
      { id: RecordId, durationSamples: OwnLength },
      (draft, { id, durationSamples }) => {
        draft.update(find(draft, id), { durationSamples: durationSamples ?? undefined });
      },
    ),
  ] as const;
}

/** Refuses a length that cannot be part of a sound. */
export function checkInside(atSample: Samples, durationSamples: Samples | undefined, what: string): void {
  if (atSample <= 0 || (durationSamples !== undefined && atSample >= durationSamples)) {
    throw invalidCommand(`${what} cannot be cut at ${atSample}: that is not inside it.`);
  }
}
