import type { Zone } from './hit-test.ts';

export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Hover {
  readonly clipKey: string;
  readonly zone: Zone;
}

interface SketchState {
  /** Clip under the pointer. */
  readonly hover: Hover | null;
  /** Where an edge was drawn to. */
  readonly guideSample: number | null;
  /** Being drawn to select what it touches; CSS pixels of the lanes. */
  readonly marquee: Rectangle | null;
  /** A gesture goes on. */
  readonly isDragging: boolean;
  /** The sound will hang on what is nearest. */
  readonly isReanchoring: boolean;
  /** Sound from outside is held over this lane. */
  readonly dropLane: { readonly index: number; readonly sample: number } | null;
  /** Said beside the pointer: `+0.25 s`, `−3.0 dB`. */
  readonly badge: { readonly x: number; readonly y: number; readonly text: string } | null;
}

const EMPTY: SketchState = {
  hover: null,
  guideSample: null,
  marquee: null,
  isDragging: false,
  isReanchoring: false,
  dropLane: null,
  badge: null,
};

/** What is drawn over the lanes while a pointer moves. Changes at every frame, so it goes past React and the store. */
export class Sketch {
  #state = EMPTY;
  readonly #listeners = new Set<() => void>();

  get state(): SketchState {
    return this.#state;
  }

  get isDragging(): boolean {
    return this.#state.isDragging;
  }

  set(part: Partial<SketchState>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }

  /** The gesture is over. */
  clear(): void {
    this.set({ ...EMPTY, hover: this.#state.hover });
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
