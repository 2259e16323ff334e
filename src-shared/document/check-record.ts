import type { RecordId } from '../ids.ts';
import { describeIssue, invalidCommand } from './command-error.ts';
import type { EpisodeDocument } from './episode-document.ts';
import { isOrderKey } from './order-key.ts';
import { type Anchor, type Clip, type Cue, EPISODE_RECORD_ID, EpisodeRecord, isBlock, type Line } from './records.ts';

/** What holds for one record in its document. Throws AppError `invalid-command`. */
export function checkRecord(document: EpisodeDocument, record: EpisodeRecord): void {
  const what = `The ${record.type} "${record.id}"`;
  const { error } = EpisodeRecord.safeParse(record);
  if (error) throw invalidCommand(`${what} is not valid: ${describeIssue(error)}.`);
  if ((record.type === 'episode') !== (record.id === EPISODE_RECORD_ID)) {
    throw invalidCommand(`${what} is not valid: the id "${EPISODE_RECORD_ID}" is for the episode's settings alone.`);
  }
  if ('order' in record && !isOrderKey(record.order)) {
    throw invalidCommand(`${what} has the order key "${record.order}", beside which no other can be made.`);
  }
  switch (record.type) {
    case 'speaker':
      checkTrack(document, record.trackId, what, true);
      break;
    case 'line':
      checkLine(document, record, what);
      break;
    case 'cue':
      checkSound(document, record, what);
      break;
    case 'clip':
      checkSound(document, record, what);
      if (record.loopPhaseSamples !== undefined && !record.isLooped) {
        throw invalidCommand(`${what} has a place within its loop but is not looped.`);
      }
      checkAnchor(document, record.anchor, what);
      if (record.until) checkAnchor(document, record.until, what);
      break;
    case 'marker':
      checkAnchor(document, record.anchor, what);
      break;
    case 'episode':
    case 'track':
    case 'heading':
    case 'pause':
    case 'note':
      break;
  }
}

function checkLine(document: EpisodeDocument, line: Line, what: string): void {
  if (line.speakerId !== null && document.records.get(line.speakerId)?.type !== 'speaker') {
    throw invalidCommand(`${what} is spoken by "${line.speakerId}", who is not in the cast.`);
  }
  const empty = line.parts?.list.findIndex((part) => part.endSample <= part.startSample) ?? -1;
  if (empty >= 0) throw invalidCommand(`${what} would have nothing left of its part ${empty + 1}.`);
}

function checkSound(document: EpisodeDocument, sound: Cue | Clip, what: string): void {
  checkTrack(document, sound.trackId, what, false);
  if (sound.sourceEndSample !== undefined && sound.sourceEndSample <= sound.sourceStartSample) {
    throw invalidCommand(`${what} would use an empty stretch of its audio: the end must be after the start.`);
  }
}

/** Dialogue tracks are what ducking listens to and what speakers speak on: sounds lie on the others. */
function checkTrack(document: EpisodeDocument, trackId: RecordId, what: string, isSpeech: boolean): void {
  const track = document.records.get(trackId);
  if (track?.type !== 'track') throw invalidCommand(`${what} needs the track "${trackId}", which does not exist.`);
  if ((track.kind === 'dialogue') === isSpeech) return;
  throw invalidCommand(
    isSpeech
      ? `${what} must speak on a dialogue track; "${track.name}" is a track for ${track.kind}.`
      : `${what} cannot lie on the dialogue track "${track.name}": sounds belong on a music or effects track.`,
  );
}

function checkAnchor(document: EpisodeDocument, anchor: Anchor, what: string): void {
  if (!('blockId' in anchor)) return;
  const block = document.records.get(anchor.blockId);
  if (!block || !isBlock(block)) {
    throw invalidCommand(`${what} hangs on "${anchor.blockId}", which is not a block of the script.`);
  }
}
