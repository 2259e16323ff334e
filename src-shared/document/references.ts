/** Which records need which others. */
import type { RecordId } from '../ids.ts';
import type { Anchor, EpisodeRecord } from './records.ts';

/** The ids of other records a record cannot do without. */
export function referencesOf(record: EpisodeRecord): readonly RecordId[] {
  switch (record.type) {
    case 'speaker':
    case 'cue':
      return [record.trackId];
    case 'line':
      return record.speakerId === null ? [] : [record.speakerId];
    case 'clip':
      return [record.trackId, ...blockOf(record.anchor), ...blockOf(record.until)];
    case 'marker':
      return blockOf(record.anchor);
    case 'episode':
    case 'heading':
    case 'pause':
    case 'note':
    case 'track':
      return [];
  }
}

/** The record with every reference replaced by what `map` answers for it. */
export function mapReferences(record: EpisodeRecord, map: (id: RecordId) => RecordId): EpisodeRecord {
  const mapAnchor = (anchor: Anchor): Anchor =>
    'blockId' in anchor ? { ...anchor, blockId: map(anchor.blockId) } : anchor;
  switch (record.type) {
    case 'speaker':
    case 'cue':
      return { ...record, trackId: map(record.trackId) };
    case 'line':
      return record.speakerId === null ? record : { ...record, speakerId: map(record.speakerId) };
    case 'clip': {
      const until = record.until === undefined ? {} : { until: mapAnchor(record.until) };
      return { ...record, trackId: map(record.trackId), anchor: mapAnchor(record.anchor), ...until };
    }
    case 'marker':
      return { ...record, anchor: mapAnchor(record.anchor) };
    case 'episode':
    case 'heading':
    case 'pause':
    case 'note':
    case 'track':
      return record;
  }
}

function blockOf(anchor: Anchor | undefined): readonly RecordId[] {
  return anchor && 'blockId' in anchor ? [anchor.blockId] : [];
}
