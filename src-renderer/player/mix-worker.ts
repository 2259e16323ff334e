/** The worker that mixes. Everything it knows is in MixFeeder; this file is its door. */
import { Unreachable } from '../shell/unreachable.ts';
import { fetchPcm } from './fetch-pcm.ts';
import { MixFeeder } from './mix-feeder.ts';
import { PcmCache } from './pcm-cache.ts';
import { PlayedMeter } from './played-meter.ts';
import type { WorkerFailure, WorkerRequest } from './player-messages.ts';
import { RingWitness } from './ring-onlookers.ts';
import { RingWriter } from './ring-writer.ts';

const CACHE_BYTES = 96 * 1024 * 1024;

let feeder: MixFeeder | null = null;

function start({ ring, workletPort }: Extract<WorkerRequest, { kind: 'start' }>): void {
  const cache = new PcmCache(fetchPcm, CACHE_BYTES);
  const onFailure = (error: unknown): void => {
    const failure: WorkerFailure = {
      kind: 'failed',
      isUnreachable: error instanceof Unreachable,
      message: error instanceof Error ? error.message : String(error),
    };
    self.postMessage(failure);
  };
  const meter = new PlayedMeter(new RingWitness(ring));
  const started = new MixFeeder(cache, new RingWriter(ring), { onFailure }, meter);
  workletPort.onmessage = () => started.feed();
  feeder = started;
}

self.onmessage = ({ data }: MessageEvent<WorkerRequest>) => {
  if (data.kind === 'start') start(data);
  else if (data.kind === 'change') feeder?.change(data.change);
  else if (data.kind === 'scrub') feeder?.scrub(data.sample, data.restartId);
  else feeder?.resetMeters();
};
