/** Lines in the making: a job for every time somebody asks for some. */
import { setImmediate } from 'node:timers/promises';
import type { JobId, MoneyValue } from '#shared/contract/values.ts';
import { diffOf } from '#shared/document/diff.ts';
import { type EpisodeDocument, settingsOf, speakersOf, withChanges } from '#shared/document/episode-document.ts';
import { withFields } from '#shared/document/record-values.ts';
import type { VoiceBinding } from '#shared/document/records.ts';
import { Cancelled } from '#shared/errors.ts';
import type { EpisodeId, RecordId } from '#shared/ids.ts';
import { answerOf } from '../error-answer.ts';
import { speakWanted } from '../jobs/speak-wanted.ts';
import { SpendingCap, type Spent } from '../jobs/spending-cap.ts';
import { openEffectiveEpisode } from '../library/effective-episode.ts';
import { openEpisode } from '../library/episodes.ts';
import { attachTakes } from '../library/line-takes.ts';
import { forgetWanted, type WantedLine, wantedLines, wantLines } from '../library/wanted-lines.ts';
import { type LineNews, speakBlocks } from '../synthesis/speak.ts';
import { CLOSING } from './job-board.ts';
import type { LineDesk } from './line-desk.ts';
import type { StudioParts } from './studio-parts.ts';
import { tellChange } from './tell-change.ts';

export interface SpeechWish {
  readonly episodeId: EpisodeId;
  readonly blockIds: readonly RecordId[];
  readonly isNewTake?: boolean;
  /** The most this job may spend of each currency. */
  readonly caps?: readonly MoneyValue[];
  readonly isOffline?: boolean;
  /** By the built-in voice, whoever is cast. */
  readonly isDraft?: boolean;
}

export class SpeechJobs {
  readonly #parts: StudioParts;
  readonly #desk: LineDesk;
  /** Lines whose state pages have not heard of yet. */
  readonly #untold = new Map<EpisodeId, Set<RecordId>>();
  #isTelling = false;

  constructor(parts: StudioParts, desk: LineDesk) {
    this.#parts = parts;
    this.#desk = desk;
  }

  /**
   * The lines are wanted from now on, whatever happens to the program. null: there are none. What another job is at
   * stays with that one.
   */
  start(wish: SpeechWish): JobId | null {
    const { episodeId, blockIds, isNewTake = false } = wish;
    if (blockIds.length === 0) return null;
    if (wish.isDraft === true) return this.#runDraft(wish);
    const { db } = this.#parts.library;
    wantLines(
      db,
      blockIds.map((blockId) => ({ episodeId, blockId, isNewTake })),
    );
    return this.#run(wish);
  }

  /** Goes on with what an earlier run of the program left undone. */
  resume(): void {
    const byEpisode = new Map<EpisodeId, WantedLine[]>();
    for (const line of wantedLines(this.#parts.library.db)) {
      byEpisode.set(line.episodeId, [...(byEpisode.get(line.episodeId) ?? []), line]);
    }
    for (const [episodeId, lines] of byEpisode) this.#run({ episodeId, blockIds: lines.map(({ blockId }) => blockId) });
  }

  #run(wish: SpeechWish): JobId {
    const { jobs, library, queue } = this.#parts;
    const { episodeId } = wish;
    const failed = new Set<RecordId>();
    const { title } = settingsOf(openEpisode(library.db, episodeId).document);
    let id: JobId | undefined;
    const job = jobs.start(
      {
        kind: 'speech',
        subject: title,
        episodeId,
        waiting: { pause: () => queue.pause(id), resume: () => queue.resume(id) },
        retry: async () => this.start({ ...wish, blockIds: [...failed] }),
      },
      async ({ jobId, signal, onProgress, tell }) => {
        id = jobId;
        const wanted = new Set(wish.blockIds);
        const { core } = this.#parts;
        const spending = new SpendingCap(await core.connections.costOf(), capsOf(wish.caps));
        const tellCosts = () => tell({ costs: moneyOf(spending.spent()), failed: failed.size });
        const touched = new Set<RecordId>();
        try {
          await speakWanted(library, await core.voices(), {
            queue,
            group: jobId,
            lines: (line) => line.episodeId === episodeId && wanted.has(line.blockId),
            spending,
            ...(wish.isOffline === undefined ? {} : { isOffline: wish.isOffline }),
            signal,
            onProgress,
            onEdit: (of, outcome) => void tellChange(this.#parts, of, outcome),
            onLine: (news) => {
              touched.add(news.blockId);
              if (news.state === 'failed') failed.add(news.blockId);
              this.#hear(news);
              if (news.state === 'spoken' || news.state === 'failed') tellCosts();
            },
          });
        } catch (error) {
          // Taken back by the person: a later start must not speak it. A program that ends goes on next time.
          if (error instanceof Cancelled && signal.reason !== CLOSING) forgetWanted(library.db, episodeId, wanted);
          throw error;
        } finally {
          for (const blockId of touched) {
            if (!failed.has(blockId)) this.#desk.unmark(episodeId, blockId);
            this.#tell(episodeId, blockId);
          }
        }
      },
    );
    id = job.id;
    // Its end is on the board; nobody waits for it here.
    job.result.catch(() => undefined);
    return job.id;
  }

  /** Free and fast: nothing that a later start would have to go on with. */
  #runDraft({ episodeId, blockIds, isNewTake = false }: SpeechWish): JobId {
    const { core, jobs, library, queue } = this.#parts;
    const { title } = settingsOf(openEpisode(library.db, episodeId).document);
    const job = jobs.start(
      { kind: 'speech', subject: title, episodeId },
      async ({ jobId, signal, onProgress, tell }) => {
        const voices = await core.voices();
        const { document } = openEffectiveEpisode(library.db, episodeId);
        const touched = new Set<RecordId>();
        let failed = 0;
        try {
          await speakBlocks(library, readByOne(document, voices.defaultVoice), voices, {
            ...{ queue, isNewTake, isOffline: true, signal, onProgress },
            group: jobId,
            blockIds: new Set(blockIds),
            onLine: (blockId, news) => {
              touched.add(blockId);
              if (news.state === 'spoken') {
                tellChange(this.#parts, episodeId, attachTakes(library, episodeId, new Map([[blockId, news.take]])));
              }
              this.#hear({ ...news, episodeId, blockId });
              if (news.state === 'failed') tell({ failed: ++failed });
            },
          });
        } finally {
          for (const blockId of touched) this.#tell(episodeId, blockId);
        }
      },
    );
    // Its end is on the board; nobody waits for it here.
    job.result.catch(() => undefined);
    return job.id;
  }

  #hear(news: LineNews & { readonly episodeId: EpisodeId; readonly blockId: RecordId }): void {
    const { episodeId, blockId } = news;
    if (news.state === 'waiting') this.#desk.mark(episodeId, blockId, 'queued');
    else if (news.state === 'speaking') this.#desk.mark(episodeId, blockId, 'generating');
    else if (news.state === 'failed') {
      this.#desk.mark(episodeId, blockId, 'failed', answerOf(news.error, this.#parts.core.ports.log));
    } else this.#desk.unmark(episodeId, blockId);
    this.#tell(episodeId, blockId);
  }

  /** All that changed in one turn goes out as one message: a job of 2,000 lines begins with 2,000 changes. */
  #tell(episodeId: EpisodeId, blockId: RecordId): void {
    const untold = this.#untold.get(episodeId) ?? new Set<RecordId>();
    this.#untold.set(episodeId, untold);
    untold.add(blockId);
    if (this.#isTelling) return;
    this.#isTelling = true;
    void this.#tellAll();
  }

  async #tellAll(): Promise<void> {
    const { core, events } = this.#parts;
    await setImmediate();
    this.#isTelling = false;
    const untold = [...this.#untold];
    this.#untold.clear();
    for (const [episodeId, blockIds] of untold) {
      try {
        const states = await this.#desk.states(episodeId, blockIds);
        events.publish({ name: 'speech.lines', value: { episodeId, states } });
      } catch (error) {
        core.ports.log.warn('states of lines could not be told', { reason: String(error) });
      }
    }
  }
}

/** The episode with one voice for all of the cast, and none of their styles. */
function readByOne(document: EpisodeDocument, voice: VoiceBinding): EpisodeDocument {
  const casting = speakersOf(document).map((speaker) => ({ from: speaker, to: withFields(speaker, { voice }) }));
  return withChanges(document, diffOf(casting));
}

function capsOf(caps: readonly MoneyValue[] | undefined): Readonly<Record<string, number>> | undefined {
  return caps && Object.fromEntries(caps.map(({ currency, amount }) => [currency, amount]));
}

function moneyOf(spent: Spent): readonly MoneyValue[] {
  return Object.entries(spent).flatMap(([currency, amount]) =>
    amount > 0 && currency !== '' ? [{ currency, amount }] : [],
  );
}
