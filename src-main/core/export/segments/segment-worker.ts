/** A thread that works on segments. It gets the programme once and then one piece of work after another. */
import { parentPort } from 'node:worker_threads';
import type { AssetId } from '#shared/ids.ts';
import { startKernels } from '#shared/kernels/start-kernels.ts';
import type { MixPlan } from '#shared/mix/mix-plan.ts';
import { type PcmFile, PcmFileReader } from '../../audio/pcm-file-reader.ts';
import { PartMixers } from './part-sound.ts';
import { SegmentCache } from './segment-cache.ts';
import { SegmentRunner } from './segment-runner.ts';
import type { SegmentPeaks, SegmentWork } from './segment-work.ts';
import { packError, type ThreadError } from './thread-error.ts';

/** The first message. */
export interface WorkerProgramme {
  readonly plan: MixPlan;
  readonly sounds: ReadonlyMap<AssetId, PcmFile>;
  readonly cacheFolder: string;
}

/** What it is told. Work is answered with its number, also after it was stopped. */
export type WorkerOrder = { readonly number: number; readonly work: SegmentWork } | { readonly stop: number };

export type WorkerReply =
  | { readonly number: number; readonly segment: SegmentPeaks }
  | { readonly number: number; readonly value: unknown }
  | { readonly number: number; readonly error: ThreadError };

const port = parentPort;
if (!port) throw new Error('segment-worker.ts runs in a worker thread only');
startKernels();
const running = new Map<number, AbortController>();

port.once('message', ({ plan, sounds, cacheFolder }: WorkerProgramme) => {
  const reader = new PcmFileReader((assetId) => {
    const file = sounds.get(assetId);
    if (!file) throw new Error(`The programme has no sound ${assetId}`);
    return file;
  });
  const mixers = new PartMixers(plan, reader);
  const runner = new SegmentRunner((sound) => mixers.sourceOf(sound), new SegmentCache(cacheFolder));
  port.on('message', (order: WorkerOrder) => obey(order, runner));
});

function obey(order: WorkerOrder, runner: SegmentRunner): void {
  if ('stop' in order) {
    running.get(order.stop)?.abort();
    return;
  }
  const { number, work } = order;
  const controller = new AbortController();
  running.set(number, controller);
  const reply = (answer: WorkerReply): void => {
    running.delete(number);
    port?.postMessage(answer);
  };
  const tell = (segment: SegmentPeaks): void => port?.postMessage({ number, segment } satisfies WorkerReply);
  runner.run(work, controller.signal, tell).then(
    (value) => reply({ number, value }),
    (error: unknown) => reply({ number, error: packError(error) }),
  );
}
