/** Browsing voices: the list of every connection, what is tried, what it costs. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '#shared/contract/client.ts';
import type { Output } from '#shared/contract/contract.ts';
import type { ListedVoice, VoiceList, VoiceMaker } from '#shared/contract/voices.ts';
import type { VoiceBinding } from '#shared/document/records.ts';
import { AppError, Cancelled } from '#shared/errors.ts';
import type { Failures } from '../app/failures.ts';
import type { Audition, Heard } from '../player/audition.ts';
import { filterVoices, NO_VOICE_FILTER, toggleVoiceValue, type VoiceFacet, type VoiceFilter } from './voice-filter.ts';
import { trialSentence } from './voice-texts.ts';

export type VoiceKey = string;

export interface VoicesState {
  readonly voices: readonly ListedVoice[];
  readonly shown: readonly ListedVoice[];
  readonly problems: VoiceList['problems'];
  readonly makers: readonly VoiceMaker[];
  readonly filter: VoiceFilter;
  readonly activeKey: VoiceKey | null;
  readonly isReady: boolean;
  readonly isRefreshing: boolean;
  /** '': the sentence of the voice's language. */
  readonly sentence: string;
  /** Of the active voice and the sentence; null: not known yet. */
  readonly cost: Output<'voices.auditionCost'> | null;
  /** Why the active voice cannot say the sentence. */
  readonly problem: AppError | null;
  /** What is being asked for; it will be heard when it has come. */
  readonly askedKey: string | null;
  /** Where the focus is to go; a new object each time. */
  readonly focusWish: { readonly target: 'search' | 'list' } | null;
}

interface Parts {
  readonly client: Client;
  readonly failures: Failures;
  readonly audition: Audition;
  readonly onHear: () => void;
}

const TYPING_MS = 250;

export function keyOfVoice({ provider, id }: Pick<ListedVoice, 'provider' | 'id'>): VoiceKey {
  return `${provider}/${id}`;
}

export class VoiceBrowser {
  readonly store: StoreApi<VoicesState> = createStore(() => ({
    voices: [],
    shown: [],
    problems: [],
    makers: [],
    filter: NO_VOICE_FILTER,
    activeKey: null,
    isReady: false,
    isRefreshing: false,
    sentence: '',
    cost: null,
    problem: null,
    askedKey: null,
    focusWish: null,
  }));
  readonly #parts: Parts;
  #pricing: ReturnType<typeof setTimeout> | undefined;
  #asking = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get state(): VoicesState {
    return this.store.getState();
  }

  get active(): ListedVoice | undefined {
    const { voices, activeKey } = this.state;
    return voices.find((voice) => keyOfVoice(voice) === activeKey);
  }

  /** What a voice would be asked to say. */
  sentenceFor(voice: Pick<ListedVoice, 'language'>): string {
    return this.state.sentence.trim() || trialSentence(voice.language);
  }

  async load({ isRefresh = false } = {}): Promise<void> {
    const { client, failures } = this.#parts;
    this.store.setState({ isRefreshing: isRefresh });
    await failures.attempt(
      async () => {
        const [{ voices, problems }, makers] = await Promise.all([
          client.call('voices.list', { isRefresh }),
          client.call('voices.makers', {}),
        ]);
        this.store.setState({ voices, problems, makers, isReady: true });
        this.#show();
      },
      () => this.load({ isRefresh }),
    );
    this.store.setState({ isRefreshing: false });
  }

  focus(target: 'search' | 'list'): void {
    this.store.setState({ focusWish: { target } });
  }

  setText(text: string): void {
    this.#setFilter({ ...this.state.filter, text });
  }

  toggle(facet: VoiceFacet, value: string): void {
    this.#setFilter(toggleVoiceValue(this.state.filter, facet, value));
  }

  clear(): void {
    this.#setFilter(NO_VOICE_FILTER);
  }

  choose(voice: Pick<ListedVoice, 'provider' | 'id'>): void {
    const activeKey = keyOfVoice(voice);
    if (activeKey === this.state.activeKey) return;
    this.#parts.audition.stop();
    this.store.setState({ activeKey, cost: null, problem: null });
    this.#price(0);
  }

  /** From the search field into the list: the one that was left, or the first. */
  chooseFirst(): void {
    const { shown, activeKey } = this.state;
    const voice = shown.find((one) => keyOfVoice(one) === activeKey) ?? shown[0];
    if (voice) this.choose(voice);
  }

  setSentence(sentence: string): void {
    this.store.setState({ sentence, cost: null, problem: null });
    this.#price(TYPING_MS);
  }

  async toggleFavourite(): Promise<void> {
    const voice = this.active;
    if (!voice) return;
    const { provider, id, isFavourite } = voice;
    const change = (next: boolean): void => {
      const voices = this.state.voices.map((one) =>
        one === voice || keyOfVoice(one) === keyOfVoice(voice) ? { ...one, isFavourite: next } : one,
      );
      this.store.setState({ voices });
      this.#show();
    };
    change(!isFavourite);
    const call = () => this.#parts.client.call('voices.setFavourite', { provider, id, isFavourite: !isFavourite });
    if (!(await this.#parts.failures.attempt(async () => void (await call())))) change(isFavourite);
  }

  /** Ends it when it is heard or asked for. */
  toggleHearing(): void {
    const voice = this.active;
    if (!voice) return;
    const key = keyOfVoice(voice);
    const isHeard = this.#parts.audition.store.getState().key === key;
    if (isHeard || this.state.askedKey === key) {
      this.stop();
      return;
    }
    void this.#parts.failures.attempt(() =>
      this.hear(key, { provider: voice.provider, voiceId: voice.id }, voice.language),
    );
  }

  stop(): void {
    this.#asking++;
    this.store.setState({ askedKey: null });
    this.#parts.audition.stop();
  }

  /** Has a sentence spoken, or takes it from where it is kept, and plays it. Throws what the service says. */
  async hear(key: string, binding: VoiceBinding, language: string, text?: string): Promise<void> {
    const { client, audition } = this.#parts;
    audition.stop();
    const turn = ++this.#asking;
    this.store.setState({ askedKey: key });
    try {
      const { assets } = await client.call('voices.audition', {
        binding,
        text: text ?? this.sentenceFor({ language }),
        ...(language === '' ? {} : { language }),
      });
      if (turn !== this.#asking) return;
      this.playSounds(
        key,
        assets.map(({ id, channels, durationSamples }) => ({ assetId: id, channels, durationSamples })),
      );
      this.#price(0);
    } finally {
      if (turn === this.#asking) this.store.setState({ askedKey: null });
    }
  }

  playSounds(key: string, sounds: readonly Heard[]): void {
    this.#parts.onHear();
    this.#parts.audition.play(key, sounds);
  }

  /** What was made is in the list, and chosen. */
  async show(voice: ListedVoice): Promise<void> {
    await this.load();
    this.clear();
    this.choose(voice);
  }

  async remove({ provider, id }: ListedVoice): Promise<boolean> {
    const isDone = await this.#parts.failures.attempt(
      async () => void (await this.#parts.client.call('voices.remove', { provider, id })),
    );
    if (isDone) await this.load();
    return isDone;
  }

  #setFilter(filter: VoiceFilter): void {
    this.store.setState({ filter });
    this.#show();
  }

  #show(): void {
    const { voices, filter } = this.state;
    this.store.setState({ shown: filterVoices(voices, filter) });
  }

  #price(afterMs: number): void {
    clearTimeout(this.#pricing);
    this.#pricing = setTimeout(() => void this.#readPrice(), afterMs);
  }

  async #readPrice(): Promise<void> {
    const voice = this.active;
    if (!voice) return;
    const text = this.sentenceFor(voice);
    const key = keyOfVoice(voice);
    const isStillMeant = (): boolean => this.state.activeKey === key && this.sentenceFor(voice) === text;
    try {
      const cost = await this.#parts.client.call('voices.auditionCost', {
        binding: { provider: voice.provider, voiceId: voice.id },
        text,
        ...(voice.language === '' ? {} : { language: voice.language }),
      });
      if (isStillMeant()) this.store.setState({ cost, problem: null });
    } catch (thrown) {
      // What this voice cannot say is said beside it; what is wrong with the studio is said elsewhere.
      if (thrown instanceof AppError) {
        if (isStillMeant()) this.store.setState({ cost: null, problem: thrown });
      } else if (!(thrown instanceof Cancelled)) this.#parts.failures.report(thrown);
    }
  }
}
