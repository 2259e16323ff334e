import { expect, test } from 'vitest';
import { recordRefusal } from '#core/library/assets.ts';
import { putAsset } from '#core/library/decoded-audio.ts';
import type { Library } from '#core/library/library.ts';
import { openMediaIndex } from '#core/library/media-index.ts';
import { storeMedia } from '#core/library/media-store.ts';
import { findTake, insertTake, nextVariation, takeById, takesOf } from '#core/library/takes.ts';
import { findUtterance, insertUtterance, type StoredUtterance } from '#core/library/utterances.ts';
import { AssetId, ProviderId, RequestHash, TakeId } from '#shared/ids.ts';
import type { Take } from '#shared/media.ts';
import { samples } from '#shared/units.ts';
import { toneWav } from '../../helpers/small-wav.ts';
import { withLibrary } from '../../helpers/temporary-library.ts';

const lineHash = RequestHash.parse('a'.repeat(64));
const utteranceHash = RequestHash.parse('b'.repeat(64));

async function takeOfTone(library: Library, id: string, seconds = 0.1): Promise<Take> {
  const asset = await putAsset(library, { bytes: toneWav({ seconds }), extension: 'wav' });
  const segment = {
    assetId: asset.id,
    requestHash: utteranceHash,
    durationSamples: asset.durationSamples,
    speechStartSample: samples(10),
    speechEndSample: samples(20),
  };
  return {
    id: TakeId.parse(id),
    requestHash: lineHash,
    provider: ProviderId.parse('mimo'),
    voiceId: '冰糖 ',
    model: 'mimo-v2.5-tts',
    text: 'The last ferry left at nine. It was already ten past.',
    segments: [
      { ...segment, runIndex: 0 },
      { ...segment, runIndex: 1 },
    ],
    cues: [
      { segmentIndex: 0, startSample: samples(10), endSample: samples(12), text: 'The' },
      { segmentIndex: 1, startSample: samples(11), endSample: samples(12), text: 'It' },
    ],
    billedCharacters: 52,
    cost: 0.0182,
    currency: 'CNY',
    createdAtMs: 9,
  };
}

function utterance(assetId: AssetId, changes: Partial<StoredUtterance> = {}): StoredUtterance {
  return {
    requestHash: utteranceHash,
    variation: 0,
    assetId,
    requestJson: '{"text":"Hello."}',
    declaredFormat: 'mp3',
    providerRequestId: '01b8',
    cues: [{ startMs: 0, endMs: 310.5, text: 'Hello.' }],
    warnings: ['subtitle_missing'],
    billedCharacters: 6,
    cost: 0.002,
    currency: 'CNY',
    createdAtMs: 3,
    ...changes,
  };
}

test('[LIB24] a take comes back as it was kept, by its id, its request and its variation', () =>
  withLibrary(async (library) => {
    const { db } = library;
    const take = await takeOfTone(library, 'take-1');
    insertTake(db, take, 0);
    expect(takeById(db, take.id)).toEqual(take);
    expect(openMediaIndex(db).take(take.id)).toEqual(take);
    expect(findTake(db, lineHash, 0)).toEqual(take);
    expect(findTake(db, lineHash, 1)).toBeUndefined();
    expect(findTake(db, utteranceHash, 0)).toBeUndefined();
    expect(takeById(db, TakeId.parse('nobody'))).toBeUndefined();
  }));

test('[LIB24] every take of a request is kept, newest first, and the next variation has the next number', () =>
  withLibrary(async (library) => {
    const { db } = library;
    expect(nextVariation(db, lineHash)).toBe(0);
    for (const [variation, id] of ['first', 'second', 'third'].entries()) {
      const { model: _, currency: __, ...take } = await takeOfTone(library, id);
      insertTake(db, take, variation);
    }
    expect(takesOf(db, lineHash).map((take) => take.id)).toEqual(['third', 'second', 'first']);
    expect(takesOf(db, lineHash)[0]).not.toHaveProperty('model');
    expect(nextVariation(db, lineHash)).toBe(3);
  }));

test('[LIB24] a take whose audio is not in the library is not kept in part', () =>
  withLibrary(async (library) => {
    const take = await takeOfTone(library, 'take-1');
    const broken = {
      ...take,
      segments: [...take.segments, { ...take.segments[0]!, assetId: AssetId.parse('0'.repeat(64)) }],
    };
    expect(() => insertTake(library.db, broken, 0)).toThrow(/NOT NULL/);
    expect(takeById(library.db, take.id)).toBeUndefined();
    expect(library.db.get('SELECT count(*) AS n FROM take_segment')).toEqual({ n: 0 });
  }));

test('[LIB25] an answer of a service comes back as it was kept', () =>
  withLibrary(async (library) => {
    const asset = await putAsset(library, { bytes: toneWav({ seconds: 0.1 }), extension: 'mp3' });
    insertUtterance(library.db, utterance(asset.id));
    expect(findUtterance(library.db, utteranceHash, 0)).toEqual(utterance(asset.id));
    expect(findUtterance(library.db, utteranceHash, 1)).toBeUndefined();
    expect(findUtterance(library.db, lineHash, 0)).toBeUndefined();
  }));

test('[LIB25] of several answers to a request the newest that is no refused audio counts', () =>
  withLibrary(async (library) => {
    const { db } = library;
    const store = (text: string) => storeMedia(library, { bytes: Buffer.from(text), extension: 'mp3' });
    const [first, second, third] = await Promise.all(['first', 'second', 'third'].map(store));
    for (const stored of [first, second, third]) insertUtterance(db, utterance(stored!.id));
    expect(findUtterance(db, utteranceHash, 0)?.assetId).toBe(third?.id);
    recordRefusal(db, third!.id, { code: 'truncated-audio', message: 'cut short' });
    expect(findUtterance(db, utteranceHash, 0)?.assetId).toBe(second?.id);
    for (const stored of [first, second])
      recordRefusal(db, stored!.id, { code: 'unsupported-audio', message: 'no audio' });
    expect(findUtterance(db, utteranceHash, 0)).toBeUndefined();
    expect(db.get('SELECT count(*) AS n FROM utterance')).toEqual({ n: 3 });
  }));
