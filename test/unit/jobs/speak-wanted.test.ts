import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { speakWanted } from '#core/jobs/speak-wanted.ts';
import { SynthesisQueue } from '#core/jobs/synthesis-queue.ts';
import { openEpisode } from '#core/library/episodes.ts';
import { closeLibrary } from '#core/library/library.ts';
import { forgetWanted, wantedLines, wantLines } from '#core/library/wanted-lines.ts';
import { Cancelled } from '#shared/errors.ts';
import { RecordId } from '#shared/ids.ts';
import { fakeFailure, fakeSpeechProvider } from '../../helpers/fake-speech-provider.ts';
import { addEpisode, EPISODE_ID } from '../../helpers/library-episode.ts';
import { smallEpisode, voice } from '../../helpers/small-episode.ts';
import { openTestLibrary, temporaryFolder, testPorts, withLibrary } from '../../helpers/temporary-library.ts';

const document = smallEpisode(
  ['One.', 'Two.', 'Three.', 'Four.'].map((text) => ({ text, by: 'A' })),
  { cast: { A: voice('far/anna') } },
);
const block = (index: number): RecordId => RecordId.parse(`b${index}`);
const wanted = (index: number, isNewTake = false) => ({ episodeId: EPISODE_ID, blockId: block(index), isNewTake });
const voicesOf = (provider: ReturnType<typeof fakeSpeechProvider>) => ({
  providers: [provider],
  defaultVoice: voice('far/anna'),
});

test('[PRV75] lines wanted when the program died are spoken after the start, those that were answered not again', async () => {
  const home = await temporaryFolder();
  const far = fakeSpeechProvider('far', { isRemote: true, concurrency: 1 });
  const dying = new AbortController();
  far.behave = async ({ text }) => {
    // The program ends while the third is under way.
    if (text === 'Three.') dying.abort();
    return undefined;
  };
  let library = await openTestLibrary(home);
  addEpisode(library, document);
  wantLines(library.db, [wanted(0), wanted(1), wanted(2), wanted(3)]);
  await expect(speakWanted(library, voicesOf(far), { signal: dying.signal })).rejects.toThrow('Cancelled');
  await closeLibrary(library);
  let count = 0;
  library = await openTestLibrary(home, { ports: { ...testPorts(), newId: () => `later-${++count}` } });
  try {
    expect(wantedLines(library.db).map(({ blockId }) => blockId)).toEqual(['b2', 'b3']);
    far.behave = async () => undefined;
    expect(await speakWanted(library, voicesOf(far))).toMatchObject({ lines: 2, spoken: 1, failures: [] });
    // The third had been answered, and was stored although the program was ending.
    expect(far.asked.map(({ text }) => text)).toEqual(['One.', 'Two.', 'Three.', 'Four.']);
    expect(wantedLines(library.db)).toEqual([]);
    const { records } = openEpisode(library.db, EPISODE_ID).document;
    for (let index = 0; index < 4; index++) expect(records.get(block(index))).toHaveProperty('takeId');
  } finally {
    await closeLibrary(library);
    await rm(home, { recursive: true, force: true });
  }
});

test('[PRV76] a failure that may pass leaves a line wanted, any other does not', () =>
  withLibrary(async (library) => {
    const far = fakeSpeechProvider('far', { isRemote: true });
    far.behave = async ({ text }) => {
      if (text === 'One.') throw fakeFailure('far', 'server', 'down');
      if (text === 'Two.') throw fakeFailure('far', 'content_blocked', 'no');
      return undefined;
    };
    addEpisode(library, document);
    wantLines(library.db, [wanted(0), wanted(1), wanted(2), wanted(3)]);
    forgetWanted(library.db, EPISODE_ID, [block(3)]);
    const { failures } = await speakWanted(library, voicesOf(far));
    expect(failures.map(({ blockId }) => blockId)).toEqual(['b0', 'b1']);
    expect(wantedLines(library.db)).toEqual([wanted(0)]);
    expect(far.asked.map(({ text }) => text)).not.toContain('Four.');
  }));

test('[PRV76] another take is wanted as such', () =>
  withLibrary(async (library) => {
    const far = fakeSpeechProvider('far', { isRemote: true });
    addEpisode(library, document);
    wantLines(library.db, [wanted(0)]);
    await speakWanted(library, voicesOf(far));
    wantLines(library.db, [wanted(0, true)]);
    wantLines(library.db, [wanted(0)]);
    await speakWanted(library, voicesOf(far));
    expect(far.asked).toHaveLength(2);
  }));

test('[PRV76] another take asked for while the first is under way stays wanted', () =>
  withLibrary(async (library) => {
    const far = fakeSpeechProvider('far', { isRemote: true });
    addEpisode(library, document);
    wantLines(library.db, [wanted(0)]);
    far.behave = async () => {
      wantLines(library.db, [wanted(0, true)]);
      return undefined;
    };
    await speakWanted(library, voicesOf(far));
    expect(wantedLines(library.db)).toEqual([wanted(0, true)]);
  }));

test('[PRV78] a call tells of every line; one that overlaps leaves it its lines', () =>
  withLibrary(async (library) => {
    const far = fakeSpeechProvider('far', { isRemote: true, concurrency: 1 });
    far.behave = async ({ text }) => {
      if (text === 'Two.') throw fakeFailure('far', 'content_blocked', 'no');
      return undefined;
    };
    addEpisode(library, document);
    wantLines(library.db, [wanted(0), wanted(1)]);
    const queue = new SynthesisQueue(library);
    const news: string[] = [];
    const steps: string[] = [];
    const first = speakWanted(library, voicesOf(far), {
      queue,
      onLine: (line) => news.push(`${line.blockId} ${line.state}`),
      onProgress: ({ done, total }) => steps.push(`${done}/${total}`),
    });
    wantLines(library.db, [wanted(2), wanted(3)]);
    const second = await speakWanted(library, voicesOf(far), { queue, lines: ({ blockId }) => blockId !== 'b3' });
    expect(second).toMatchObject({ lines: 1, spoken: 1, failures: [] });
    expect(await first).toMatchObject({ lines: 1, spoken: 1, failures: [{ episodeId: EPISODE_ID, blockId: 'b1' }] });
    const of = (line: string): readonly string[] => news.filter((text) => text.startsWith(line));
    expect(of('b0')).toEqual(['b0 waiting', 'b0 speaking', 'b0 spoken']);
    expect(of('b1')).toEqual(['b1 waiting', 'b1 speaking', 'b1 failed']);
    expect(news).toHaveLength(6);
    expect(steps).toEqual(['0/2', '1/2', '2/2']);
    expect(far.asked.map(({ text }) => text)).toEqual(['One.', 'Two.', 'Three.']);
    expect(wantedLines(library.db)).toEqual([wanted(3)]);
  }));

test('[PRV78] a call that is cancelled says so of each line, and the lines stay wanted', () =>
  withLibrary(async (library) => {
    const far = fakeSpeechProvider('far', { isRemote: true, concurrency: 1 });
    const stop = new AbortController();
    far.behave = async () => {
      stop.abort();
      throw new Cancelled();
    };
    addEpisode(library, document);
    wantLines(library.db, [wanted(0), wanted(1)]);
    const news: string[] = [];
    const calling = speakWanted(library, voicesOf(far), {
      signal: stop.signal,
      onLine: ({ blockId, state }) => news.push(`${blockId} ${state}`),
    });
    await expect(calling).rejects.toBeInstanceOf(Cancelled);
    expect(news.slice(2).sort()).toEqual(['b0 speaking', 'b0 stopped', 'b1 stopped']);
    expect(wantedLines(library.db)).toEqual([wanted(0), wanted(1)]);
  }));
