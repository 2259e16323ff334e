/** Keys of services in the system's key ring, by Electron's safeStorage. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { createEnvironmentKeys, type KeyStore } from '#core/connections/key-store.ts';
import { writeFileSafely } from '#core/library/safe-file.ts';
import { AppError } from '#shared/errors.ts';

/** The part of Electron's safeStorage that is used. */
export interface SafeStorage {
  isEncryptionAvailable(): boolean;
  /** Of Linux. `basic_text`: there is no key ring, and what is stored can be read by whoever has the file. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(bytes: Buffer): string;
}

const StoredKeys = z.record(z.string(), z.base64());

/**
 * Keys of connections, each encrypted, in one file. A variable of the environment comes second: what a person entered
 * in the studio holds. Throws AppError `file-unwritable` where nothing can be encrypted.
 */
export function createSafeKeyStore(
  path: string,
  safeStorage: SafeStorage,
  environment: Readonly<Record<string, string | undefined>>,
): KeyStore {
  const fromEnvironment = createEnvironmentKeys(environment);
  const isRing = safeStorage.getSelectedStorageBackend?.() !== 'basic_text';
  const name = isRing ? 'the key ring of the system' : 'a file of your account, scrambled but not protected';
  /** One write after the other: each is of all keys. */
  let writing: Promise<unknown> = Promise.resolve();

  async function readAll(): Promise<Record<string, string>> {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw unreadable(error);
    }
    const { data, error } = StoredKeys.safeParse(jsonOf(text));
    if (data) return data;
    throw unreadable(error);
  }

  function unreadable(cause: unknown): AppError {
    return new AppError({
      code: 'file-unreadable',
      message: `The keys of the connections cannot be read from ${path}. Enter them again in Settings; the file is left as it is until then.`,
      cause,
    });
  }

  function change(edit: (keys: Record<string, string>) => void): Promise<void> {
    const next = writing.then(async () => {
      const keys = await readAll().catch((error: unknown) => {
        // What cannot be read is replaced by what the person enters now.
        if (error instanceof AppError) return {};
        throw error;
      });
      edit(keys);
      await writeFileSafely(path, `${JSON.stringify(keys, null, 2)}\n`);
    });
    writing = next.catch(() => undefined);
    return next;
  }

  return {
    name,
    tier: isRing ? 'system' : 'obfuscated',
    async read(connection) {
      await writing;
      const stored = (await readAll())[connection.id];
      if (stored === undefined || !safeStorage.isEncryptionAvailable()) return fromEnvironment.read(connection);
      try {
        return { key: safeStorage.decryptString(Buffer.from(stored, 'base64')), source: name };
      } catch {
        // Encrypted for another account or a key ring that is gone: it counts as none, and is asked for again.
        return fromEnvironment.read(connection);
      }
    },
    write(connection, key) {
      if (!safeStorage.isEncryptionAvailable()) {
        throw new AppError({
          code: 'file-unwritable',
          message:
            'This system has nothing to protect keys with (no key ring is running), so none is stored. Start one, or set the key as an environment variable.',
        });
      }
      const encrypted = safeStorage.encryptString(key).toString('base64');
      return change((keys) => {
        keys[connection.id] = encrypted;
      });
    },
    remove: (connection) =>
      change((keys) => {
        delete keys[connection.id];
      }),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Judged as any other content that is not ours.
    return null;
  }
}
