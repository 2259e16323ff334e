import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '#shared/contract/client.ts';
import type { EventMessage } from '#shared/contract/contract.ts';
import type { EpisodeId, RecordId } from '#shared/ids.ts';
import { shiftBetween } from '../episode/episode-model.ts';
import { EpisodeSession } from '../episode/episode-session.ts';
import type { UnsentJournal } from '../episode/unsent-journal.ts';
import type { Playback } from '../player/playback.ts';
import type { Failures } from './failures.ts';
import { NOTHING_SELECTED, type SelectOptions, selectIn, withoutGone } from './selection.ts';
import type { StudioState } from './studio-state.ts';

/** Changes heard while an episode is being opened may be newer than what is read. */
const MOST_RECENT = 64;

interface Parts {
  readonly client: Client;
  readonly store: StoreApi<StudioState>;
  readonly failures: Failures;
  readonly journal: UnsentJournal;
  readonly newId: () => string;
  readonly player: () => Playback | null;
  /** The timeline and the playhead go there. */
  readonly goTo: (sample: number) => void;
  /** Another episode is shown from now on. */
  readonly onOpened: () => void;
}

/** The episode that is open: its session, what is selected in it, and the player's copy of it. */
export class EpisodeControl {
  readonly #parts: Parts;
  readonly #recent: EventMessage[] = [];
  #endSession: (() => void) | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Throws what the core says. */
  async open(episodeId: EpisodeId): Promise<void> {
    const { client, journal, newId, store, failures } = this.#parts;
    if (store.getState().session?.id === episodeId) this.#close({ isReopened: true });
    const opened = await client.call('episodes.open', { episodeId });
    // Another one was asked for meanwhile.
    if (store.getState().openingId !== episodeId) return;
    this.#close();
    const session = new EpisodeSession(opened, {
      client,
      journal,
      newId,
      onFailure: (thrown, retry) => failures.report(thrown, retry),
      onRecovered: () => {
        if (store.getState().failure?.error === 'unreachable') failures.dismiss();
      },
    });
    for (const event of this.#recent) session.hear(event);
    this.#show(session);
  }

  hear(event: EventMessage): void {
    if (event.name !== 'episode.changed' && event.name !== 'speech.lines') return;
    this.#recent.push(event);
    if (this.#recent.length > MOST_RECENT) this.#recent.shift();
    this.#parts.store.getState().session?.hear(event);
  }

  /** Changes may have been missed. */
  readAgain(): void {
    this.#parts.store.getState().session?.readAgain();
  }

  select(id: RecordId | null, options: SelectOptions = {}): void {
    const { store, goTo } = this.#parts;
    const { episode, selection: before } = store.getState();
    if (!episode) return;
    const selection = selectIn(episode, before, id, options);
    const activeClipKey = options.clipKey ?? [...selection.clipKeys][0] ?? null;
    store.setState({ selection, selectedId: selection.primaryId, activeClipKey });
    if (id === null || options.isSeeking === false || options.extend !== undefined) return;
    const clip = activeClipKey === null ? undefined : episode.layout.clips.find(({ key }) => key === activeClipKey);
    const startSample = clip?.startSample ?? episode.placeOf(id)?.startSample;
    if (startSample !== undefined) goTo(startSample);
  }

  /** Several at once; the last is the one that keys act on. */
  selectAll(ids: readonly RecordId[]): void {
    const primaryId = ids.at(-1) ?? null;
    const selection = { ids: new Set(ids), primaryId, anchorId: ids[0] ?? null, clipKeys: new Set<string>() };
    this.#parts.store.setState({ selection, selectedId: primaryId, activeClipKey: null });
  }

  dispose(): void {
    this.#close();
  }

  #show(session: EpisodeSession): void {
    const { store, player, onOpened } = this.#parts;
    const { model } = session.state;
    player()?.pause();
    store.setState({
      session,
      episode: model,
      openingId: null,
      selection: NOTHING_SELECTED,
      selectedId: null,
      activeClipKey: null,
      playingId: null,
    });
    player()?.setPlan(model);
    const endModel = session.store.subscribe((state, before) => {
      if (state.model !== before.model) this.#showModel(session);
    });
    this.#endSession = endModel;
    onOpened();
  }

  #showModel(session: EpisodeSession): void {
    const { store, player } = this.#parts;
    const { model } = session.state;
    const { episode: before, selection } = store.getState();
    const kept = withoutGone(model, selection);
    store.setState({
      episode: model,
      ...(kept === selection ? {} : { selection: kept, selectedId: kept.primaryId, activeClipKey: null }),
    });
    if (!before || model.laid === before.laid) return;
    const playback = player();
    playback?.setPlan(model, shiftBetween(before.layout, model.layout, playback.positionSample));
  }

  #close(options: { readonly isReopened?: boolean } = {}): void {
    this.#endSession?.();
    this.#endSession = null;
    this.#parts.store.getState().session?.dispose(options);
  }
}
