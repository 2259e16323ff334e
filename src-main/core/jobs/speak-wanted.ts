/** Speaks the lines that are wanted, now or after the program died while it did. */
import type { EpisodeId, RecordId } from '#shared/ids.ts';
import { openEffectiveEpisode } from '../library/effective-episode.ts';
import type { Library } from '../library/library.ts';
import { attachTakes } from '../library/line-takes.ts';
import { forgetWanted, type WantedLine, wantedLines } from '../library/wanted-lines.ts';
import type { BlockFailure } from '../synthesis/plan-speech.ts';
import { type SpeakOptions, speakBlocks } from '../synthesis/speak.ts';
import type { Voices } from '../synthesis/speech-request.ts';

export interface WantedFailure extends BlockFailure {
  readonly episodeId: EpisodeId;
}

/**
 * Gives every line its take as soon as it comes. What had been answered before a crash is found in the library and not
 * asked for again. A line stays wanted only where its failure may pass, or where this was cancelled: then the next start
 * goes on; who wants no more of it says so by `forgetWanted`. Throws as `speakBlocks` does.
 */
export async function speakWanted(
  library: Library,
  voices: Voices,
  options: Omit<SpeakOptions, 'blockIds' | 'isNewTake' | 'onTake' | 'needsAll'> = {},
): Promise<readonly WantedFailure[]> {
  const failures: WantedFailure[] = [];
  for (const { episodeId, isNewTake, blockIds } of byEpisode(wantedLines(library.db))) {
    const { document } = openEffectiveEpisode(library.db, episodeId);
    const result = await speakBlocks(library, document, voices, {
      ...options,
      blockIds,
      isNewTake,
      onTake: (blockId, take) =>
        library.db.transaction(() => {
          attachTakes(library, episodeId, new Map([[blockId, take]]));
          forgetWanted(library.db, episodeId, [blockId]);
        }),
    });
    failures.push(...result.failures.map((failure) => ({ ...failure, episodeId })));
    const mayPass = new Set(result.failures.flatMap(({ blockId, error }) => (error.isRetryable ? blockId : [])));
    // The rest has its take, has nothing to say, is gone, or will fail again.
    forgetWanted(
      library.db,
      episodeId,
      [...blockIds].filter((blockId) => !mayPass.has(blockId)),
    );
  }
  return failures;
}

interface WantedGroup {
  readonly episodeId: EpisodeId;
  readonly isNewTake: boolean;
  readonly blockIds: Set<RecordId>;
}

function byEpisode(lines: readonly WantedLine[]): readonly WantedGroup[] {
  const groups = new Map<string, WantedGroup>();
  for (const { episodeId, isNewTake, blockId } of lines) {
    const key = JSON.stringify([episodeId, isNewTake]);
    const group = groups.get(key) ?? { episodeId, isNewTake, blockIds: new Set() };
    groups.set(key, group);
    group.blockIds.add(blockId);
  }
  return [...groups.values()];
}
