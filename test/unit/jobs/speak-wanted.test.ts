import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { speakWanted } from '#core/jobs/speak-wanted.ts';
import { openEpisode } from '#core/library/episodes.ts';
import { closeLibrary } from '#core/library/library.ts';
import { forgetWanted, wantedLines, wantLines } from '#core/library/wanted-lines.ts';
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
    expect(await speakWanted(library, voicesOf(far))).toEqual([]);
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
    const failures = await speakWanted(library, voicesOf(far));
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
