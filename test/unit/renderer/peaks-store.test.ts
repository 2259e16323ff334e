import { expect, test } from 'vitest';
import { AssetId } from '#shared/ids.ts';
import { PeaksStore } from '../../../src-renderer/timeline/peaks-store.ts';

const asset = (index: number): AssetId => AssetId.parse(index.toString(16).padStart(64, '0'));

function store(maxBytes = 1e6) {
  const asked: AssetId[] = [];
  const answers = new Map<AssetId, PromiseWithResolvers<Uint8Array>>();
  let arrivals = 0;
  const peaks = new PeaksStore(
    (id) => {
      asked.push(id);
      const answer = Promise.withResolvers<Uint8Array>();
      answers.set(id, answer);
      return answer.promise;
    },
    () => arrivals++,
    maxBytes,
  );
  const arrive = async (id: AssetId, byteLength = 10) => {
    const before = arrivals;
    answers.get(id)?.resolve(new Uint8Array(byteLength));
    await expect.poll(() => arrivals).toBe(before + 1);
  };
  return { peaks, asked, answers, arrive, arrivals: () => arrivals };
}

test('[UI30] a waveform is asked for once and is there after it arrived', async () => {
  const { peaks, asked, arrive } = store();
  expect(peaks.get(asset(1))).toBeNull();
  expect(peaks.get(asset(1))).toBeNull();
  expect(asked).toEqual([asset(1)]);
  await arrive(asset(1));
  expect(peaks.get(asset(1))).toHaveLength(10);
  expect(asked).toHaveLength(1);
});

test('[UI31] six at once, and then the newest wish first', async () => {
  const { peaks, asked, arrive } = store();
  for (let index = 0; index < 20; index++) peaks.get(asset(index));
  expect(asked).toHaveLength(6);
  await arrive(asset(0));
  expect(asked.at(-1)).toBe(asset(19));
});

test('[UI32] one that cannot be had is not asked for again', async () => {
  const { peaks, asked, answers, arrivals } = store();
  peaks.get(asset(1));
  answers.get(asset(1))?.reject(new Error('gone'));
  await expect.poll(arrivals).toBe(1);
  expect(peaks.get(asset(1))).toBeNull();
  expect(asked).toHaveLength(1);
});

test('[UI33] what was not looked at longest goes when there is too much', async () => {
  const { peaks, asked, arrive } = store(25);
  for (const index of [1, 2]) {
    peaks.get(asset(index));
    await arrive(asset(index));
  }
  peaks.get(asset(1));
  peaks.get(asset(3));
  await arrive(asset(3));
  expect(peaks.get(asset(1))).not.toBeNull();
  peaks.get(asset(2));
  expect(asked.filter((id) => id === asset(2))).toHaveLength(2);
});
