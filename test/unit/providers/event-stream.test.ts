import { describe, expect, test } from 'vitest';
import { readEvents, type ServerEvent } from '#core/providers/event-stream.ts';
import { createFail } from '#core/providers/provider-error.ts';

const fail = createFail({ id: 'x', name: 'X', redact: (text) => text });

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function eventsOf(body: AsyncIterable<Uint8Array>, maxLineCharacters?: number): Promise<ServerEvent[]> {
  const events: ServerEvent[] = [];
  const options = { fail, ...(maxLineCharacters === undefined ? {} : { maxLineCharacters }) };
  for await (const event of readEvents(body, options)) events.push(event);
  return events;
}

const EVENTS = [
  { event: '', data: '{"a":"音頻"}', isCut: false },
  { event: 'error', data: 'two\nlines', httpStatus: 400, isCut: false },
  { event: '', data: '[DONE]', isCut: false },
];
const LINES = [
  'data: {"a":"音頻"}',
  '',
  ': keep-alive',
  'id:7',
  'event: error',
  ':HTTP_STATUS/400',
  'unknown: field',
  'data:two',
  'data: lines',
  '',
  'data: [DONE]',
  '',
];

describe('event streams', () => {
  test.each([
    ['LF', '\n', ''],
    ['CRLF', '\r\n', ''],
    ['CR', '\r', ''],
    ['LF and a byte order mark', '\n', '\uFEFF'],
  ])('[PRV15] with %s, cut in two at every byte', async (_name, end, start) => {
    const bytes = Buffer.from(start + LINES.map((line) => line + end).join(''));
    for (let cut = 0; cut <= bytes.length; cut++) {
      async function* two(): AsyncGenerator<Uint8Array, void, undefined> {
        yield bytes.subarray(0, cut);
        yield bytes.subarray(cut);
      }
      expect(await eventsOf(two()), `cut at ${cut}`).toEqual(EVENTS);
    }
  });

  test.each([1, 2, 3, 7])('[PRV15] in pieces of %i bytes', async (size) => {
    expect(await eventsOf(pieces(Buffer.from(LINES.join('\r\n')), size))).toEqual(EVENTS);
  });

  test('[PRV15] a last event without its blank line is delivered, and one without the end of its line is marked', async () => {
    expect(await eventsOf(pieces(Buffer.from('data: a\n'), 100))).toEqual([{ event: '', data: 'a', isCut: false }]);
    expect(await eventsOf(pieces(Buffer.from('data: a\n\ndata: {"b'), 100))).toEqual([
      { event: '', data: 'a', isCut: false },
      { event: '', data: '{"b', isCut: true },
    ]);
  });

  test('[PRV15] a status belongs to its own event only', async () => {
    const text = ':HTTP_STATUS/200\ndata:a\n\ndata:b\n\n';
    expect((await eventsOf(pieces(Buffer.from(text), 5))).map((event) => event.httpStatus)).toEqual([200, undefined]);
  });

  test('[PRV4] a line of 24 MB takes no more than its share of time', async () => {
    const line = (megabytes: number): Buffer => Buffer.from(`data: ${'f'.repeat(megabytes * 1_000_000)}\n\n`);
    const timed = async (bytes: Buffer): Promise<number> => {
      const start = performance.now();
      const [event] = await eventsOf(pieces(bytes, 16_384));
      expect(event?.data.length).toBe(bytes.length - 8);
      return performance.now() - start;
    };
    // The best of some tries: other programs of a busy machine only ever add.
    const best = async (bytes: Buffer): Promise<number> =>
      Math.min(await timed(bytes), await timed(bytes), await timed(bytes), await timed(bytes));
    const [small, large] = [await best(line(3)), await best(line(24))];
    // Eight times the length; sixty-four times the time would be quadratic.
    expect(large / small).toBeLessThan(32);
  });

  test('[PRV4] a line that does not end is given up at its cap', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array, void, undefined> {
      yield Buffer.from('data: ');
      for (;;) {
        given += 1000;
        yield Buffer.alloc(1000, 'f');
      }
    }
    await expect(eventsOf(endless(), 50_000)).rejects.toMatchObject({ kind: 'protocol' });
    expect(given).toBeLessThan(60_000);
  });
});
