import { expect, test } from 'vitest';
import { applyCommands } from '#core/library/edits.ts';
import { openEffectiveEpisode } from '#core/library/effective-episode.ts';
import { openEpisode } from '#core/library/episodes.ts';
import type { Library } from '#core/library/library.ts';
import { attachTakes } from '#core/library/line-takes.ts';
import { changeProject } from '#core/library/projects.ts';
import { undo } from '#core/library/undo.ts';
import { lineStates } from '#core/synthesis/line-states.ts';
import { speakBlocks } from '#core/synthesis/speak.ts';
import type { Command } from '#shared/document/commands.ts';
import { RecordId } from '#shared/ids.ts';
import { samples } from '#shared/units.ts';
import { fakeSpeechProvider } from '../../helpers/fake-speech-provider.ts';
import { addEpisode, EPISODE_ID, PROJECT_ID } from '../../helpers/library-episode.ts';
import { smallEpisode, voice } from '../../helpers/small-episode.ts';
import { withLibrary } from '../../helpers/temporary-library.ts';

const provider = fakeSpeechProvider('fake');
const voices = { providers: [provider], defaultVoice: voice('fake/anna') };
const id = (text: string) => RecordId.parse(text);

const LINES = [
  { text: 'The ferry left the quay at nine.', by: 'ANNA' },
  { text: 'Nobody <#0.50#> waited.', by: 'ANNA' },
  { text: 'On the QUAY, he did.', by: 'BERT' },
  { heading: 'Chapter 1', isSpoken: true },
];

/** `b0:ready` … of what has to be done. */
function statesOf(library: Library): string {
  const { document } = openEffectiveEpisode(library.db, EPISODE_ID);
  return Array.from(lineStates(library, document, voices), ([block, { state }]) => `${block}:${state}`).join(' ');
}

async function speak(library: Library): Promise<void> {
  const { document } = openEffectiveEpisode(library.db, EPISODE_ID);
  attachTakes(library, EPISODE_ID, (await speakBlocks(library, document, voices)).takes);
}

function edit(library: Library, ...commands: readonly Command[]): void {
  const { revision: baseRevision } = openEpisode(library.db, EPISODE_ID);
  applyCommands(library, EPISODE_ID, { baseRevision, commands });
}

const withSpoken = (use: (library: Library) => void | Promise<void>): Promise<void> =>
  withLibrary(async (library) => {
    addEpisode(library, smallEpisode(LINES, { cast: { ANNA: undefined, BERT: undefined } }));
    expect(statesOf(library)).toBe('b0:missing b1:missing b2:missing b3:missing');
    await speak(library);
    expect(statesOf(library)).toBe(READY);
    await use(library);
  });
const READY = 'b0:ready b1:ready b2:ready b3:ready';

test.each<[string, Command]>([
  ['a gain', { type: 'line.setGain', id: id('b0'), gainDb: -3 }],
  ['a gap', { type: 'line.setGap', id: id('b0'), edge: 'before', gapSamples: samples(-100) }],
  ['a name', { type: 'speaker.rename', id: id('ANNA'), name: 'MARA' }],
  ['a pause laid out as silence', { type: 'line.setText', id: id('b1'), text: 'Nobody <#1.20#> waited.' }],
  ['a place in the script', { type: 'block.move', ids: [id('b2')], afterId: null }],
  [
    'a pronunciation nobody needs',
    { type: 'episode.setPronunciations', pronunciations: [{ written: 'sea', spoken: 'see' }] },
  ],
])('[LIB59] %s costs nothing', (_, command) =>
  withSpoken((library) => {
    edit(library, command);
    expect(statesOf(library).split(' ').sort().join(' ')).toBe(READY);
  }),
);

test('[LIB59] a pronunciation makes exactly the lines stale that it touches, of the episode or of its project', () =>
  withSpoken((library) => {
    const pronunciations = [{ written: 'quay', spoken: 'key' }];
    edit(library, { type: 'episode.setPronunciations', pronunciations });
    expect(statesOf(library)).toBe('b0:stale b1:ready b2:stale b3:ready');
    undo(library, EPISODE_ID);
    expect(statesOf(library)).toBe(READY);
    changeProject(library.db, PROJECT_ID, {
      defaults: { pronunciations: [{ ...pronunciations[0]!, isCaseSensitive: true }] },
    });
    expect(statesOf(library)).toBe('b0:stale b1:ready b2:ready b3:ready');
  }));

test('[LIB59] a voice makes the lines of its speaker stale', () =>
  withSpoken((library) => {
    changeProject(library.db, PROJECT_ID, { defaults: { cast: [{ name: 'BERT', voice: voice('fake/bert') }] } });
    expect(statesOf(library)).toBe('b0:ready b1:ready b2:stale b3:ready');
    edit(library, { type: 'speaker.setVoice', id: id('BERT'), voice: voice('fake/nowhere') });
    edit(library, { type: 'speaker.setVoice', id: id('ANNA'), voice: voice('gone/x') });
    expect(statesOf(library)).toBe('b0:blocked b1:blocked b2:stale b3:blocked');
  }));

test('[LIB59] where a text comes back, the take it had is found and asked for no more', () =>
  withSpoken(async (library) => {
    const first = openEpisode(library.db, EPISODE_ID).document.records.get(id('b0'));
    edit(library, { type: 'line.setText', id: id('b0'), text: 'Another text.' });
    await speak(library);
    undo(library, EPISODE_ID);
    const { document } = openEffectiveEpisode(library.db, EPISODE_ID);
    expect(lineStates(library, document, voices).get(id('b0'))).toEqual({
      state: 'stale',
      fittingTakeId: first && 'takeId' in first ? first.takeId : 'none',
    });
    const asked = provider.asked.length;
    await speak(library);
    expect(provider.asked).toHaveLength(asked);
    expect(openEpisode(library.db, EPISODE_ID).document.records.get(id('b0'))).toEqual(first);
  }));
