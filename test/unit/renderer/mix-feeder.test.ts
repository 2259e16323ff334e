import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MixPlan } from '#shared/mix/mix-plan.ts';
import { samples } from '#shared/units.ts';
import { CHUNK_FRAMES } from '../../../src-renderer/player/pcm-cache.ts';
import { clip, expectSame, FRAMES, fetchPcm, listen, mixed, PLAN, player } from './feeder-rig.ts';

test('[UI47] what is played is what the exporter mixes, sample for sample, to the end', async () => {
  const playing = player();
  playing.feeder.change({ plan: PLAN, restart: { startSample: 0, restartId: 1 } });
  expectSame(await listen(playing, PLAN.durationSamples + 1000), mixed(0, PLAN.durationSamples));
});

test('[UI47] from wherever one seeks, also while audio is still being fetched', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(PLAN.durationSamples - 6000), { minLength: 1, maxLength: 4 }), async (places) => {
      const playing = player();
      playing.feeder.change({ plan: PLAN, restart: { startSample: 0, restartId: 1 } });
      for (const [index, place] of places.entries()) {
        playing.feeder.change({ restart: { startSample: place, restartId: index + 2 } });
        if (index % 2 === 0) await new Promise(setImmediate);
      }
      expectSame(await listen(playing, 5000), mixed(places.at(-1)!, 5000));
    }),
    { numRuns: 15 },
  );
});

test('[UI48] only the stretches that are played are fetched, each once', async () => {
  const asked: string[] = [];
  const playing = player((assetId, firstByte, endByte) => {
    asked.push(`${assetId[0]} ${firstByte / 4}`);
    return fetchPcm(assetId, firstByte, endByte);
  });
  playing.feeder.change({ plan: PLAN, restart: { startSample: 0, restartId: 1 } });
  // While the first fetch is under way, and after it.
  playing.feeder.change({ restart: { startSample: 1000, restartId: 2 } });
  await listen(playing, 5000);
  playing.feeder.change({ restart: { startSample: 2000, restartId: 3 } });
  await listen(playing, 1000);
  expect([...asked].sort()).toEqual(['a 0', 'b 0']);
});

test('[UI48] the cache stays under its limit, and plays all the same', async () => {
  const limit = 3 * CHUNK_FRAMES * 4 * 2;
  const playing = player(fetchPcm, limit);
  playing.feeder.change({ plan: PLAN, restart: { startSample: 0, restartId: 1 } });
  expectSame(await listen(playing, PLAN.durationSamples), mixed(0, PLAN.durationSamples));
  expect(playing.cache.byteLength).toBeLessThanOrEqual(limit);
});

test('[UI49] audio that cannot be fetched is said, and playing again tries again', async () => {
  let isBroken = true;
  const playing = player((...request) => (isBroken ? Promise.reject(new Error('gone')) : fetchPcm(...request)));
  playing.feeder.change({ plan: PLAN, restart: { startSample: 0, restartId: 1 } });
  await expect.poll(() => playing.failures.length).toBe(1);
  isBroken = false;
  playing.feeder.change({ restart: { startSample: 0, restartId: 2 } });
  expectSame(await listen(playing, 3000), mixed(0, 3000));
});

test('[UI47] a clip longer than its sound ends in silence', async () => {
  const plan: MixPlan = {
    durationSamples: samples(FRAMES + 90_000),
    tracks: [{ ...PLAN.tracks[0]!, clips: [clip({ durationSamples: samples(FRAMES + 80_000) })] }],
  };
  const playing = player();
  playing.feeder.change({ plan: plan, restart: { startSample: FRAMES - 1000, restartId: 1 } });
  expectSame(await listen(playing, 3000), mixed(FRAMES - 1000, 3000, plan));
});
