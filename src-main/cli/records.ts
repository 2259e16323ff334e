import { openEpisode } from '#core/library/episodes.ts';
import { blocksOf, clipsOf, markersOf, settingsOf, speakersOf, tracksOf } from '#shared/document/episode-document.ts';
import type { EpisodeRecord } from '#shared/document/records.ts';
import { describeRecord } from '#shared/messages/edit-label.ts';
import type { RunCommand } from './command.ts';
import { findEpisode } from './find-project.ts';
import { textTable } from './text-table.ts';

/** The ids that edit commands need. */
export const run: RunCommand = async ({ core }, [episode = '']) => {
  const { db } = await core.library();
  const { revision, document } = openEpisode(db, findEpisode(db, episode).id);
  const records: readonly EpisodeRecord[] = [
    settingsOf(document),
    ...speakersOf(document),
    ...tracksOf(document),
    ...blocksOf(document),
    ...clipsOf(document),
    ...markersOf(document),
  ];
  return {
    value: { revision, records },
    text: textTable(
      ['record', 'type', ''],
      records.map((record) => [record.id, record.type, describeRecord(record)]),
    ),
  };
};
