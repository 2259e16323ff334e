import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordAnswer } from '#core/library/answer-journal.ts';
import type { Library } from '#core/library/library.ts';
import { closeLibrary } from '#core/library/library.ts';
import { type AnswerRecord, type AnswerWriter, openAnswerWriter } from '#core/providers/answer-record.ts';
import type { SpeechProvider } from '#core/providers/speech-provider.ts';
import { speakBlocks } from '#core/synthesis/speak.ts';
import { ProviderId } from '#shared/ids.ts';
import { fakeAnswer, fakeSpeechProvider } from '../../helpers/fake-speech-provider.ts';
import { smallEpisode, voice } from '../../helpers/small-episode.ts';
import { openTestLibrary, temporaryFolder, testPorts, withLibrary } from '../../helpers/temporary-library.ts';

const FAR = ProviderId.parse('far');
const HEAD = { status: 200, headers: { 'content-type': 'application/json' } };
const KEY = 'the request';
/** No system gives out this number. */
const GONE_PID = 2 ** 22 + 1;
let late: AnswerWriter | undefined;

/** Writes down an answer up to the moment at which the program ends. */
async function arrive(library: Library, pieces: readonly string[], isWhole: boolean): Promise<AnswerWriter> {
  const writer = await writerFor(recordAnswer(library, FAR));
  for (const piece of pieces) writer.write(Buffer.from(piece));
  if (isWhole) writer.finish();
  return writer;
}

async function writerFor(record: AnswerRecord): Promise<AnswerWriter> {
  const writer = openAnswerWriter((await record.place(KEY)).path!);
  writer.begin(HEAD);
  return writer;
}

async function acrossStarts(
  before: (library: Library) => Promise<unknown>,
  after: (library: Library) => Promise<void>,
) {
  const home = await temporaryFolder();
  let library = await openTestLibrary(home);
  await before(library);
  await closeLibrary(library);
  let count = 0;
  library = await openTestLibrary(home, { ports: { ...testPorts(), newId: () => `later-${++count}` } });
  try {
    await after(library);
  } finally {
    await closeLibrary(library);
    await rm(home, { recursive: true, force: true });
  }
}

const answersIn = (library: Library): readonly string[] => readdirSync(join(library.home, 'answers'));

async function textOf(record: ReturnType<typeof recordAnswer>): Promise<string | undefined> {
  const { answer } = await record.place(KEY);
  if (!answer) return undefined;
  let text = '';
  for await (const chunk of answer.chunks()) text += Buffer.from(chunk).toString('utf8');
  return `${answer.status} ${String(answer.headers['content-type'])} ${text}`;
}

test('[PRV77] an answer that had arrived when the program died goes to who asks for the same, once', () =>
  acrossStarts(
    (library) => arrive(library, ['{"a":', '"\n"}'], true),
    async (library) => {
      const other = recordAnswer(library, ProviderId.parse('near'));
      expect([await textOf(other), other.isLeftover()]).toEqual([undefined, false]);
      const record = recordAnswer(library, FAR);
      expect([await textOf(record), record.isLeftover()]).toEqual(['200 application/json {"a":"\n"}', true]);
      expect(await textOf(recordAnswer(library, FAR))).toBeUndefined();
      await record.discard();
      expect(answersIn(library)).toEqual([]);
    },
  ));

test('[PRV77] an answer that was cut off is set aside and answers nothing', () =>
  acrossStarts(
    async (library) => {
      await arrive(library, ['{"a":'], false);
      // By a process that is gone.
      const folder = join(library.home, 'answers');
      for (const name of answersIn(library)) {
        renameSync(join(folder, name), join(folder, name.replace(`.${process.pid}.`, `.${GONE_PID}.`)));
      }
      writeFileSync(join(library.home, 'answers', `${'0'.repeat(64)}-x.answer`), 'no record');
    },
    async (library) => {
      expect(await textOf(recordAnswer(library, FAR))).toBeUndefined();
      expect(answersIn(library)).toHaveLength(2);
      expect(answersIn(library).filter((name) => name.endsWith('.cut'))).toHaveLength(1);
    },
  ));

test('[PRV77] who asks for what is still on its way waits for it', () =>
  acrossStarts(
    async (library) => {
      late = await arrive(library, ['{"a":'], false);
    },
    async (library) => {
      const [record, other] = [recordAnswer(library, FAR), recordAnswer(library, FAR)];
      const texts = Promise.all([textOf(record), textOf(other)]);
      late?.write(Buffer.from('1}'));
      late?.finish();
      expect(await texts).toEqual(['200 application/json {"a":1}', undefined]);
      await record.discard();
      expect(answersIn(library)).toEqual([]);
    },
  ));

test('[PRV77] what could not be made safe is there for the next who asks, in the same run too', () =>
  withLibrary(async (library) => {
    const record = recordAnswer(library, FAR);
    (await writerFor(record)).finish();
    record.leave();
    expect(await textOf(recordAnswer(library, FAR))).toBe('200 application/json ');
  }));

/** A provider whose answer is replayed from the journal, as the HTTP layer does it. */
function replaying(): { readonly provider: SpeechProvider; sent: number } {
  const state = { sent: 0, provider: fakeSpeechProvider('far', { isRemote: true }) as SpeechProvider };
  state.provider.synthesize = async (request, options) => {
    const place = await options?.record?.place(KEY);
    if (place?.answer) return fakeAnswer(request, 1);
    state.sent++;
    const writer = openAnswerWriter(place?.path ?? '');
    writer.begin(HEAD);
    writer.finish();
    return state.sent === 1
      ? fakeAnswer(request, 1)
      : { ...fakeAnswer(request, 1), bytes: fakeAnswer({ ...request, text: 'other' }).bytes };
  };
  return state;
}

test('[PRV77] an answer that was kept before the program died is not taken for another take', () => {
  const document = smallEpisode([{ text: 'One.', by: 'A' }], { cast: { A: voice('far/anna') } });
  const far = replaying();
  const voices = { providers: [far.provider], defaultVoice: voice('far/anna') };
  return acrossStarts(
    (library) => arrive(library, ['{}'], true),
    async (library) => {
      await speakBlocks(library, document, voices);
      expect([far.sent, answersIn(library)]).toEqual([0, []]);
      // Died between keeping it and striking it out.
      const record = recordAnswer(library, FAR);
      (await writerFor(record)).finish();
      record.leave();
      await speakBlocks(library, document, voices, { isNewTake: true });
      expect(far.sent).toBe(1);
    },
  );
});

test('[PRV77] speaking leaves no record behind', () =>
  withLibrary(async (library) => {
    const far = replaying();
    const document = smallEpisode([{ text: 'One.', by: 'A' }], { cast: { A: voice('far/anna') } });
    await speakBlocks(library, document, { providers: [far.provider], defaultVoice: voice('far/anna') });
    expect([far.sent, answersIn(library)]).toEqual([1, []]);
  }));
