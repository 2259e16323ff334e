import { readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Answer, noteAnswer, recoverAnswers } from '#core/library/answer-journal.ts';
import { findUtterance } from '#core/library/utterances.ts';
import { speakBlocks } from '#core/synthesis/speak.ts';
import { RequestHash } from '#shared/ids.ts';
import { fakeSpeechProvider } from '../../helpers/fake-speech-provider.ts';
import { smallEpisode, voice } from '../../helpers/small-episode.ts';
import { toneWav } from '../../helpers/small-wav.ts';
import { withLibrary } from '../../helpers/temporary-library.ts';

const ANSWER: Answer = {
  requestHash: RequestHash.parse('a'.repeat(64)),
  variation: 0,
  requestJson: '{}',
  declaredFormat: 'wav',
  providerRequestId: 'r-1',
  cues: [{ startMs: 0, endMs: 10.5, text: 'é\n' }],
  warnings: ['subtitle_missing'],
  billedCharacters: 12,
  cost: 0.5,
  currency: 'CNY',
  createdAtMs: 7,
};
const BYTES = toneWav({ seconds: 0.1 });

test('[PRV77] what was noted when the program died is in the library after the next start, once', () =>
  withLibrary(async (library) => {
    noteAnswer(library, ANSWER, BYTES);
    expect(await recoverAnswers(library)).toBe(1);
    expect(findUtterance(library.db, ANSWER.requestHash, 0)).toMatchObject(ANSWER);
    expect(await recoverAnswers(library)).toBe(0);
    // Died after the library had it and before it was struck out.
    noteAnswer(library, ANSWER, BYTES);
    await recoverAnswers(library);
    expect(library.db.all('SELECT 1 FROM utterance')).toHaveLength(1);
    noteAnswer(library, ANSWER, BYTES)();
    expect(readdirSync(join(library.home, 'answers'))).toEqual([]);
  }));

test('[PRV77] a note that was cut off is set aside and stops nothing', () =>
  withLibrary(async (library) => {
    noteAnswer(library, ANSWER, BYTES);
    const folder = join(library.home, 'answers');
    const [name = ''] = readdirSync(folder);
    truncateSync(join(folder, name), readFileSync(join(folder, name)).length - 1);
    expect(await recoverAnswers(library)).toBe(0);
    expect(readdirSync(folder)).toEqual([`${name}.cut`]);
    expect(findUtterance(library.db, ANSWER.requestHash, 0)).toBeUndefined();
  }));

test('[PRV77] speaking leaves no note behind', () =>
  withLibrary(async (library) => {
    const far = fakeSpeechProvider('far', { isRemote: true });
    const document = smallEpisode([{ text: 'One.', by: 'A' }], { cast: { A: voice('far/anna') } });
    await speakBlocks(library, document, { providers: [far], defaultVoice: voice('far/anna') });
    expect(readdirSync(join(library.home, 'answers'))).toEqual([]);
  }));
