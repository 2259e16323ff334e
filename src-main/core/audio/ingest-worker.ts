/** A thread that reads sounds in, a few at a time: while one waits for the disk, another is worked on. */
import { parentPort } from 'node:worker_threads';
import { startKernels } from '#shared/kernels/start-kernels.ts';
import { createIngestAudio } from './ingest-audio.ts';
import { type FromIngestThread, failureOf, type ToIngestThread } from './ingest-messages.ts';

/** Thrown where ffmpeg is needed and has not been given. */
class FfmpegWanted extends Error {}

const port = parentPort;
if (!port) throw new Error('ingest-worker.ts runs in a worker thread only');
startKernels();
const running = new Map<number, AbortController>();

port.on('message', (message: ToIngestThread) => {
  if (message.type === 'cancel') running.get(message.id)?.abort();
  else void ingest(message).then((answer) => port.postMessage(answer));
});

async function ingest(job: Extract<ToIngestThread, { type: 'ingest' }>): Promise<FromIngestThread> {
  const { id, sourcePath, targets, displayName, ffmpeg } = job;
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const read = createIngestAudio(async () => {
      if (ffmpeg) return ffmpeg;
      throw new FfmpegWanted();
    });
    const options = { signal: controller.signal, ...(displayName === null ? {} : { displayName }) };
    return { type: 'done', id, facts: await read(sourcePath, targets, options) };
  } catch (error) {
    return error instanceof FfmpegWanted
      ? { type: 'wants-ffmpeg', id }
      : { type: 'failed', id, failure: failureOf(error) };
  } finally {
    running.delete(id);
  }
}
