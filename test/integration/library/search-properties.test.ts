import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OpenDatabase } from '#core/library/database.ts';
import { putAsset } from '#core/library/decoded-audio.ts';
import { applyCommands } from '#core/library/edits.ts';
import { openEpisode } from '#core/library/episodes.ts';
import type { Library } from '#core/library/library.ts';
import { attachTakes } from '#core/library/line-takes.ts';
import { catchUp } from '#core/library/search/catch-up.ts';
import { rebuildSearchIndex } from '#core/library/search/rebuild-index.ts';
import { insertTake } from '#core/library/takes.ts';
import { redo, undo } from '#core/library/undo.ts';
import { blocksOf } from '#shared/document/episode-document.ts';
import { AppError } from '#shared/errors.ts';
import { type AssetId, EpisodeId, ProviderId, RequestHash } from '#shared/ids.ts';
import { addEpisode } from '../../helpers/library-episode.ts';
import { dumpIndex } from '../../helpers/search-library.ts';
import { toneWav } from '../../helpers/small-wav.ts';
import { withLibrary } from '../../helpers/temporary-library.ts';
import { COMMAND_TYPES, randomCommand } from '../../unit/document/random-command.ts';
import { fullEpisode, takeId } from '../../unit/document/sample-episode.ts';

const SEQUENCES = 60;
const steps = fc.array(fc.array(fc.nat(1_000_000), { minLength: 9, maxLength: 14 }), {
  minLength: 1,
  maxLength: 12,
  size: 'max',
});
/** What touches the index most. */
const OFTEN = [
  'line.setText',
  'block.delete',
  'clip.add',
  'cue.add',
  'cue.setAsset',
  'clip.setAsset',
  'speaker.rename',
  'line.setSpeaker',
  'episode.set',
];

test('[LIB89] after any edits, takes, undos and redos the index is what making it anew gives', () =>
  withLibrary(async (library) => {
    (library.db as OpenDatabase).setPragma('synchronous', 'OFF');
    // The texts that random commands write, so that some takes say their lines as they stand.
    const texts = ['One two three.', 'A B', '我说。你听。', 'Yes! (laughs) No?'];
    for (const [index, name] of ['take-l3', 't1', 't2', 't3', 't4'].entries())
      addTake(library, name, texts[index % 4]!);
    const sounds: AssetId[] = [];
    for (const name of ['rain', 'horn']) {
      const bytes = toneWav({ seconds: 0.1, frequencyHz: 100 * name.charCodeAt(0) });
      sounds.push((await putAsset(library, { bytes, extension: 'wav', name })).id);
    }
    let episodes = 0;
    let edits = 0;
    fc.assert(
      fc.property(steps, (sequence) => {
        const id = addEpisode(library, fullEpisode(), EpisodeId.parse(`run-${++episodes}`));
        for (const [index, numbers] of sequence.entries()) edits += step(library, id, numbers, `s${index}`, sounds);
        catchUp(library.db);
        const kept = dumpIndex(library);
        rebuildSearchIndex(library.db);
        expect(dumpIndex(library)).toEqual(kept);
        // So that the next sequence looks at its own episode.
        library.db.run("UPDATE episode SET shelf = 'trashed'");
        library.db.run('INSERT INTO reindex_due SELECT number FROM episode');
        catchUp(library.db);
      }),
      // Each run leaves its episode in the library, so a smaller one would not be the same.
      { numRuns: SEQUENCES, endOnFailure: true },
    );
    expect(edits).toBeGreaterThan(SEQUENCES * 2);
    expect(library.db.all('PRAGMA foreign_key_check')).toEqual([]);
  }));

/** Answers 1 where something was done. */
function step(
  library: Library,
  id: EpisodeId,
  numbers: readonly number[],
  stamp: string,
  sounds: readonly AssetId[],
): number {
  const [kind = 0, first = 0, second = 0] = numbers;
  const { document, revision: baseRevision } = openEpisode(library.db, id);
  try {
    if (kind % 10 < 2) {
      const block = blocksOf(document)[first % Math.max(1, blocksOf(document).length)];
      if (block) attachTakes(library, id, new Map([[block.id, { id: takeId(`t${1 + (second % 4)}`) }]]));
    } else if (kind % 10 === 2) undo(library, id);
    else if (kind % 10 === 3) redo(library, id);
    else {
      const often = COMMAND_TYPES.indexOf(OFTEN[first % OFTEN.length] as (typeof COMMAND_TYPES)[number]);
      const chosen = randomCommand(document, kind % 2 === 0 && often >= 0 ? [often, ...numbers] : numbers, stamp);
      const command =
        'assetId' in chosen && chosen.assetId !== null ? { ...chosen, assetId: sounds[second % 2]! } : chosen;
      applyCommands(library, id, { baseRevision, commands: [command] });
    }
    return 1;
  } catch (error) {
    if (error instanceof AppError) return 0;
    throw error;
  }
}

function addTake({ db }: Library, name: string, text: string): void {
  const take = {
    id: takeId(name),
    requestHash: RequestHash.parse('a'.repeat(64)),
    provider: ProviderId.parse('flite'),
    voiceId: 'slt',
    text,
    segments: [],
    cues: [],
    billedCharacters: 0,
    cost: 0,
    createdAtMs: 9,
  };
  insertTake(db, take, 0);
}
