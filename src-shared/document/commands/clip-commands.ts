import { z } from 'zod';
import { RecordId } from '../../ids.ts';
import { addSamples, subtractSamples, ZERO_SAMPLES } from '../../units.ts';
import { defineCommand } from '../define-command.ts';
import { Anchor, LengthSamples, SamplesField } from '../records.ts';
import { checkInside, NewSound, soundCommandsOf, soundFieldsOf } from './sound-commands.ts';

/** A sound beside the sequence, hung on a place in it. */
const add = defineCommand(
  'clip.add',
  { id: RecordId, ...NewSound, anchor: Anchor, offsetSamples: SamplesField.optional(), until: Anchor.optional() },
  (draft, command) => {
    draft.add({
      type: 'clip',
      id: command.id,
      ...soundFieldsOf(command),
      anchor: command.anchor,
      offsetSamples: command.offsetSamples ?? ZERO_SAMPLES,
      ...(command.until === undefined ? {} : { until: command.until }),
    });
  },
);

/** To another anchor, offset or track; what is left out stays. */
const move = defineCommand(
  'clip.move',
  {
    id: RecordId,
    anchor: Anchor.optional(),
    offsetSamples: SamplesField.optional(),
    trackId: RecordId.optional(),
  },
  (draft, { id, anchor, offsetSamples, trackId }) => {
    const clip = draft.find(id, 'clip');
    draft.update(clip, {
      anchor: anchor ?? clip.anchor,
      offsetSamples: offsetSamples ?? clip.offsetSamples,
      trackId: trackId ?? clip.trackId,
    });
  },
);

/** null: until it ends by itself. */
const setUntil = defineCommand('clip.setUntil', { id: RecordId, until: Anchor.nullable() }, (draft, { id, until }) => {
  draft.update(draft.find(id, 'clip'), { until: until ?? undefined });
});

/** Cuts a clip in two, `atSample` after its start. Both play on where the whole did: nothing changes to the ear. */
const split = defineCommand(
  'clip.split',
  { id: RecordId, atSample: LengthSamples, newId: RecordId },
  (draft, { id, atSample, newId }) => {
    const clip = draft.find(id, 'clip');
    checkInside(atSample, clip.durationSamples, `The clip "${id}"`);
    if (!clip.isLooped && clip.sourceEndSample !== undefined) {
      checkInside(atSample, subtractSamples(clip.sourceEndSample, clip.sourceStartSample), `The clip "${id}"`);
    }
    draft.add({
      ...clip,
      id: newId,
      offsetSamples: addSamples(clip.offsetSamples, atSample),
      fadeInSamples: ZERO_SAMPLES,
      ...(clip.isLooped
        ? { loopPhaseSamples: addSamples(clip.loopPhaseSamples ?? ZERO_SAMPLES, atSample) }
        : { sourceStartSample: addSamples(clip.sourceStartSample, atSample) }),
      ...(clip.durationSamples === undefined
        ? {}
        : { durationSamples: subtractSamples(clip.durationSamples, atSample) }),
    });
    draft.update(clip, { durationSamples: atSample, fadeOutSamples: ZERO_SAMPLES });
  },
);

/** The copy lies where the clip lies. */
const duplicate = defineCommand('clip.duplicate', { id: RecordId, newId: RecordId }, (draft, { id, newId }) => {
  draft.add({ ...draft.find(id, 'clip'), id: newId });
});

const remove = defineCommand('clip.delete', { ids: z.array(RecordId).min(1).readonly() }, (draft, { ids }) => {
  for (const id of ids) draft.find(id, 'clip');
  for (const id of ids) draft.remove(id);
});

export const CLIP_COMMANDS = [add, move, setUntil, split, duplicate, remove, ...soundCommandsOf('clip')] as const;
