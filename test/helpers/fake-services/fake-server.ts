/** One loopback server: reads a call, writes it into its ledger, lets the plan spoil it, and has it answered. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Fault, type FaultPlan, NO_FAULTS } from './faults.ts';

export interface LedgerEntry {
  readonly sequence: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined where there was none. */
  readonly json: unknown;
  readonly bytes: Buffer;
  readonly fault: Fault | undefined;
  /** Of a call that was answered with speech or words; 0 for everything else. */
  billedCharacters: number;
  /** The answer was written to its end. */
  isAnswered: boolean;
  /** The other side closed before that. */
  isAbandoned: boolean;
}

export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Written one after the other: the frames of a stream, or one whole body. */
  readonly pieces: readonly (string | Buffer)[];
  readonly billedCharacters?: number;
}

export type Answering = (call: LedgerEntry) => Promise<FakeAnswer> | FakeAnswer;

export interface FakeServer {
  readonly url: string;
  readonly ledger: readonly LedgerEntry[];
  /** Calls that ask for speech or words, without downloads. */
  readonly calls: readonly LedgerEntry[];
  plan: FaultPlan;
  clear(): void;
  close(): Promise<void>;
}

export function jsonAnswer(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): FakeAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    pieces: [JSON.stringify(value)],
  };
}

/** Paths under this are results to download: never spoilt by the plan, and not calls. */
export const RESULT_PATH = '/results/';

export async function startFakeServer(answer: Answering): Promise<FakeServer> {
  const ledger: LedgerEntry[] = [];
  let sequence = 0;
  const fake = { plan: NO_FAULTS };
  const server = createServer((request, response) => {
    const answering = receive(request).then(async (bytes) => {
      const entry = entryOf(request, bytes, (isCall) => (isCall ? ++sequence : 0), fake.plan);
      ledger.push(entry);
      response.on('close', () => {
        entry.isAbandoned = !response.writableFinished;
      });
      await respond(response, entry, answer);
    });
    // Who asked has gone, or the voice was closed: then nobody is left to be told.
    answering.catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    ledger,
    get calls() {
      return ledger.filter((entry) => entry.sequence > 0);
    },
    get plan() {
      return fake.plan;
    },
    set plan(plan) {
      fake.plan = plan;
    },
    clear() {
      ledger.length = 0;
      sequence = 0;
      fake.plan = NO_FAULTS;
    },
    close: () => closeServer(server),
  };
}

async function receive(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function entryOf(
  request: IncomingMessage,
  bytes: Buffer,
  count: (isCall: boolean) => number,
  plan: FaultPlan,
): LedgerEntry {
  const url = new URL(request.url ?? '/', 'http://fake');
  const sequence = count(!url.pathname.startsWith(RESULT_PATH));
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return {
    sequence,
    method: request.method ?? '',
    path: url.pathname,
    query: url.search,
    headers,
    json: headers['content-type']?.startsWith('application/json') === true ? parsed(bytes) : undefined,
    bytes,
    fault: sequence === 0 ? undefined : plan({ sequence, path: url.pathname }),
    billedCharacters: 0,
    isAnswered: false,
    isAbandoned: false,
  };
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function respond(response: ServerResponse, entry: LedgerEntry, answering: Answering): Promise<void> {
  const { fault } = entry;
  if (fault?.kind === 'status') {
    response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
    response.end(fault.body ?? '');
    return;
  }
  if (isInterruption(fault) && fault.at === 'start') return interrupt(response, fault.kind);
  if (fault?.kind === 'endless-line') return endlessLine(response);
  const answer = await answering(entry);
  response.writeHead(answer.status ?? 200, answer.headers);
  const pieces = isInterruption(fault) ? firstHalf(answer.pieces) : answer.pieces;
  for (const piece of pieces) {
    if (!response.write(piece)) await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
  }
  if (isInterruption(fault)) {
    // What has been written must be on its way before the line is cut.
    setImmediate(() => interrupt(response, fault.kind));
    return;
  }
  // Who has gone gets nothing, and pays nothing.
  if (response.destroyed) return;
  response.end();
  entry.isAnswered = true;
  entry.billedCharacters = answer.billedCharacters ?? 0;
}

type Interruption = Extract<Fault, { kind: 'stall' | 'reset' | 'close' }>;

function isInterruption(fault: Fault | undefined): fault is Interruption {
  return fault !== undefined && (fault.kind === 'stall' || fault.kind === 'reset' || fault.kind === 'close');
}

function interrupt(response: ServerResponse, kind: Interruption['kind']): void {
  if (kind === 'reset') response.socket?.resetAndDestroy();
  if (kind === 'close') response.socket?.destroy();
}

/** Whole frames where there are several, else half of the one piece. */
function firstHalf(pieces: readonly (string | Buffer)[]): readonly (string | Buffer)[] {
  if (pieces.length > 1) return pieces.slice(0, Math.ceil(pieces.length / 2));
  return pieces.map((piece) => piece.slice(0, Math.ceil(piece.length / 2)));
}

function endlessLine(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const block = Buffer.alloc(64 * 1024, 'f');
  response.write('data: {"data":{"audio":"');
  const more = (): void => {
    while (!response.destroyed && response.write(block));
  };
  response.on('drain', more);
  more();
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
