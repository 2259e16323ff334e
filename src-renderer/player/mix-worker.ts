/** The worker that mixes. Everything it knows is in MixFeeder; this file is its door. */
import { Unreachable } from '../shell/unreachable.ts';
import { fetchPcm } from './fetch-pcm.ts';
import { MixFeeder } from './mix-feeder.ts';
import { PcmCache } from './pcm-cache.ts';
import type { WorkerFailure, WorkerRequest } from './player-messages.ts';
import { RingWriter } from './ring.ts';

const CACHE_BYTES = 96 * 1024 * 1024;

let feeder: MixFeeder | null = null;

function start({ ring, workletPort }: Extract<WorkerRequest, { kind: 'start' }>): void {
  const cache = new PcmCache(fetchPcm, CACHE_BYTES);
  const started = new MixFeeder(cache, new RingWriter(ring), {
    onFailure(error) {
      const failure: WorkerFailure = {
        kind: 'failed',
        isUnreachable: error instanceof Unreachable,
        message: error instanceof Error ? error.message : String(error),
      };
      self.postMessage(failure);
    },
  });
  workletPort.onmessage = () => started.feed();
  feeder = started;
}

self.onmessage = ({ data }: MessageEvent<WorkerRequest>) => {
  if (data.kind === 'start') start(data);
  else if (data.kind === 'load') feeder?.load(data.plan, data.startSample, data.restartId);
  else feeder?.seek(data.startSample, data.restartId);
};
