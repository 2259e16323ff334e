/** What the services must show: everything spoken whatever fails, each line billed once, nothing answered asked again. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerEntry } from './fake-services/fake-server.ts';
import { type Fault, someFaults } from './fake-services/faults.ts';
import type { FakeServiceName, FakeServices } from './fake-services/start-fake-services.ts';

/** Failures after which nothing has been delivered, so that asking again is right. */
const PASSING: readonly Fault[] = [
  { kind: 'status', status: 429, headers: { 'retry-after': '0' } },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503, body: '<html>busy</html>' },
  { kind: 'reset', at: 'start' },
  { kind: 'close', at: 'start' },
];
/** MiniMax's own, under HTTP 200; MiMo has no such code. */
const ENGINE_AWAY: Fault = { kind: 'code', code: '1033', message: 'engine away' };

export function spoil(fakes: FakeServices, share: number, seed: number): void {
  for (const [index, [name, server]] of Object.entries(fakes.servers).entries()) {
    server.plan = someFaults(share, seed + index, name === 'mimo' ? PASSING : [...PASSING, ENGINE_AWAY]);
  }
}

export function answered(fakes: FakeServices, name: FakeServiceName): readonly LedgerEntry[] {
  return fakes.servers[name].calls.filter((call) => call.isAnswered && call.fault === undefined);
}

export function billedBy(fakes: FakeServices): number {
  return Object.keys(fakes.servers)
    .flatMap((name) => answered(fakes, name as FakeServiceName))
    .reduce((sum, call) => sum + call.billedCharacters, 0);
}

/** Requests that a service answered more than once. */
export function answeredTwice(fakes: FakeServices): readonly string[] {
  const twice: string[] = [];
  for (const name of Object.keys(fakes.servers) as FakeServiceName[]) {
    const seen = new Set<string>();
    for (const { bytes } of answered(fakes, name)) {
      const body = `${name} ${bytes.toString('utf8')}`;
      if (seen.has(body)) twice.push(body);
      seen.add(body);
    }
  }
  return twice;
}

/** Files below a folder that hold the text. */
export function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(folder, name);
    return statSync(path).isFile() && readFileSync(path).includes(text);
  });
}
