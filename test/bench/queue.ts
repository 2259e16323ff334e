/** What the queue costs beside a bare fetch loop that asks the same of the same service, in the same run. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Core, createCore } from '#core/app.ts';
import { speakBlocks } from '#core/synthesis/speak.ts';
import { smallEpisode, voice } from '../helpers/small-episode.ts';
import { toneWav } from '../helpers/small-wav.ts';
import type { BenchModule } from './run.ts';

const LINES = 400;
/** As many as the service's connection takes at once. */
const AT_ONCE = 3;
const PROVIDER = 'minimax';

export const title = `${LINES} lines through a service that answers at once`;

export const run: BenchModule['run'] = async ({ rounds }, print) => {
  const service = await startInstantService();
  try {
    for (let round = 0; round < rounds; round++) {
      const bare = await bareLoop(service.url, round);
      const alone = await withCore(service.url, (core) => serviceAlone(core, round));
      const queued = await withCore(service.url, (core) => wholeQueue(core, round));
      const perRequest = (seconds: number): string => `${((seconds * 1000) / LINES).toFixed(2)} ms`;
      print(`a bare fetch loop, ${AT_ONCE} at once, bytes decoded and hashed: ${perRequest(bare)} a request`);
      print(
        `the service alone (limits, retries, checks of every byte): ${perRequest(alone)}, ${perRequest(alone - bare)} more`,
      );
      print(
        `the whole queue (durable audio and take of every line): ${perRequest(queued)}, ${perRequest(queued - bare)} more; ` +
          `${Math.round(LINES / queued)} lines a second`,
      );
    }
  } finally {
    await service.close();
  }
};

function textOf(round: number, index: number): string {
  return `Round ${round}, line ${index}.`;
}

async function bareLoop(url: string, round: number): Promise<number> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < LINES) {
      const body = {
        model: 'speech-2.8-hd',
        text: textOf(round, next++),
        voice_setting: { voice_id: 'English_Graceful_Lady' },
      };
      const response = await fetch(`${url}/v1/t2a_v2`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer key-0000' },
        body: JSON.stringify(body),
      });
      const answer = (await response.json()) as { data: { audio: string } };
      createHash('sha256').update(Buffer.from(answer.data.audio, 'hex')).digest('hex');
    }
  };
  return timed(() => Promise.all(Array.from({ length: AT_ONCE }, worker)));
}

async function serviceAlone(core: Core, round: number): Promise<number> {
  const service = await core.connections.service(PROVIDER);
  const { model, voiceId } = service.defaultsFor({});
  return timed(() =>
    Promise.all(
      Array.from({ length: LINES }, (_, index) =>
        service.synthesize({ provider: service.id, model, voiceId, text: textOf(round, index), options: {} }),
      ),
    ),
  );
}

async function wholeQueue(core: Core, round: number): Promise<number> {
  const lines = Array.from({ length: LINES }, (_, index) => ({ text: textOf(round, index), by: 'A' }));
  const document = smallEpisode(lines, { cast: { A: voice(`${PROVIDER}/English_Graceful_Lady`) } });
  const [library, voices] = [await core.library(), await core.voices()];
  let spoken = 0;
  const seconds = await timed(async () => {
    ({ spoken } = await speakBlocks(library, document, voices));
  });
  if (spoken !== LINES) throw new Error(`${spoken} of ${LINES} lines were spoken`);
  return seconds;
}

async function withCore(url: string, use: (core: Core) => Promise<number>): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), 'lectern-bench-'));
  const environment = { ...process.env, MINIMAX_API_KEY: 'key-0000', MINIMAX_BASE_URL: url };
  const core = createCore({ home, environment, program: 'the bench' });
  try {
    return await use(core);
  } finally {
    await core.close();
    rmSync(home, { recursive: true, force: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** A second of sound for everything; every answer another one, as of a real service. */
async function startInstantService(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const wav = Buffer.from(toneWav({ seconds: 1, silenceSeconds: 0.1 }));
  const [before, after] = [wav.subarray(0, 46).toString('hex'), wav.subarray(48).toString('hex')];
  let count = 0;
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      const own = (count++ & 0xffff).toString(16).padStart(4, '0');
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        `{"data":{"audio":"${before}${own}${after}","status":2},"extra_info":{"usage_characters":20},"trace_id":"${count}","base_resp":{"status_code":0,"status_msg":"success"}}`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
