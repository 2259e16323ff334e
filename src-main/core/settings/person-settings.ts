/** What the person prefers, in `settings.json` beside the library: the same for every page and shell of this home. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_SETTINGS, Settings } from '#shared/contract/settings.ts';
import { makeFolder, writeFileSafely } from '../library/safe-file.ts';
import { errnoOf, storageError } from '../library/storage-error.ts';
import type { Log } from '../ports.ts';

/** undefined changes nothing. */
export type SettingsChanges = { readonly [Name in keyof Settings]?: Settings[Name] | undefined };

export class PersonSettings {
  readonly #home: string;
  readonly #log: Log;
  #known: Promise<Settings> | undefined;
  /** Changes are written one after the other, each upon what the one before made. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(home: string, log: Log) {
    this.#home = home;
    this.#log = log;
  }

  /** A field that is missing or cannot be read has its default. Throws `file-unreadable`. */
  read(): Promise<Settings> {
    this.#known ??= this.#load().catch((error: unknown) => {
      this.#known = undefined;
      throw error;
    });
    return this.#known;
  }

  /** Changes what is named; durable when answered. Throws `disk-full`, `file-unwritable`: then nothing has changed. */
  change(changes: SettingsChanges): Promise<Settings> {
    const named = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const changed = this.#last.then(() => this.#write(named));
    this.#last = changed.catch(() => undefined);
    return changed;
  }

  async #write(named: Partial<Settings>): Promise<Settings> {
    const settings = Settings.parse({ ...(await this.read()), ...named });
    await makeFolder(this.#home);
    await writeFileSafely(this.#path, `${JSON.stringify(settings, null, 2)}\n`);
    this.#known = Promise.resolve(settings);
    return settings;
  }

  get #path(): string {
    return join(this.#home, 'settings.json');
  }

  async #load(): Promise<Settings> {
    const text = await readFile(this.#path, 'utf8').catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT') return '{}';
      throw storageError(error, this.#path, 'read');
    });
    const kept = fieldsOf(text);
    const readable = Object.entries(Settings.shape).flatMap(([name, schema]) => {
      const { data, success } = schema.safeParse(kept[name]);
      if (!success && name in kept) this.#log.warn('a setting cannot be read and has its default', { name });
      return success ? [[name, data]] : [];
    });
    return { ...DEFAULT_SETTINGS, ...(Object.fromEntries(readable) as Partial<Settings>) };
  }
}

/** What somebody has edited into something else stands for nothing set. */
function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
