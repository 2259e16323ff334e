import { RecordId } from '../../ids.ts';
import { invalidCommand } from '../command-error.ts';
import { defineCommand } from '../define-command.ts';
import { speakersOf } from '../episode-document.ts';
import { AfterId, moveAfter, placeAfter } from '../place-in-order.ts';
import { Speaker } from '../records.ts';

const fields = Speaker.unwrap().shape;

/** `trackId` is the dialogue track the speaker is heard on. */
const add = defineCommand(
  'speaker.add',
  {
    id: RecordId,
    afterId: AfterId,
    name: fields.name,
    colour: fields.colour,
    voice: fields.voice,
    trackId: fields.trackId,
  },
  (draft, { id, afterId, name, colour, voice, trackId }) => {
    const [order] = placeAfter(draft, speakersOf(draft.document), afterId, 1) as [string];
    draft.add({
      type: 'speaker',
      id,
      order,
      name,
      ...(colour === undefined ? {} : { colour }),
      ...(voice === undefined ? {} : { voice }),
      trackId,
    });
  },
);

const rename = defineCommand('speaker.rename', { id: RecordId, name: fields.name }, (draft, { id, name }) => {
  draft.update(draft.find(id, 'speaker'), { name });
});

/** null: none of its own. */
const setColour = defineCommand(
  'speaker.setColour',
  { id: RecordId, colour: fields.colour.unwrap().nullable() },
  (draft, { id, colour }) => {
    draft.update(draft.find(id, 'speaker'), { colour: colour ?? undefined });
  },
);

/** null: the default voice. */
const setVoice = defineCommand(
  'speaker.setVoice',
  { id: RecordId, voice: fields.voice.unwrap().nullable() },
  (draft, { id, voice }) => {
    draft.update(draft.find(id, 'speaker'), { voice: voice ?? undefined });
  },
);

const setTrack = defineCommand(
  'speaker.setTrack',
  { id: RecordId, trackId: fields.trackId },
  (draft, { id, trackId }) => {
    draft.update(draft.find(id, 'speaker'), { trackId });
  },
);

const move = defineCommand('speaker.move', { id: RecordId, afterId: AfterId }, (draft, { id, afterId }) => {
  draft.find(id, 'speaker');
  moveAfter(draft, speakersOf(draft.document), new Set([id]), afterId);
});

/** Someone who speaks leaves only when it is said who reads the lines: another speaker, or null for the narrator. */
const remove = defineCommand(
  'speaker.delete',
  { id: RecordId, reassignTo: RecordId.nullable().optional() },
  (draft, { id, reassignTo }) => {
    const { name } = draft.find(id, 'speaker');
    const lines = draft.blocks.filter((block) => block.type === 'line' && block.speakerId === id);
    if (lines.length > 0 && reassignTo === undefined) {
      const howMany = lines.length === 1 ? 'a line' : `${lines.length} lines`;
      throw invalidCommand(`${name} speaks ${howMany}. Say in reassignTo who reads that then.`);
    }
    if (reassignTo === id) throw invalidCommand(`${name} cannot take over from ${name}.`);
    for (const line of lines) {
      if (line.type === 'line') draft.update(line, { speakerId: reassignTo ?? null });
    }
    draft.remove(id);
  },
);

export const SPEAKER_COMMANDS = [add, rename, setColour, setVoice, setTrack, move, remove] as const;
