/** Writes into the library given as argument until it is killed, and says on stdout what has been acknowledged. */
import { writeSync } from 'node:fs';
import { putAsset } from '#core/library/decoded-audio.ts';
import { applyCommands } from '#core/library/edits.ts';
import { createEpisode, openEpisode } from '#core/library/episodes.ts';
import { createProject, listProjects } from '#core/library/projects.ts';
import { EpisodeId, ProjectId, RecordId } from '#shared/ids.ts';
import { smallEpisode } from '../../helpers/small-episode.ts';
import { toneWav } from '../../helpers/small-wav.ts';
import { openTestLibrary } from '../../helpers/temporary-library.ts';

const [home = '', round = ''] = process.argv.slice(2);

/** At once and whole, unlike console.log into a pipe. */
function acknowledge(kind: string, id: string): void {
  writeSync(1, `${JSON.stringify({ kind, id })}\n`);
}

const library = await openTestLibrary(home);
const projectId = ProjectId.parse('crash');
if (listProjects(library.db).length === 0) {
  createProject(library.db, { id: projectId, name: 'Crash', kind: 'podcast', language: 'en', createdAtMs: 1 });
}
const episodeId = EpisodeId.parse(`episode-${round}`);
createEpisode(library.db, { id: episodeId, projectId, document: smallEpisode([{ text: 'first' }]), createdAtMs: 1 });
acknowledge('episode', episodeId);
let { revision } = openEpisode(library.db, episodeId);
for (let count = 0; ; count++) {
  const asset = await putAsset(library, {
    bytes: toneWav({ seconds: 0.05, frequencyHz: 300 + Number(round) * 997 + count }),
    extension: 'wav',
  });
  acknowledge('asset', asset.id);
  const id = RecordId.parse(`line-${count}`);
  const commands = [{ type: 'line.add', id, text: `${round} ${count}` }] as const;
  revision = applyCommands(library, episodeId, { baseRevision: revision, commands }).revision;
  acknowledge('record', `${episodeId}/${id}`);
}
