/** Browsing the library: what is looked for, what was found, what is chosen, and what is done with it. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '#shared/contract/client.ts';
import type { ClipDetails } from '#shared/contract/library.ts';
import type { AssetId, ProviderId } from '#shared/ids.ts';
import type { ClipId, ClipRow, FacetCount, FacetKind, SoundKind } from '#shared/library-clips.ts';
import type { Asset } from '#shared/media.ts';
import type { Failures } from '../app/failures.ts';
import type { Audition } from '../player/audition.ts';
import { type Host, uploadAll } from '../shell/host.ts';
import { type Choosing, type Chosen, choose, NOTHING_CHOSEN } from './clip-choice.ts';
import { type ClipFilter, conditionsOf, NO_FILTER, toggleValue } from './clip-conditions.ts';
import { heardOf } from './clip-sounds.ts';

export interface LibraryState {
  readonly filter: ClipFilter;
  /** Without words there is nothing to rank. */
  readonly order: 'newest' | 'relevance';
  readonly rows: readonly ClipRow[];
  readonly total: number;
  readonly isTotalExact: boolean;
  /** null: these are all. */
  readonly next: string | null;
  readonly isLoading: boolean;
  /** The first answer has come. */
  readonly isReady: boolean;
  readonly facets: readonly FacetCount[];
  readonly chosen: Chosen;
  /** Of the row with the focus. */
  readonly details: ClipDetails | null;
  readonly assets: ReadonlyMap<AssetId, Asset>;
  /** Rows are heard as one walks over them. */
  readonly isHeardAtOnce: boolean;
  readonly isImporting: boolean;
  /** Where the focus is to go; a new object each time. */
  readonly focusWish: { readonly target: FocusTarget } | null;
}

export type FocusTarget = 'search' | 'list' | 'tag';

interface Parts {
  readonly client: Client;
  readonly host: Host;
  readonly failures: Failures;
  readonly audition: Audition;
  /** Two things at once are not to be heard. */
  readonly onHear: () => void;
}

const PAGE_ROWS = 200;
/** What is typed is asked for a moment later; what changed elsewhere, in one go. */
const TYPING_MS = 90;
const CHANGES_MS = 250;
/** Beyond, a list that somebody scrolled far down is left as it is when something changes elsewhere. */
const MOST_READ_AGAIN = 2_000;

export class LibraryBrowser {
  readonly store: StoreApi<LibraryState> = createStore(() => ({
    filter: NO_FILTER,
    order: 'newest',
    rows: [],
    total: 0,
    isTotalExact: true,
    next: null,
    isLoading: false,
    isReady: false,
    facets: [],
    chosen: NOTHING_CHOSEN,
    details: null,
    assets: new Map(),
    isHeardAtOnce: true,
    isImporting: false,
    focusWish: null,
  }));
  readonly #parts: Parts;
  /** Of the last question; answers to others come too late. */
  #question = 0;
  #isPaging = false;
  /** What is shown answers an earlier question than the one that was typed. */
  #isBehind = false;
  /** The first row is to be chosen as soon as there is one. */
  #wantsFirst = false;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #changes: ReturnType<typeof setTimeout> | undefined;
  /** How many look at it: nothing is read for nobody. */
  #watchers = 0;
  #isStale = true;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get state(): LibraryState {
    return this.store.getState();
  }

  get activeRow(): ClipRow | undefined {
    const { rows, chosen } = this.state;
    return rows.find(({ id }) => id === chosen.activeId);
  }

  /** What keys and buttons act on: the rows that are chosen, in the list's order. */
  get chosenRows(): readonly ClipRow[] {
    const { rows, chosen } = this.state;
    return rows.filter(({ id }) => chosen.ids.has(id));
  }

  /** Called by who shows it; ends with the returned function. */
  watch(): () => void {
    this.#watchers++;
    if (this.#isStale) void this.#read();
    return () => {
      this.#watchers--;
      this.#parts.audition.stop();
    };
  }

  /** Something in the library is another than it was. */
  hearChange(): void {
    this.#isStale = true;
    if (this.#watchers === 0 || this.#changes !== undefined) return;
    this.#changes = setTimeout(() => {
      this.#changes = undefined;
      if (this.#watchers > 0) void this.#read({ isSamePlace: true });
    }, CHANGES_MS);
  }

  focus(target: FocusTarget): void {
    this.store.setState({ focusWish: { target } });
  }

  setText(text: string): void {
    this.#setFilter({ ...this.state.filter, text });
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.#read(), TYPING_MS);
  }

  toggle(kind: FacetKind, value: string): void {
    this.#setFilter(toggleValue(this.state.filter, kind, value));
    void this.#read();
  }

  clear(): void {
    this.#setFilter(NO_FILTER);
    void this.#read();
  }

  setOrder(order: LibraryState['order']): void {
    this.store.setState({ order });
    void this.#read();
  }

  setHeardAtOnce(isHeardAtOnce: boolean): void {
    this.store.setState({ isHeardAtOnce });
    if (!isHeardAtOnce) this.#parts.audition.stop();
  }

  readonly loadMore = (): void => {
    const { next } = this.state;
    if (next === null || this.#isPaging) return;
    this.#isPaging = true;
    const question = this.#question;
    void this.#parts.failures
      .attempt(async () => {
        const page = await this.#parts.client.call('library.search', { ...this.#query(), after: next });
        if (question !== this.#question) return;
        this.store.setState({ rows: [...this.state.rows, ...page.rows], next: page.next });
        await this.#readAssets(page.rows);
      })
      .finally(() => {
        this.#isPaging = false;
      });
  };

  /** Moves the focus to a row; alone it is heard, where the person wants that. */
  choose(id: ClipId, how: Choosing = 'alone'): void {
    const { rows, chosen, isHeardAtOnce } = this.state;
    const next = choose(
      rows.map((row) => row.id),
      chosen,
      id,
      how,
    );
    this.store.setState({ chosen: next });
    void this.#readDetails();
    if (how === 'alone' && isHeardAtOnce && chosen.activeId !== id) void this.hear(id);
  }

  chooseAll(): void {
    const { rows, chosen } = this.state;
    this.store.setState({ chosen: { ...chosen, ids: new Set(rows.map(({ id }) => id)) } });
  }

  /** From the search field into the list: the first row, or the one that was left. */
  chooseFirst(): void {
    this.#wantsFirst = this.#isBehind;
    if (this.#isBehind) return;
    const { rows, chosen } = this.state;
    const id = rows.some((row) => row.id === chosen.activeId) ? chosen.activeId : rows[0]?.id;
    if (id !== undefined && id !== null) this.choose(id);
  }

  async hear(id: ClipId): Promise<void> {
    const row = this.state.rows.find((one) => one.id === id);
    if (!row) return;
    this.#parts.audition.stop();
    await this.#readAssets([row]);
    // Somebody walked on meanwhile.
    if (this.state.chosen.activeId !== id) return;
    const heard = heardOf(row, this.state.assets);
    if (!heard) return;
    this.#parts.onHear();
    this.#parts.audition.play(id, heard);
  }

  toggleHearing(): void {
    const id = this.state.chosen.activeId;
    if (id === null) return;
    if (this.#parts.audition.store.getState().key === id) this.#parts.audition.stop();
    else void this.hear(id);
  }

  tag(tag: string): Promise<boolean> {
    return this.#change((ids) => this.#parts.client.call('library.tag', { ids, tag }));
  }

  untag(tag: string): Promise<boolean> {
    return this.#change((ids) => this.#parts.client.call('library.untag', { ids, tag }));
  }

  rate(rating: number | null): Promise<boolean> {
    return this.#change((ids) => this.#parts.client.call('library.rate', { ids, rating }));
  }

  /** All of them are, unless all are already. */
  toggleFavourite(): Promise<boolean> {
    const isFavourite = !this.chosenRows.every((row) => row.isFavourite);
    return this.#change((ids) => this.#parts.client.call('library.setFavourite', { ids, isFavourite }));
  }

  setKind(kind: SoundKind | null): Promise<boolean> {
    return this.#change((ids) => this.#parts.client.call('library.setKind', { ids, kind }), isSound);
  }

  rename(id: ClipId, name: string): Promise<boolean> {
    return this.#changeOne(id, () => this.#parts.client.call('library.rename', { id, name: name.trim() || null }));
  }

  note(id: ClipId, note: string): Promise<boolean> {
    return this.#changeOne(id, () => this.#parts.client.call('library.note', { id, note: note.trim() || null }));
  }

  /** By audio understanding; a job says how far it is. */
  hearByService(what: 'transcribe' | 'describe', connection: ProviderId): Promise<boolean> {
    return this.#change(
      (ids) => this.#parts.client.call('library.hear', { ids, what, connection }),
      what === 'transcribe' ? isSound : isAudible,
    );
  }

  /** Files and folders from outside; what is no sound is said by the job. */
  async importFiles(files: readonly File[]): Promise<void> {
    const { client, host, failures } = this.#parts;
    this.store.setState({ isImporting: true });
    await failures.attempt(async () => {
      const fileIds = await uploadAll(host, files);
      if (fileIds.length > 0) await client.call('sounds.import', { fileIds });
    });
    this.store.setState({ isImporting: false });
  }

  /** Nothing is done to rows of an earlier question, however fast somebody types. */
  #setFilter(filter: ClipFilter): void {
    this.#isBehind = true;
    this.#wantsFirst = false;
    this.store.setState({ filter, chosen: NOTHING_CHOSEN, details: null });
  }

  #query() {
    const { filter, order } = this.state;
    return { ...conditionsOf(filter), limit: PAGE_ROWS, ...(filter.text.trim() === '' ? {} : { order }) };
  }

  async #read({ isSamePlace = false } = {}): Promise<void> {
    const wanted = isSamePlace ? this.state.rows.length : 0;
    if (wanted > MOST_READ_AGAIN) return;
    const question = ++this.#question;
    clearTimeout(this.#typing);
    const { client, failures } = this.#parts;
    this.#isStale = false;
    this.store.setState({ isLoading: true });
    await failures.attempt(async () => {
      const [first, { counts }] = await Promise.all([
        client.call('library.search', this.#query()),
        client.call('library.facets', conditionsOf(this.state.filter)),
      ]);
      const rows = [...first.rows];
      let { next } = first;
      while (next !== null && rows.length < wanted && question === this.#question) {
        const page = await client.call('library.search', { ...this.#query(), after: next });
        rows.push(...page.rows);
        next = page.next;
      }
      if (question !== this.#question) return;
      const { total, isTotalExact } = first;
      this.store.setState({ rows, next, total, isTotalExact, facets: counts, isReady: true });
      this.#keepChosen(isSamePlace);
      this.#isBehind = false;
      if (this.#wantsFirst) this.chooseFirst();
      await this.#readAssets(rows);
    });
    if (question === this.#question) this.store.setState({ isLoading: false });
  }

  /** What is no longer found is no longer chosen; another question begins without a choice. */
  #keepChosen(isSamePlace: boolean): void {
    const { rows, chosen } = this.state;
    const found = new Set(rows.map(({ id }) => id));
    const isActiveFound = chosen.activeId !== null && found.has(chosen.activeId);
    const kept: Chosen = isActiveFound
      ? { ...chosen, ids: new Set([...chosen.ids].filter((id) => found.has(id))) }
      : NOTHING_CHOSEN;
    this.store.setState({ chosen: kept, ...(isActiveFound ? {} : { details: null }) });
    if (isActiveFound && isSamePlace) void this.#readDetails();
  }

  async #readDetails(): Promise<void> {
    const id = this.state.chosen.activeId;
    if (id === null) return;
    await this.#parts.failures.attempt(async () => {
      const details = await this.#parts.client.call('library.clip', { id });
      if (this.state.chosen.activeId === id) this.store.setState({ details });
    });
  }

  async #readAssets(rows: readonly ClipRow[]): Promise<void> {
    const { assets } = this.state;
    const missing = [...new Set(rows.flatMap(({ assetIds }) => assetIds))].filter((id) => !assets.has(id));
    if (missing.length === 0) return;
    const found = await this.#parts.client.call('sounds.get', { assetIds: missing });
    const known = new Map(this.state.assets);
    for (const asset of found) known.set(asset.id, asset);
    this.store.setState({ assets: known });
  }

  /** Of the chosen rows those it can be done to: nothing is said about words that nobody has spoken. */
  #change(
    call: (ids: readonly ClipId[]) => Promise<unknown>,
    isMeant: (row: ClipRow) => boolean = isAudible,
  ): Promise<boolean> {
    const ids = this.chosenRows.filter(isMeant).map(({ id }) => id);
    if (ids.length === 0) return Promise.resolve(false);
    return this.#parts.failures.attempt(async () => {
      await call(ids);
    });
  }

  #changeOne(id: ClipId, call: () => Promise<unknown>): Promise<boolean> {
    return this.#parts.failures.attempt(async () => {
      await call();
      if (this.state.chosen.activeId === id) await this.#readDetails();
    });
  }
}

/** A take or a sound; the rest are words. */
export function isAudible({ assetIds }: Pick<ClipRow, 'assetIds'>): boolean {
  return assetIds.length > 0;
}

export function isSound(row: Pick<ClipRow, 'assetIds' | 'takeId'>): boolean {
  return isAudible(row) && row.takeId === undefined;
}
