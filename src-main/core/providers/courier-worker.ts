/**
 * What talks to the services: a process of its own beside the program, or a thread of it where there can be none.
 * Answers are paid for, and the program has other work: decoding, mixing and waiting for disks must not stand between an
 * answer's arrival and its being kept. So they are read, and written down, here; and when the program dies, what is under
 * way is still taken in before this ends too.
 */
import { parentPort } from 'node:worker_threads';
import { Agent, type Dispatcher } from 'undici';
import { type AnswerWriter, openAnswerWriter } from './answer-record.ts';
import type { AnswerHeaders, CourierFault, FromCourier, SendMessage, ToCourier } from './courier-messages.ts';

const port = parentPort;
if (!port && !process.send) throw new Error('courier-worker.ts is started by courier.ts only');

/** What is left of an answer nobody reads is passed over up to this. */
const DRAIN = { limit: 64 * 1024, withinMs: 250 };

interface Exchange {
  readonly isRecorded: boolean;
  readonly controller: AbortController;
  response?: Dispatcher.ResponseData;
  isLeft: boolean;
}

const agents = new Map<number, Agent>();
const exchanges = new Map<number, Exchange>();

(port ?? process).on('message', (message: ToCourier) => {
  if (message.type === 'send') void send(message);
  else if (message.type === 'abort') exchanges.get(message.id)?.controller.abort();
  else if (message.type === 'leave') leave(message.id);
  else void close(message.line);
});

// The program is gone. Nobody waits for answers that are not written down.
process.on('disconnect', () => {
  for (const exchange of exchanges.values()) if (!exchange.isRecorded) exchange.controller.abort();
  endWithProgram();
});

function endWithProgram(): void {
  if (!port && !process.connected && exchanges.size === 0) process.exit();
}

function tell(message: FromCourier, transfer: readonly ArrayBuffer[] = []): void {
  if (port) port.postMessage(message, transfer as ArrayBuffer[]);
  // The program may end at any moment: then there is nobody to tell, and that is no failure.
  else if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

async function send(message: SendMessage): Promise<void> {
  const { id } = message;
  const exchange: Exchange = {
    isRecorded: message.recordPath !== null,
    controller: new AbortController(),
    isLeft: false,
  };
  exchanges.set(id, exchange);
  // From now on, so that a program that starts again knows that this is under way.
  const writer = message.recordPath === null ? undefined : openAnswerWriter(message.recordPath);
  try {
    const response = await agentOf(message).request({
      origin: message.origin,
      path: message.path,
      method: message.method,
      headers: message.headers,
      body: message.body,
      signal: exchange.controller.signal,
      headersTimeout: message.headersMs,
      bodyTimeout: message.idleMs,
    });
    exchange.response = response;
    // Destroying a body nobody is reading emits an error for nobody; readers get theirs from the iterator.
    response.body.on('error', () => undefined);
    const headers = definedIn(response.headers);
    tell({ type: 'head', id, status: response.statusCode, headers });
    // A refusal costs nothing, and may repeat the key.
    if (response.statusCode === 200) writer?.begin({ status: 200, headers });
    else writer?.abandon();
    if (await pass(response, message, exchange, writer)) {
      writer?.finish();
      tell({ type: 'end', id });
    } else writer?.abandon();
  } catch (error) {
    writer?.abandon();
    tell({ type: 'failed', id, fault: faultOf(error) });
  } finally {
    exchange.response?.body.destroy();
    exchanges.delete(id);
    endWithProgram();
  }
}

/** False where the answer was longer than it may be, or than is worth reading. */
async function pass(
  response: Dispatcher.ResponseData,
  { id, maxBodyBytes }: SendMessage,
  exchange: Exchange,
  writer: AnswerWriter | undefined,
): Promise<boolean> {
  let length = 0;
  let unread = 0;
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBodyBytes) {
      tell({ type: 'overlong', id });
      return false;
    }
    writer?.write(chunk);
    // A copy of its own, so that it can be handed over: the chunk may be a part of a shared pool.
    const bytes = new Uint8Array(chunk);
    if (exchange.isLeft) unread += chunk.length;
    else tell({ type: 'chunk', id, bytes }, [bytes.buffer]);
    if (unread > DRAIN.limit) return false;
  }
  return true;
}

async function close(line: number): Promise<void> {
  const agent = agents.get(line);
  agents.delete(line);
  await agent?.destroy();
  tell({ type: 'closed', line });
}

function leave(id: number): void {
  const exchange = exchanges.get(id);
  if (!exchange) return;
  exchange.isLeft = true;
  const tooMuch = setTimeout(() => exchange.controller.abort(), DRAIN.withinMs);
  exchange.response?.body.once('close', () => clearTimeout(tooMuch));
}

function agentOf({ line, connectMs }: SendMessage): Agent {
  let agent = agents.get(line);
  if (!agent) {
    // HTTP/1.1 only: cancelling has to close the socket, which a multiplexed connection would outlive.
    agent = new Agent({ connect: { timeout: connectMs }, allowH2: false });
    agents.set(line, agent);
  }
  return agent;
}

function definedIn(headers: Dispatcher.ResponseData['headers']): AnswerHeaders {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** AggregateError from several addresses tried at once: the first one speaks for all. */
function faultOf(error: unknown): CourierFault {
  if (error instanceof AggregateError && error.errors.length > 0) return faultOf(error.errors[0]);
  const { name = 'Error', code, message = String(error) } = (error ?? {}) as Partial<Error> & { code?: unknown };
  return { name, code: typeof code === 'string' ? code : '', message };
}
