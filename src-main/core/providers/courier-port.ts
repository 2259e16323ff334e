/** How messages get to courier-worker.ts and back: over a pipe to a process, or to a thread where there can be none. */
import { fork } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FromCourier, ToCourier } from './courier-messages.ts';

export interface CourierPort {
  post(message: ToCourier): void;
  /** Whether the program may not end while this is there. */
  hold(isHeld: boolean): void;
}

/** What secure connections may need; keys are in the messages and nowhere else. */
const PASSED_ON = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'SystemRoot', 'TZ'];

/** `end` is called once, when it is there no more. A thread under Electron, whose program runs no scripts by its fuses. */
export function startCourierPort(
  hear: (message: FromCourier) => void,
  end: (reason: string) => void,
  isThread = process.versions.electron !== undefined,
): CourierPort {
  // From the sources under Node, and beside the built program under Electron.
  const file = import.meta.url.endsWith('.ts') ? './courier-worker.ts' : './courier-worker.js';
  const url = new URL(file, import.meta.url);
  return isThread ? toThread(url, hear, end) : overPipe(url, hear, end);
}

/** Outlives the program by as long as the answers under way take: a program that is killed has paid for them. */
function overPipe(url: URL, hear: (message: FromCourier) => void, end: (reason: string) => void): CourierPort {
  const { env } = process;
  const child = fork(fileURLToPath(url), [], {
    // Of its own group: Ctrl+C is for the program, which says itself what it gives up.
    detached: true,
    stdio: 'ignore',
    serialization: 'advanced',
    execArgv: [],
    // Not in the way of whoever wants to move or unmount the folder that the program was started in.
    cwd: dirname(fileURLToPath(url)),
    env: Object.fromEntries(PASSED_ON.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]))),
    windowsHide: true,
  });
  let isOver = false;
  const over = (reason: string): void => {
    if (!isOver) end(reason);
    isOver = true;
  };
  child.on('message', (message) => hear(message as FromCourier));
  child.on('error', (error) => over(error.message));
  child.on('exit', (code, signal) => over(`its process ended (${signal ?? code})`));
  child.unref();
  return {
    // A pipe that has just broken is told by the end of the process.
    post: (message) => void child.send(message, () => undefined),
    hold: (isHeld) => (isHeld ? child.channel?.ref() : child.channel?.unref()),
  };
}

function toThread(url: URL, hear: (message: FromCourier) => void, end: (reason: string) => void): CourierPort {
  // Flags of the program that started us (such as how to read its own source) are not meant for the thread.
  const worker = new Worker(url, { execArgv: [] });
  let isOver = false;
  const over = (reason: string): void => {
    if (!isOver) end(reason);
    isOver = true;
  };
  worker.on('message', hear);
  worker.on('error', (error) => over(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => over(`its thread ended (${code})`));
  worker.unref();
  return {
    post: (message) => worker.postMessage(message),
    hold: (isHeld) => (isHeld ? worker.ref() : worker.unref()),
  };
}
