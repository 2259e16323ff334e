/** What the core says about the lines: their states, and what bringing them up to date would cost. */
import type { Client } from '#shared/contract/client.ts';
import type { LineStateValue } from '#shared/contract/episodes.ts';
import type { EstimateValue } from '#shared/contract/speech.ts';
import type { RecordsDiff } from '#shared/document/diff.ts';
import type { EpisodeRecord } from '#shared/document/records.ts';
import type { EpisodeId, RecordId } from '#shared/ids.ts';

const STATES_AFTER_MS = 120;
const ESTIMATE_AFTER_MS = 400;
/** Above this many lines, all are asked for: that is one walk for the core. */
const MOST_BY_NAME = 500;

export interface LineNews {
  readonly lineStates: ReadonlyMap<RecordId, LineStateValue>;
  readonly estimate: EstimateValue | null;
}

export class LineWatch {
  readonly #client: Client;
  readonly #episodeId: EpisodeId;
  readonly #tell: (news: Partial<LineNews>) => void;
  readonly #fail: (thrown: unknown) => void;
  #states: ReadonlyMap<RecordId, LineStateValue> = new Map();
  /** Lines to ask about. */
  #asking: Set<RecordId> | 'all' = 'all';
  #statesTimer: ReturnType<typeof setTimeout> | undefined;
  #estimateTimer: ReturnType<typeof setTimeout> | undefined;
  #isDisposed = false;

  constructor(parts: {
    readonly client: Client;
    readonly episodeId: EpisodeId;
    readonly tell: (news: Partial<LineNews>) => void;
    readonly fail: (thrown: unknown) => void;
  }) {
    this.#client = parts.client;
    this.#episodeId = parts.episodeId;
    this.#tell = parts.tell;
    this.#fail = parts.fail;
  }

  /** All of them, now. */
  refresh(): void {
    this.#asking = 'all';
    this.#schedule(0);
  }

  /** A change that the core has made: what it touches may be in another state. */
  changed(diff: RecordsDiff): void {
    const touched = [...diff.added, ...diff.removed, ...diff.updated.map(([, to]) => to)];
    if (touched.some(isReadByAll)) this.#asking = 'all';
    else if (this.#asking !== 'all') {
      for (const record of touched) {
        if (record.type === 'line' || record.type === 'heading') this.#asking.add(record.id);
      }
      if (this.#asking.size > MOST_BY_NAME) this.#asking = 'all';
    }
    if (this.#asking === 'all' || this.#asking.size > 0) this.#schedule(STATES_AFTER_MS);
  }

  /** What the core says unasked. */
  hear(states: readonly LineStateValue[]): void {
    this.#merge(states);
    this.#scheduleEstimate();
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#statesTimer);
    clearTimeout(this.#estimateTimer);
  }

  #schedule(afterMs: number): void {
    clearTimeout(this.#statesTimer);
    this.#statesTimer = setTimeout(() => void this.#askStates(), afterMs);
  }

  #scheduleEstimate(): void {
    clearTimeout(this.#estimateTimer);
    this.#estimateTimer = setTimeout(() => void this.#askEstimate(), ESTIMATE_AFTER_MS);
  }

  async #askStates(): Promise<void> {
    const asked = this.#asking;
    this.#asking = new Set();
    try {
      const states = await this.#client.call('episodes.lineStates', {
        episodeId: this.#episodeId,
        ...(asked === 'all' ? {} : { blockIds: [...asked] }),
      });
      if (this.#isDisposed) return;
      if (asked === 'all') this.#states = new Map();
      else this.#states = new Map([...this.#states].filter(([id]) => !asked.has(id)));
      this.#merge(states);
      this.#scheduleEstimate();
    } catch (thrown) {
      this.#asking = 'all';
      if (!this.#isDisposed) this.#fail(thrown);
    }
  }

  async #askEstimate(): Promise<void> {
    try {
      const estimate = await this.#client.call('speech.estimate', { episodeId: this.#episodeId });
      if (!this.#isDisposed) this.#tell({ estimate });
    } catch (thrown) {
      if (!this.#isDisposed) this.#fail(thrown);
    }
  }

  #merge(states: readonly LineStateValue[]): void {
    const next = new Map(this.#states);
    for (const state of states) next.set(state.blockId, state);
    this.#states = next;
    this.#tell({ lineStates: next });
  }
}

/** A voice, a pronunciation or the language is part of what every line asks for. */
function isReadByAll({ type }: EpisodeRecord): boolean {
  return type === 'speaker' || type === 'episode';
}
