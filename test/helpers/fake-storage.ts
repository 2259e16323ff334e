/** A browser's storage, in memory. */
export class FakeStorage implements Storage {
  readonly #map = new Map<string, string>();
  get length(): number {
    return this.#map.size;
  }
  key = (index: number): string | null => [...this.#map.keys()][index] ?? null;
  getItem = (key: string): string | null => this.#map.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.#map.set(key, value);
  removeItem = (key: string): void => void this.#map.delete(key);
  clear = (): void => this.#map.clear();
}
