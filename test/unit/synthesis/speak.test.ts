import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { SpendingCap } from '#core/jobs/spending-cap.ts';
import { assetState } from '#core/library/assets.ts';
import { putAsset } from '#core/library/decoded-audio.ts';
import type { Library } from '#core/library/library.ts';
import { withTakes as pointedAt } from '#core/library/line-takes.ts';
import { mediaPath } from '#core/library/media-store.ts';
import { takesOf } from '#core/library/takes.ts';
import { estimateSpeech } from '#core/synthesis/estimate.ts';
import { type SpeakOptions, speakBlocks } from '#core/synthesis/speak.ts';
import type { CostOf } from '#core/synthesis/speak-utterance.ts';
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import { AppError, Cancelled } from '#shared/errors.ts';
import { AssetId, RecordId } from '#shared/ids.ts';
import type { Take } from '#shared/media.ts';
import {
  type FakeSpeechProvider,
  fakeAnswer,
  fakeFailure,
  fakeSpeechProvider,
} from '../../helpers/fake-speech-provider.ts';
import { smallEpisode, voice } from '../../helpers/small-episode.ts';
import { ingestSmallWav, toneWav } from '../../helpers/small-wav.ts';
import { withLibrary } from '../../helpers/temporary-library.ts';

const perCharacter: CostOf = (_, __, billedCharacters) => ({ amount: billedCharacters / 100, currency: 'CNY' });

function cast(...providers: FakeSpeechProvider[]) {
  return { providers, defaultVoice: voice(`${providers[0]?.id}/anna`) };
}

function textsAsked(provider: FakeSpeechProvider): string[] {
  return provider.asked.map((request) => request.text);
}

function takeOf(result: { takes: ReadonlyMap<RecordId, Take> }, id: string): Take {
  return result.takes.get(RecordId.parse(id))!;
}

function withTakes(document: EpisodeDocument, result: { takes: ReadonlyMap<RecordId, Take> }): EpisodeDocument {
  return pointedAt(
    document,
    Array.from(result.takes, ([id, take]) => [id, take.id] as const),
  ).document;
}

const threeLines = smallEpisode([{ text: 'One.' }, { text: 'Two is <#0.5#> longer.' }, { text: 'Three.' }]);

describe('speaking', () => {
  test('[VOX17] every line gets a take of its own answers, whose speech lies between the engine’s silences', () =>
    withLibrary(async (library) => {
      const anna = fakeSpeechProvider('fake');
      const result = await speakBlocks(library, threeLines, cast(anna));
      expect(textsAsked(anna).sort()).toEqual(['One.', 'Three.', 'Two is', 'longer.']);
      expect(result).toMatchObject({ spoken: 3, reused: 0, failures: [], warnings: [] });
      const take = takeOf(result, 'b1');
      expect(take).toMatchObject({
        provider: 'fake',
        voiceId: 'anna',
        model: 'model-1',
        text: 'Two is longer.',
        createdAtMs: 1_700_000_000_000,
      });
      // 50 ms of silence around 10 ms a character.
      expect(
        take.segments.map(({ runIndex, speechStartSample, speechEndSample, durationSamples }) => [
          runIndex,
          speechStartSample,
          speechEndSample,
          durationSamples,
        ]),
      ).toEqual([
        [0, 2400, 2400 + 2880, 4800 + 2880],
        [1, 2400, 2400 + 3360, 4800 + 3360],
      ]);
      expect(take.cues).toEqual([
        { segmentIndex: 0, startSample: 2400, endSample: 5280, text: 'Two is' },
        { segmentIndex: 1, startSample: 2400, endSample: 5760, text: 'longer.' },
      ]);
    }));

  test('[VOX17] a second time nothing is asked; after one change, one thing', () =>
    withLibrary(async (library) => {
      const anna = fakeSpeechProvider('fake');
      const first = await speakBlocks(library, threeLines, cast(anna));
      const before = anna.asked.length;
      const again = await speakBlocks(library, threeLines, cast(anna));
      expect(again).toMatchObject({ spoken: 0, reused: 3, spent: [] });
      expect([...again.takes.values()]).toEqual([...first.takes.values()]);
      const attached = await speakBlocks(library, withTakes(threeLines, first), cast(anna));
      const there = withTakes(threeLines, first);
      expect(withTakes(there, attached)).toBe(there);
      expect(anna.asked.length).toBe(before);
      const changed = smallEpisode([{ text: 'One.' }, { text: 'Two is <#0.9#> shorter.' }, { text: 'Three.' }]);
      expect(await speakBlocks(library, changed, cast(anna))).toMatchObject({ spoken: 1, reused: 2 });
      expect(textsAsked(anna).slice(before)).toEqual(['shorter.']);
    }));

  test('[VOX17] a request that several lines share is asked once', () =>
    withLibrary(async (library) => {
      const anna = fakeSpeechProvider('fake');
      const document = smallEpisode([{ text: 'Yes.' }, { text: 'Yes.' }, { text: 'Well <#1#> Yes.' }]);
      const result = await speakBlocks(library, document, cast(anna));
      expect(textsAsked(anna).sort()).toEqual(['Well', 'Yes.']);
      expect(takeOf(result, 'b0').id).toBe(takeOf(result, 'b1').id);
      expect(takeOf(result, 'b2').segments[1]?.assetId).toBe(takeOf(result, 'b0').segments[0]?.assetId);
    }));

  test('[VOX17] services get no more at once than they take, and do not wait for each other', () =>
    withLibrary(async (library) => {
      const slow = fakeSpeechProvider('slow', { concurrency: 1 });
      const quick = fakeSpeechProvider('quick', { concurrency: 3 });
      const mayAnswer = Promise.withResolvers<void>();
      const threeAreAsked = Promise.withResolvers<void>();
      slow.behave = () => mayAnswer.promise.then(() => undefined);
      quick.behave = async (request) => {
        if (quick.asked.length === 3) threeAreAsked.resolve();
        if (request.text.endsWith('8')) mayAnswer.resolve();
        // Answers that come at once would never be under way together: each is stored before the next is asked for.
        if (quick.asked.length <= 3) await threeAreAsked.promise;
        return undefined;
      };
      const blocks = Array.from({ length: 9 }, (_, index) => ({
        text: `Line ${index}`,
        by: index < 3 ? 'SLOW' : 'QUICK',
      }));
      const document = smallEpisode(blocks, { cast: { SLOW: voice('slow/a'), QUICK: voice('quick/b') } });
      expect((await speakBlocks(library, document, cast(slow, quick))).spoken).toBe(9);
      expect([slow.mostAtOnce, quick.mostAtOnce]).toEqual([1, 3]);
    }));

  test('[VOX17] only the blocks asked for are spoken; notes, silent headings and empty lines never', () =>
    withLibrary(async (library) => {
      const anna = fakeSpeechProvider('fake');
      const document = smallEpisode([
        { heading: 'Chapter 1', isSpoken: true },
        { heading: 'Chapter 2', isSpoken: false },
        { text: '…' },
        { text: 'One.' },
      ]);
      const blockIds = new Set([RecordId.parse('b3')]);
      expect((await speakBlocks(library, document, cast(anna), { blockIds })).takes.size).toBe(1);
      expect(await speakBlocks(library, document, cast(anna))).toMatchObject({ spoken: 1, reused: 1, failures: [] });
      expect(textsAsked(anna)).toEqual(['One.', 'Chapter 1']);
    }));

  test('[VOX17] progress counts lines, those that were there first', () =>
    withLibrary(async (library) => {
      const anna = fakeSpeechProvider('fake');
      await speakBlocks(library, smallEpisode([{ text: 'One.' }]), cast(anna));
      const seen: string[] = [];
      await speakBlocks(library, threeLines, cast(anna), {
        onProgress: ({ stage, done, total }) => seen.push(`${stage} ${done}/${total}`),
      });
      expect(seen).toEqual(['speak 1/3', 'speak 2/3', 'speak 3/3']);
    }));

  test('[VOX18] another take asks anew, is kept beside the first, and does not replace it unasked', () =>
    withLibrary(async (library) => {
      const anna = fakeSpeechProvider('fake');
      anna.behave = async (request) => ({
        ...fakeAnswer(request),
        bytes: fakeAnswer({ ...request, text: 'x'.repeat(anna.asked.length) }).bytes,
      });
      const document = smallEpisode([{ text: 'One.' }]);
      const first = takeOf(await speakBlocks(library, document, cast(anna)), 'b0');
      const second = takeOf(await speakBlocks(library, document, cast(anna), { isNewTake: true }), 'b0');
      const third = takeOf(await speakBlocks(library, document, cast(anna), { isNewTake: true }), 'b0');
      expect(anna.asked).toHaveLength(3);
      expect(new Set([first, second, third].map((take) => take.segments[0]?.assetId)).size).toBe(3);
      expect(takesOf(library.db, first.requestHash).map((take) => take.id)).toEqual([third.id, second.id, first.id]);
      expect(takeOf(await speakBlocks(library, document, cast(anna)), 'b0')).toEqual(first);
      const chosen = withTakes(document, { takes: new Map([[RecordId.parse('b0'), second]]) });
      expect(takeOf(await speakBlocks(library, chosen, cast(anna)), 'b0')).toEqual(second);
    }));

  test('[VOX19] a run cut into sentences keeps a pause between them, made of the voice’s own silence', () =>
    withLibrary(async (library) => {
      const anna = fakeSpeechProvider('fake', { maxTextLength: 10 });
      const result = await speakBlocks(library, smallEpisode([{ text: 'One two. Three.' }]), cast(anna));
      const [first, second] = takeOf(result, 'b0').segments;
      // 50 ms after the first and 50 ms before the second: all there is.
      expect([first?.speechStartSample, first?.speechEndSample]).toEqual([2400, first?.durationSamples]);
      expect([second?.speechStartSample, second?.speechEndSample]).toEqual([0, 2400 + 2880]);
    }));
});

describe('failing', () => {
  test('[VOX20] a line that fails is reported, the others are spoken, and only it is asked again', () =>
    withLibrary(async (library) => {
      const anna = fakeSpeechProvider('fake');
      anna.behave = async (request) => {
        if (request.text === 'longer.') throw fakeFailure('fake', 'content_blocked', 'The text was refused.');
        return undefined;
      };
      const result = await speakBlocks(library, threeLines, cast(anna));
      expect(result).toMatchObject({
        spoken: 2,
        failures: [{ blockId: 'b1', error: { code: 'provider-error', message: 'The text was refused.' } }],
      });
      anna.behave = async () => undefined;
      anna.asked.length = 0;
      expect(await speakBlocks(library, threeLines, cast(anna))).toMatchObject({ spoken: 1, reused: 2, failures: [] });
      expect(textsAsked(anna)).toEqual(['longer.']);
    }));

  test('[VOX20] what can be known before is found before anything is sent', () =>
    withLibrary(async (library) => {
      const anna = fakeSpeechProvider('fake');
      const document = smallEpisode(
        [{ text: 'One.' }, { text: 'Bad <#tag#>' }, { text: 'x', by: 'GONE' }, { text: 'x', by: 'NOBODY' }],
        { cast: { GONE: voice('gone/a'), NOBODY: voice('fake/nobody') } },
      );
      const failures = [
        { blockId: 'b1', error: { code: 'invalid-input' } },
        { blockId: 'b2', error: { code: 'not-found' } },
        { blockId: 'b3', error: { code: 'provider-error', details: { kind: 'voice_not_found' } } },
      ];
      const strict = await speakBlocks(
        library,
        document,
        { ...cast(anna), defaultVoice: voice('fake/anna') },
        { needsAll: true },
      );
      expect(strict).toMatchObject({ spoken: 0, failures: expect.objectContaining({}) });
      expect(anna.asked).toEqual([]);
      const narrated = smallEpisode(
        [
          { text: 'One.', by: 'ANNA' },
          { text: 'Bad <#tag#>', by: 'ANNA' },
          { text: 'x', by: 'GONE' },
          { text: 'x', by: 'NOBODY' },
        ],
        { cast: { ANNA: voice('fake/anna'), GONE: voice('gone/a'), NOBODY: voice('fake/nobody') } },
      );
      expect(await speakBlocks(library, narrated, cast(anna))).toMatchObject({ spoken: 1, failures });
      expect(textsAsked(anna)).toEqual(['One.']);
    }));

  test('[VOX20] a service that refuses the key is not asked for every line', () =>
    withLibrary(async (library) => {
      const locked = fakeSpeechProvider('locked', { concurrency: 1 });
      const open = fakeSpeechProvider('open');
      locked.behave = async () => {
        throw fakeFailure('locked', 'auth', 'The key is wrong.');
      };
      const document = smallEpisode(
        [
          { text: 'One.', by: 'A' },
          { text: 'Two.', by: 'A' },
          { text: 'Three.', by: 'B' },
          { text: 'Four.', by: 'A' },
        ],
        { cast: { A: voice('locked/a'), B: voice('open/b') } },
      );
      const result = await speakBlocks(library, document, cast(locked, open));
      expect(locked.asked).toHaveLength(1);
      expect(result.failures.map((failure) => failure.blockId)).toEqual(['b0', 'b1', 'b3']);
      expect(result.spoken).toBe(1);
    }));

  test.each(['disk-full', 'ffmpeg-missing'] as const)(
    '[VOX20] %s stops everything and is thrown; what was answered is kept',
    async (code) => {
      let decodings = 0;
      await withLibrary(
        async (library) => {
          const anna = fakeSpeechProvider('fake', { concurrency: 1 });
          const speaking = speakBlocks(library, threeLines, cast(anna));
          await expect(speaking).rejects.toMatchObject({ code });
          expect(anna.asked).toHaveLength(2);
          await speakBlocks(library, threeLines, cast(anna));
          // The second answer had been stored and is decoded now.
          expect(anna.asked).toHaveLength(4);
        },
        {
          ingest: async (...args) => {
            if (++decodings === 2) throw new AppError({ code, message: 'no more' });
            return ingestSmallWav(...args);
          },
        },
      );
    },
  );

  test('[VOX20] a bug is thrown, not reported as a line’s failure', () =>
    withLibrary(async (library) => {
      const anna = fakeSpeechProvider('fake');
      anna.behave = async () => {
        throw new TypeError('undefined is not a function');
      };
      await expect(speakBlocks(library, threeLines, cast(anna))).rejects.toThrow(TypeError);
    }));
});

describe('what is paid for', () => {
  const idOf = (text: string) => AssetId.parse(createHash('sha256').update(text).digest('hex'));

  async function storedBytes(library: Library, text: string): Promise<string> {
    return readFile(mediaPath(library, assetState(library.db, idOf(text))!.stored), 'utf8');
  }

  test('[VOX21] an answer that is no audio is kept with its reason and its cost, and the line says so', () =>
    withLibrary(async (library) => {
      const anna = fakeSpeechProvider('fake', { isRemote: true });
      anna.behave = async (request) => ({ ...fakeAnswer(request, 7), bytes: Buffer.from('<html>') });
      const options: SpeakOptions = { spending: new SpendingCap(perCharacter) };
      const document = smallEpisode([{ text: 'One.' }]);
      const { failures } = await speakBlocks(library, document, cast(anna), options);
      expect(failures).toMatchObject([
        {
          error: { code: 'unsupported-audio', message: expect.stringMatching(/Fake fake sent for "One\.".*was kept/) },
        },
      ]);
      expect(await storedBytes(library, '<html>')).toBe('<html>');
      expect(library.db.get('SELECT billed_characters, cost, currency FROM utterance')).toEqual({
        billed_characters: 7,
        cost: 0.07,
        currency: 'CNY',
      });
      anna.behave = async () => undefined;
      expect(await speakBlocks(library, document, cast(anna), options)).toMatchObject({ spoken: 1, failures: [] });
      expect(library.db.get('SELECT count(*) AS n FROM utterance')).toEqual({ n: 2 });
    }));

  test('[VOX21] a click is not taken for a sentence: it is kept, and the line is asked for again', () =>
    withLibrary(async (library) => {
      const anna = fakeSpeechProvider('fake', { isRemote: true });
      anna.behave = async (request) => ({ ...fakeAnswer(request, 7), bytes: toneWav({ seconds: 0.01, rateHz: 8000 }) });
      const document = smallEpisode([{ text: 'The last ferry left at nine.' }]);
      const { failures } = await speakBlocks(library, document, cast(anna));
      expect(failures).toMatchObject([{ error: { code: 'truncated-audio', isRetryable: true } }]);
      anna.behave = async () => undefined;
      expect(await speakBlocks(library, document, cast(anna))).toMatchObject({ spoken: 1, failures: [] });
      expect(library.db.get('SELECT count(*) AS n FROM utterance')).toEqual({ n: 2 });
    }));

  test('[VOX21] what arrived of a broken answer is kept aside and is never the line’s audio', () =>
    withLibrary(async (library) => {
      const anna = fakeSpeechProvider('fake', { isRemote: true });
      const partial = Buffer.from(fakeAnswer({ text: 'On' } as never).bytes);
      anna.behave = async () => {
        throw fakeFailure('fake', 'truncated_stream', 'The stream broke.').with({
          partialAudio: { bytes: partial, format: 'wav' },
        });
      };
      const document = smallEpisode([{ text: 'One.' }]);
      expect((await speakBlocks(library, document, cast(anna))).failures).toMatchObject([
        {
          error: {
            message: expect.stringMatching(/^The stream broke\. What had arrived by then is kept as .*\.wav\.$/),
          },
        },
      ]);
      const id = AssetId.parse(createHash('sha256').update(partial).digest('hex'));
      expect(assetState(library.db, id)).toMatchObject({
        status: 'refused',
        refusal: { code: 'truncated-audio', message: 'The stream broke.' },
      });
      // Somebody may import the very same bytes, which play well enough by themselves.
      await putAsset(library, { bytes: partial, extension: 'wav' });
      anna.behave = async () => undefined;
      const result = await speakBlocks(library, document, cast(anna));
      expect(result.spoken).toBe(1);
      expect(takeOf(result, 'b0').segments[0]?.assetId).not.toBe(id);
    }));

  test('[VOX21] cancelling stops what is not answered and keeps what is', () =>
    withLibrary(async (library) => {
      const anna = fakeSpeechProvider('fake', { concurrency: 1 });
      const controller = new AbortController();
      anna.behave = async (_, signal) => {
        if (anna.asked.length < 3) return undefined;
        controller.abort();
        expect(signal?.aborted).toBe(true);
        throw new Cancelled();
      };
      const speaking = speakBlocks(library, threeLines, cast(anna), { signal: controller.signal });
      await expect(speaking).rejects.toBeInstanceOf(Cancelled);
      anna.behave = async () => undefined;
      await speakBlocks(library, threeLines, cast(anna));
      expect(anna.asked).toHaveLength(5);
      expect(new Set(textsAsked(anna)).size).toBe(4);
    }));

  test('[VOX21] an answer that arrives while cancelling is kept', () =>
    withLibrary(async (library) => {
      const anna = fakeSpeechProvider('fake', { concurrency: 1 });
      const controller = new AbortController();
      anna.behave = async () => {
        controller.abort();
        return undefined;
      };
      const document = smallEpisode([{ text: 'One.' }]);
      const speaking = speakBlocks(library, document, cast(anna), { signal: controller.signal });
      await expect(speaking).rejects.toBeInstanceOf(Cancelled);
      expect(await speakBlocks(library, document, cast(anna))).toMatchObject({ spoken: 0, reused: 1 });
      expect(anna.asked).toHaveLength(1);
    }));

  test('[VOX21] an answer whose file is lost before it was decoded is asked for again', () =>
    withLibrary(async (library) => {
      const anna = fakeSpeechProvider('fake');
      const controller = new AbortController();
      anna.behave = async () => {
        controller.abort();
        return undefined;
      };
      const document = smallEpisode([{ text: 'One.' }]);
      await speakBlocks(library, document, cast(anna), { signal: controller.signal }).catch(() => undefined);
      const { id } = library.db.get<{ id: AssetId }>('SELECT id FROM asset')!;
      await rm(mediaPath(library, assetState(library.db, id)!.stored));
      anna.behave = async () => undefined;
      expect(await speakBlocks(library, document, cast(anna))).toMatchObject({ spoken: 1, failures: [] });
      expect(anna.asked).toHaveLength(2);
    }));
});

describe('offline and cost', () => {
  const mixed = smallEpisode(
    [
      { text: 'Here.', by: 'LOCAL' },
      { text: 'Far away.', by: 'FAR' },
      { text: 'Far away.', by: 'FAR' },
    ],
    {
      cast: { LOCAL: voice('local/a'), FAR: voice('far/b') },
    },
  );

  test('[VOX22] offline refuses only what would have to be sent', () =>
    withLibrary(async (library) => {
      const [local, far] = [fakeSpeechProvider('local'), fakeSpeechProvider('far', { isRemote: true })];
      const refused = await speakBlocks(library, mixed, cast(local, far), { isOffline: true });
      expect(refused.failures.map(({ blockId, error }) => [blockId, error.code])).toEqual([
        ['b1', 'provider-error'],
        ['b2', 'provider-error'],
      ]);
      expect([refused.spoken, far.asked.length]).toEqual([1, 0]);
      await speakBlocks(library, mixed, cast(local, far));
      expect(await speakBlocks(library, mixed, cast(local, far), { isOffline: true })).toMatchObject({
        reused: 3,
        failures: [],
      });
    }));

  test('[VOX23] an estimate counts what would be sent, each request once, and sends nothing', () =>
    withLibrary(async (library) => {
      const [local, far] = [fakeSpeechProvider('local'), fakeSpeechProvider('far', { isRemote: true })];
      const voices = cast(local, far);
      const far9 = {
        connection: 'far',
        model: 'model-1',
        requests: 1,
        billedCharacters: 9,
        cost: 0.09,
        currency: 'CNY',
      };
      const costOf: CostOf = (provider, ...rest) => (provider === 'far' ? perCharacter(provider, ...rest) : null);
      expect(estimateSpeech(library, mixed, voices, costOf)).toEqual({
        lines: 3,
        stale: 3,
        byConnection: [
          { connection: 'local', model: 'model-1', requests: 1, billedCharacters: 0, cost: 0, currency: null },
          far9,
        ],
      });
      expect([local.asked, far.asked]).toEqual([[], []]);
      const result = await speakBlocks(library, mixed, voices, { spending: new SpendingCap(costOf) });
      expect(result.spent).toContainEqual(far9);
      expect(takeOf(result, 'b1')).toMatchObject({ billedCharacters: 9, cost: 0.09, currency: 'CNY' });
      expect(estimateSpeech(library, mixed, voices, costOf)).toEqual({ lines: 3, stale: 0, byConnection: [] });
    }));

  test('[VOX23] a price that is not known is not free', () =>
    withLibrary(async (library) => {
      const far = fakeSpeechProvider('far', { isRemote: true });
      const document = smallEpisode([{ text: 'One.' }, { text: 'Two.' }]);
      const [row] = estimateSpeech(library, document, cast(far)).byConnection;
      expect(row).toMatchObject({ requests: 2, billedCharacters: 8, cost: null, currency: null });
    }));
});
