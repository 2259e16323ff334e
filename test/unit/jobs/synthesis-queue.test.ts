import { describe, expect, test } from 'vitest';
import { SpendingCap } from '#core/jobs/spending-cap.ts';
import { SynthesisQueue, type WantedSpeech } from '#core/jobs/synthesis-queue.ts';
import type { Library } from '#core/library/library.ts';
import { requestHash } from '#core/synthesis/request-hash.ts';
import { AppError, Cancelled } from '#shared/errors.ts';
import { RecordId } from '#shared/ids.ts';
import {
  type FakeSpeechProvider,
  fakeAnswer,
  fakeFailure,
  fakeSpeechProvider,
} from '../../helpers/fake-speech-provider.ts';
import { ingestSmallWav } from '../../helpers/small-wav.ts';
import { withLibrary } from '../../helpers/temporary-library.ts';

/** A service whose answers wait until they are let go. */
function slowProvider(concurrency = 1) {
  const provider = fakeSpeechProvider('far', { isRemote: true, concurrency });
  const held: { text: string; release: () => void }[] = [];
  provider.behave = (request, signal) =>
    new Promise((resolve, reject) => {
      held.push({ text: request.text, release: () => resolve(fakeAnswer(request, request.text.length)) });
      signal?.addEventListener('abort', () => reject(new Cancelled()));
    });
  return { provider, held };
}

function want(provider: FakeSpeechProvider, text: string, block = text, more: Partial<WantedSpeech> = {}) {
  const request = { provider: provider.id, model: 'model-1', voiceId: 'anna', text, options: {} };
  const planned = { runIndex: 0, request, requestHash: requestHash(request) };
  return { planned, variation: 0, provider, blockId: RecordId.parse(block), isOffline: false, ...more };
}

/** Until the service has been asked so often. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

const use = (work: (library: Library) => Promise<void>) => () => withLibrary(work);
const texts = (provider: FakeSpeechProvider): readonly string[] => provider.asked.map(({ text }) => text);
const perCharacter = (_provider: unknown, _model: string, characters: number) => ({
  amount: characters,
  currency: 'CNY',
});

describe('who asks', () => {
  test(
    '[PRV70] what several want is sent once, and given up when the last has left',
    use(async (library) => {
      const { provider, held } = slowProvider();
      const queue = new SynthesisQueue(library);
      const [first, second] = [new AbortController(), new AbortController()];
      const one = queue.ask(want(provider, 'Same.', 'a'), first.signal);
      const two = queue.ask(want(provider, 'Same.', 'b'), second.signal);
      await until(() => held.length === 1);
      first.abort();
      await expect(one).rejects.toBeInstanceOf(Cancelled);
      held[0]?.release();
      expect((await two).wasAsked).toBe(true);
      expect((await queue.ask(want(provider, 'Same.'))).wasAsked).toBe(false);

      const alone = queue.ask(want(provider, 'Other.'), second.signal);
      const waiting = queue.ask(want(provider, 'Never.'), second.signal);
      await until(() => held.length === 2);
      second.abort();
      await expect(alone).rejects.toBeInstanceOf(Cancelled);
      await expect(waiting).rejects.toBeInstanceOf(Cancelled);
      expect(texts(provider)).toEqual(['Same.', 'Other.']);
      expect(queue.state()).toMatchObject({ waiting: 0, running: 0 });
    }),
  );

  test('[PRV70] an answer that had arrived when its only asker left is stored first', () => {
    let onDecode = (): void => undefined;
    return withLibrary(
      async (library) => {
        const provider = fakeSpeechProvider('far', { isRemote: true });
        const queue = new SynthesisQueue(library);
        const controller = new AbortController();
        onDecode = () => controller.abort();
        await queue.ask(want(provider, 'Paid.'), controller.signal).catch(() => undefined);
        onDecode = () => undefined;
        expect((await queue.ask(want(provider, 'Paid.'))).wasAsked).toBe(false);
        expect(provider.asked).toHaveLength(1);
      },
      {
        ingest: (...args) => {
          onDecode();
          return ingestSmallWav(...args);
        },
      },
    );
  });

  test(
    '[PRV71] what is looked at goes before what came earlier',
    use(async (library) => {
      const { provider, held } = slowProvider();
      const queue = new SynthesisQueue(library);
      const all = ['One.', 'Two.', 'Three.', 'Four.'].map((text) => queue.ask(want(provider, text)));
      await until(() => queue.state().running === 1 && held.length === 1);
      queue.prefer(new Set([RecordId.parse('Four.')]));
      for (let index = 0; index < 4; index++) {
        await until(() => held.length > index);
        held[index]?.release();
      }
      await Promise.all(all);
      expect(texts(provider)).toEqual(['One.', 'Four.', 'Two.', 'Three.']);
    }),
  );

  test(
    '[PRV72] a paused queue sends nothing until it goes on',
    use(async (library) => {
      const { provider, held } = slowProvider();
      const queue = new SynthesisQueue(library);
      const one = queue.ask(want(provider, 'One.'));
      const two = queue.ask(want(provider, 'Two.'));
      await until(() => held.length === 1);
      queue.pause();
      held[0]?.release();
      await one;
      expect([texts(provider), queue.state()]).toEqual([
        ['One.'],
        { isPaused: true, waiting: 1, running: 0, spent: {} },
      ]);
      queue.resume();
      await until(() => held.length === 2);
      held[1]?.release();
      expect((await two).wasAsked).toBe(true);
    }),
  );

  test(
    '[PRV72] a paused group waits while others go on; what somebody else wants as well goes on for them',
    use(async (library) => {
      const { provider, held } = slowProvider(1);
      const queue = new SynthesisQueue(library);
      queue.pause('a');
      const sent: string[] = [];
      const ask = (text: string, group: string) =>
        queue.ask(want(provider, text, text, { group, onSend: () => sent.push(`${group}: ${text}`) }));
      const [one, two, three] = [ask('One.', 'a'), ask('Two.', 'b'), ask('Three.', 'a')];
      await until(() => held.length === 1);
      held[0]?.release();
      await two;
      expect(queue.state()).toMatchObject({ waiting: 2, running: 0 });
      const shared = ask('Three.', 'b');
      await until(() => held.length === 2);
      held[1]?.release();
      await Promise.all([shared, three]);
      queue.resume('a');
      await until(() => held.length === 3);
      held[2]?.release();
      await one;
      expect(texts(provider)).toEqual(['Two.', 'Three.', 'One.']);
      expect(sent).toEqual(['b: Two.', 'a: Three.', 'b: Three.', 'a: One.']);
    }),
  );
});

describe('what is spent', () => {
  test(
    '[PRV73] nothing is sent beyond the cap, what is under way included',
    use(async (library) => {
      const { provider, held } = slowProvider(3);
      const queue = new SynthesisQueue(library);
      const spending = new SpendingCap(perCharacter, 10);
      const all = ['Four', 'Five.', 'Six'].map((text) => queue.ask(want(provider, text, text, { spending })));
      const outcomes = Promise.allSettled(all);
      await until(() => held.length === 2);
      for (const { release } of held) release();
      expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
      await expect(all[2]).rejects.toMatchObject({ code: 'invalid-input', details: { maxCost: 10 } });
      expect([spending.spent(), queue.state().spent]).toEqual([{ CNY: 9 }, { CNY: 9 }]);
      await expect(queue.ask(want(provider, 'Two', 'Two', { spending }))).rejects.toThrow(/limit of 10 CNY/);
      expect(texts(provider)).toEqual(['Four', 'Five.']);
      // The limit is that of the one who asks.
      const other = queue.ask(want(provider, 'Two', 'Two', { spending: new SpendingCap(perCharacter, 3) }));
      await until(() => held.length === 3);
      held[2]?.release();
      await other;
    }),
  );

  test(
    '[PRV73] an unknown price is not free, and a failure costs nothing',
    use(async (library) => {
      const provider = fakeSpeechProvider('far', { isRemote: true });
      const queue = new SynthesisQueue(library);
      const blind = new SpendingCap(() => null, 10);
      await expect(queue.ask(want(provider, 'One.', 'b', { spending: blind }))).rejects.toThrow(/not known/);
      provider.behave = async () => {
        throw fakeFailure('far', 'server', 'down');
      };
      const spending = new SpendingCap(perCharacter, 4);
      await expect(queue.ask(want(provider, 'One.', 'b', { spending }))).rejects.toMatchObject({ kind: 'server' });
      expect(spending.spent()).toEqual({});
      provider.behave = async () => undefined;
      expect((await queue.ask(want(provider, 'One.', 'b', { spending }))).wasAsked).toBe(true);
    }),
  );

  test(
    '[PRV73] an answer that cannot be used has been paid for',
    use(async (library) => {
      const provider = fakeSpeechProvider('far', { isRemote: true });
      provider.behave = async (request) => ({ ...fakeAnswer(request, 7), bytes: Buffer.from('<html>') });
      const spending = new SpendingCap(perCharacter, 10);
      const asked = new SynthesisQueue(library).ask(want(provider, 'One.', 'b', { spending }));
      await expect(asked).rejects.toMatchObject({ code: 'unsupported-audio' });
      expect(spending.spent()).toEqual({ CNY: 7 });
    }),
  );
});

describe('what ends others', () => {
  test(
    '[PRV74] a refused key is asked once, and again when everything had ended',
    use(async (library) => {
      const provider = fakeSpeechProvider('far', { isRemote: true, concurrency: 1 });
      provider.behave = async () => {
        throw fakeFailure('far', 'auth', 'no such key');
      };
      const queue = new SynthesisQueue(library);
      const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((text) => queue.ask(want(provider, text))));
      expect(outcomes.every((outcome) => outcome.status === 'rejected' && outcome.reason.kind === 'auth')).toBe(true);
      expect(provider.asked).toHaveLength(1);
      provider.behave = async () => undefined;
      expect((await queue.ask(want(provider, 'a'))).wasAsked).toBe(true);
    }),
  );

  test('[PRV74] a full disk ends what waits', () =>
    withLibrary(
      async (library) => {
        const provider = fakeSpeechProvider('far', { isRemote: true, concurrency: 1 });
        const queue = new SynthesisQueue(library);
        const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((text) => queue.ask(want(provider, text))));
        for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { code: 'disk-full' } });
        expect(provider.asked).toHaveLength(1);
      },
      {
        ingest: async () => {
          throw new AppError({ code: 'disk-full', message: 'full' });
        },
      },
    ));
});
