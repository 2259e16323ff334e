/** The thread flite runs in. It gets the compiled program once and then one job after another. */
import { parentPort, workerData } from 'node:worker_threads';
import { type FliteJob, speakWithFlite } from './flite-run.ts';

const port = parentPort;
if (!port) throw new Error('flite-worker.ts runs in a worker thread only');
const module = workerData as WebAssembly.Module;

port.on('message', (job: FliteJob) => {
  speakWithFlite(module, job).then(
    (speech) => port.postMessage({ ok: true, value: speech }, [speech.wav.buffer]),
    (error: unknown) =>
      port.postMessage({ ok: false, message: error instanceof Error ? error.message : String(error) }),
  );
});
