import fc from 'fast-check';
import { beforeEach, expect, test, vi } from 'vitest';
import { createClient } from '#shared/contract/client.ts';
import type { EpisodeChange } from '#shared/contract/episodes.ts';
import type { Command } from '#shared/document/commands.ts';
import { blocksOf, documentOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import { newEpisode } from '#shared/document/new-episode.ts';
import { orderKeysBetween } from '#shared/document/order-key.ts';
import type { EpisodeRecord, Line } from '#shared/document/records.ts';
import { EpisodeId, RecordId, TakeId } from '#shared/ids.ts';
import { EpisodeSession } from '../../../src-renderer/episode/episode-session.ts';
import { UnsentJournal } from '../../../src-renderer/episode/unsent-journal.ts';
import { Unreachable } from '../../../src-renderer/shell/unreachable.ts';
import { FakeEpisodeCore } from '../../helpers/fake-episode-core.ts';
import { FakeStorage } from '../../helpers/fake-storage.ts';

const ID = EpisodeId.parse('e');
const line = (index: number): RecordId => RecordId.parse(`l${index}`);

function episodeOf(lines: number): EpisodeDocument {
  let count = 0;
  const empty = newEpisode({ title: 'Fake', language: 'en', kind: 'podcast', newId: () => `t${++count}` });
  const orders = orderKeysBetween(null, null, lines);
  const records = orders.map(
    (order, index): EpisodeRecord => ({
      type: 'line',
      id: line(index),
      order,
      speakerId: null,
      text: `Line number ${index} waits.`,
      gainDb: 0,
    }),
  );
  return documentOf([...empty.records.values(), ...records]);
}

/** A request on its way; what became of it is decided by the test. */
interface Sent {
  readonly method: string;
  /** The core carries it out. */
  arrive(): void;
  /** The page hears the answer; before it arrived, it arrives first. */
  answer(): Promise<void>;
  /** The page hears nothing, whether it arrived or not. */
  lose(): Promise<void>;
}

class PageAndCore {
  readonly core: FakeEpisodeCore;
  readonly storage = new FakeStorage();
  readonly sent: Sent[] = [];
  readonly events: EpisodeChange[] = [];
  readonly failures: unknown[] = [];
  #newIds = 0;

  constructor(lines: number) {
    this.core = new FakeEpisodeCore(ID, episodeOf(lines));
    this.core.onChange((change) => this.events.push(change));
  }

  /** As a page would: a new one after a reload. */
  open(): EpisodeSession {
    let isGone = false;
    this.reload = () => {
      isGone = true;
      this.sent.splice(0);
    };
    const invoke = (method: string, input: unknown): Promise<unknown> => {
      if (isGone) return new Promise(() => {});
      if (!/edit|undo|redo|Gesture/.test(method)) return this.core.invoke(method, input);
      return new Promise((resolve, reject) => {
        let outcome: Promise<unknown> | null = null;
        const arrive = () => {
          outcome ??= this.core.invoke(method, input);
        };
        const settle = () => new Promise<void>((done) => setImmediate(done));
        this.sent.push({
          method,
          arrive,
          answer: async () => {
            arrive();
            resolve(await outcome);
            await settle();
          },
          lose: async () => {
            reject(new Unreachable('lost'));
            await settle();
          },
        });
      });
    };
    return new EpisodeSession(this.core.opened(), {
      client: createClient({ invoke, subscribe: () => () => {} }),
      journal: new UnsentJournal(this.storage, `page${this.#newIds++}`),
      newId: () => `n${this.#newIds++}`,
      onFailure: (thrown) => this.failures.push(thrown),
      onRecovered: () => {},
    });
  }

  reload: () => void = () => {};

  async answerAll(session: EpisodeSession): Promise<void> {
    for (let next = this.sent.shift(); next; next = this.sent.shift()) await next.answer();
    this.tell(session);
  }

  tell(session: EpisodeSession): void {
    for (const value of this.events.splice(0)) session.hear({ name: 'episode.changed', value });
  }
}

const recordsOf = ({ records }: EpisodeDocument) => Object.fromEntries(records);
const textOf = (session: EpisodeSession, id: RecordId) => (session.state.model.document.records.get(id) as Line).text;
const setText = (id: RecordId, text: string): Command => ({ type: 'line.setText', id, text });

beforeEach(() => {
  vi.useRealTimers();
});

test('[SED1] an edit shows at once, and is saved when the core has answered', async () => {
  const setup = new PageAndCore(3);
  const session = setup.open();
  expect(session.edit([setText(line(1), 'Now.')])).toBe(true);
  expect(textOf(session, line(1))).toBe('Now.');
  expect(session.state).toMatchObject({ saving: 'saving', undoLabel: { kind: 'line.setText', subject: 'Now.' } });
  await setup.answerAll(session);
  expect(session.state.saving).toBe('saved');
  expect(session.state.revision).toBe(2);
  expect((setup.core.document.records.get(line(1)) as Line).text).toBe('Now.');
});

test('[SED1] what is answered as it was done keeps every record as the object it is', async () => {
  const setup = new PageAndCore(50);
  const session = setup.open();
  session.edit([setText(line(1), 'Now.')]);
  const { model } = session.state;
  await setup.answerAll(session);
  expect(session.state.model).toBe(model);
});

test('[SED2] a command that cannot be done changes nothing, is not sent, and says why', async () => {
  const setup = new PageAndCore(3);
  const session = setup.open();
  const { model } = session.state;
  expect(session.edit([setText(RecordId.parse('nobody'), 'x')])).toBe(false);
  expect(session.state.model).toBe(model);
  expect(setup.sent).toHaveLength(0);
  expect(setup.failures).toMatchObject([{ code: 'invalid-command' }]);
});

test('[SED3] a burst of typing is sent as little as the core can take, and is one thing to undo', async () => {
  const setup = new PageAndCore(3);
  const session = setup.open();
  for (let length = 1; length <= 20; length++) session.type('text', [setText(line(1), 'x'.repeat(length))]);
  // One is under way; the others wait as one.
  expect(setup.sent).toHaveLength(1);
  await setup.answerAll(session);
  session.endTyping();
  await setup.answerAll(session);
  expect(setup.core.carriedOut).toHaveLength(2);
  expect(setup.core.entries).toBe(1);
  session.undo();
  await setup.answerAll(session);
  expect(textOf(session, line(1))).toBe('Line number 1 waits.');
});

test('[SED3] another place, another entry', async () => {
  const setup = new PageAndCore(3);
  const session = setup.open();
  session.type('a', [setText(line(0), 'first')]);
  session.type('b', [setText(line(1), 'second')]);
  session.endTyping();
  await setup.answerAll(session);
  expect(setup.core.entries).toBe(2);
});

test('[SED4] a gesture that is cancelled leaves nothing behind, here and at the core', async () => {
  const setup = new PageAndCore(3);
  const session = setup.open();
  const before = recordsOf(session.state.model.document);
  const gesture = session.beginGesture();
  gesture.edit([{ type: 'line.setGain', id: line(0), gainDb: -3 }]);
  gesture.edit([{ type: 'line.setGain', id: line(0), gainDb: -6 }]);
  gesture.cancel();
  expect(recordsOf(session.state.model.document)).toEqual(before);
  await setup.answerAll(session);
  expect(recordsOf(setup.core.document)).toEqual(before);
  expect(setup.core.entries).toBe(0);
});

test("[SED5] a take that arrives while a line is typed in becomes the line's, and the words stay", async () => {
  const setup = new PageAndCore(3);
  const session = setup.open();
  session.edit([setText(line(1), 'Typed.')]);
  setup.core.attachTake(line(1), TakeId.parse('take'));
  setup.tell(session);
  expect(session.state.model.document.records.get(line(1))).toMatchObject({ text: 'Typed.', takeId: 'take' });
  await setup.answerAll(session);
  expect(session.state.saving).toBe('saved');
  expect(recordsOf(session.state.model.document)).toEqual(recordsOf(setup.core.document));
});

test('[SED6] when somebody else was faster, the edit is made again on what they did', async () => {
  const setup = new PageAndCore(3);
  const session = setup.open();
  session.edit([setText(line(1), 'Mine.')]);
  setup.core.edit([setText(line(0), 'Theirs.')]);
  await setup.answerAll(session);
  expect(textOf(session, line(0))).toBe('Theirs.');
  expect(textOf(session, line(1))).toBe('Mine.');
  expect(recordsOf(session.state.model.document)).toEqual(recordsOf(setup.core.document));
  expect(setup.failures).toEqual([]);
});

test('[SED6] an edit of something that is gone is taken back, and the person is told', async () => {
  const setup = new PageAndCore(3);
  const session = setup.open();
  session.edit([setText(line(1), 'Mine.')]);
  setup.core.edit([{ type: 'block.delete', ids: [line(1)] }]);
  await setup.answerAll(session);
  expect(session.state.model.document.records.has(line(1))).toBe(false);
  expect(session.state.saving).toBe('saved');
  expect(setup.failures).toMatchObject([{ code: 'conflict' }]);
});

test('[SED7] while nobody answers, edits are kept, and sent when somebody does', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const setup = new PageAndCore(3);
  const session = setup.open();
  session.edit([setText(line(0), 'First.')]);
  await setup.sent.shift()!.lose();
  expect(session.state.saving).toBe('failed');
  session.edit([setText(line(1), 'Second.')]);
  expect(setup.failures).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1_000);
  await setup.answerAll(session);
  expect(session.state.saving).toBe('saved');
  expect(recordsOf(session.state.model.document)).toEqual(recordsOf(setup.core.document));
});

test('[SED7] after a stretch in which nothing was heard, the episode is read again under what is typed', async () => {
  const setup = new PageAndCore(3);
  const session = setup.open();
  setup.core.edit([setText(line(0), 'Missed.')]);
  setup.core.edit([setText(line(2), 'Missed, too.')]);
  setup.events.splice(0);
  session.edit([setText(line(1), 'Mine.')]);
  session.readAgain();
  await setup.answerAll(session);
  await session.settled();
  expect([0, 1, 2].map((index) => textOf(session, line(index)))).toEqual(['Missed.', 'Mine.', 'Missed, too.']);
  expect(recordsOf(session.state.model.document)).toEqual(recordsOf(setup.core.document));
});

test('[SED7] a change that was missed is noticed by the next one', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const setup = new PageAndCore(3);
  const session = setup.open();
  setup.core.edit([setText(line(0), 'Missed.')]);
  setup.core.edit([setText(line(2), 'Heard.')]);
  setup.events.shift();
  setup.tell(session);
  expect(textOf(session, line(2))).toBe('Line number 2 waits.');
  await vi.advanceTimersByTimeAsync(2_000);
  expect(textOf(session, line(0))).toBe('Missed.');
  expect(textOf(session, line(2))).toBe('Heard.');
});

test('[SED8] what does not fit into the storage is not safe to leave', () => {
  const setup = new PageAndCore(3);
  const session = setup.open();
  setup.storage.setItem = () => {
    throw new DOMException('Full.', 'QuotaExceededError');
  };
  session.edit([setText(line(0), 'Much.')]);
  expect(session.isSafeToLeave).toBe(false);
});

test.for([true, false])(
  '[SED8] a reload loses nothing, whether what was under way has arrived: %s',
  async (hasArrived) => {
    const setup = new PageAndCore(3);
    const first = setup.open();
    first.edit([{ type: 'line.split', id: line(0), atOffset: 5, newId: RecordId.parse('half') }]);
    first.edit([{ type: 'line.join', id: line(1) }]);
    first.type('text', [setText(RecordId.parse('half'), 'typed and not sent')]);
    if (hasArrived) setup.sent[0]!.arrive();
    const wanted = recordsOf(first.state.model.document);
    setup.reload();

    const second = setup.open();
    expect(recordsOf(second.state.model.document)).toEqual(wanted);
    await setup.answerAll(second);
    expect(recordsOf(setup.core.document)).toEqual(wanted);
    expect(setup.storage.length).toBe(0);
    expect(setup.failures).toEqual([]);
  },
);

test('[SED8] a join that has arrived is not made again after a reload', async () => {
  const setup = new PageAndCore(4);
  const first = setup.open();
  first.edit([{ type: 'line.join', id: line(0) }]);
  setup.sent[0]!.arrive();
  setup.reload();
  const second = setup.open();
  await setup.answerAll(second);
  expect(blocksOf(second.state.model.document).map(({ id }) => id)).toEqual([line(0), line(2), line(3)]);
});

test('[SED8] an undo that has arrived is not made again after a reload', async () => {
  const setup = new PageAndCore(3);
  const first = setup.open();
  first.edit([setText(line(0), 'one')]);
  first.edit([setText(line(0), 'two')]);
  await setup.answerAll(first);
  first.undo();
  setup.sent[0]!.arrive();
  setup.reload();
  const second = setup.open();
  await setup.answerAll(second);
  expect(textOf(second, line(0))).toBe('one');
});

test('[SED5] what the core has done is not done again here while its answer is on the way', async () => {
  const setup = new PageAndCore(4);
  const session = setup.open();
  session.edit([{ type: 'line.join', id: line(0) }]);
  setup.core.attachTake(line(0), TakeId.parse('take'));
  setup.sent[0]!.arrive();
  setup.tell(session);
  expect(blocksOf(session.state.model.document).map(({ id }) => id)).toEqual([line(0), line(2), line(3)]);
});

const step = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), index: fc.nat(5), text: fc.string({ maxLength: 8 }) }),
  fc.record({ kind: fc.constant('type' as const), index: fc.nat(5), text: fc.string({ maxLength: 8 }) }),
  fc.record({ kind: fc.constant('gain' as const), index: fc.nat(5), gainDb: fc.integer({ min: -20, max: 6 }) }),
  fc.record({ kind: fc.constant('add' as const), index: fc.nat(5) }),
  fc.record({ kind: fc.constant('delete' as const), index: fc.nat(5) }),
  fc.record({ kind: fc.constant('move' as const), index: fc.nat(5), to: fc.nat(5) }),
  fc.record({ kind: fc.constant('join' as const), index: fc.nat(5) }),
  fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const, 'arrive' as const, 'answer' as const) }),
  fc.record({ kind: fc.constantFrom('tell' as const, 'reload' as const, 'endTyping' as const) }),
  fc.record({ kind: fc.constant('take' as const), index: fc.nat(5) }),
  fc.record({ kind: fc.constant('theirs' as const), index: fc.nat(5), text: fc.string({ maxLength: 8 }) }),
);

test('[SED9] whatever is edited, undone, answered, heard or reloaded in whatever order, page and core agree in the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const setup = new PageAndCore(6);
      let session = setup.open();
      let made = 0;
      const blockAt = (document: EpisodeDocument, index: number) => {
        const blocks = blocksOf(document);
        return blocks[index % Math.max(1, blocks.length)]?.id ?? line(0);
      };
      const at = (index: number) => blockAt(session.state.model.document, index);
      for (const next of steps) {
        switch (next.kind) {
          case 'text':
            session.edit([setText(at(next.index), next.text)]);
            break;
          case 'type':
            session.type('text', [setText(at(next.index), next.text)]);
            break;
          case 'gain':
            session.edit([{ type: 'line.setGain', id: at(next.index), gainDb: next.gainDb }]);
            break;
          case 'add':
            session.edit([
              { type: 'line.add', id: RecordId.parse(`m${made++}`), afterId: at(next.index), text: 'New.' },
            ]);
            break;
          case 'delete':
            if (blocksOf(session.state.model.document).length > 1) {
              session.edit([{ type: 'block.delete', ids: [at(next.index)] }]);
            }
            break;
          case 'move':
            session.edit([{ type: 'block.move', ids: [at(next.index)], afterId: null }]);
            break;
          case 'join':
            session.edit([{ type: 'line.join', id: at(next.index) }]);
            break;
          case 'undo':
          case 'redo':
            session[next.kind]();
            break;
          case 'arrive':
            setup.sent[0]?.arrive();
            break;
          case 'answer':
            await setup.sent.shift()?.answer();
            break;
          case 'tell':
            setup.tell(session);
            break;
          case 'endTyping':
            session.endTyping();
            break;
          case 'reload':
            session.dispose({ isReopened: true });
            setup.reload();
            session = setup.open();
            break;
          case 'take':
            setup.core.attachTake(blockAt(setup.core.document, next.index), TakeId.parse(`take${made++}`));
            break;
          case 'theirs':
            setup.core.edit([setText(blockAt(setup.core.document, next.index), next.text)]);
            break;
        }
      }
      session.endTyping();
      await setup.answerAll(session);
      await session.settled();
      setup.tell(session);
      expect(recordsOf(session.state.model.document)).toEqual(recordsOf(setup.core.document));
      expect(session.state.model.rows.map(({ id }) => id)).toEqual(blocksOf(setup.core.document).map(({ id }) => id));
      expect(session.state.saving).toBe('saved');
      expect(setup.storage.length).toBe(0);
      session.dispose();
    }),
    { numRuns: 150 },
  );
});
