import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { ProviderId } from '#shared/ids.ts';
import { createSafeKeyStore, type SafeStorage } from '../../../src-main/electron/safe-key-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'lectern-keys-'));
const path = join(folder, 'keys.json');
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => rmSync(path, { force: true }));

/** Turns bytes round: nothing that is in clear can be found in the file by chance. */
function ring(changes: Partial<SafeStorage> = {}): SafeStorage {
  return {
    isEncryptionAvailable: () => true,
    encryptString: (text) => Buffer.from(text).map((byte) => byte ^ 0xff) as Buffer,
    decryptString: (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0xff)).toString(),
    ...changes,
  };
}

const mimo = { id: ProviderId.parse('mimo'), kind: 'mimo' as const };
const work = { id: ProviderId.parse('work'), kind: 'minimax' as const };

test('[SEC77] keys come back after a restart and are nowhere in clear', async () => {
  const store = createSafeKeyStore(path, ring(), {});
  await Promise.all([store.write?.(mimo, 'sk-canary-1'), store.write?.(work, 'sk-canary-2')]);
  const again = createSafeKeyStore(path, ring(), {});
  expect(await again.read(mimo)).toMatchObject({ key: 'sk-canary-1' });
  expect(await again.read(work)).toMatchObject({ key: 'sk-canary-2' });
  expect(readFileSync(path, 'utf8')).not.toMatch(/canary/);
  await again.remove?.(mimo);
  expect(await again.read(mimo)).toBeUndefined();
  expect(await again.read(work)).toMatchObject({ key: 'sk-canary-2' });
});

test('[SEC77] a variable of the environment holds only where no key was entered', async () => {
  const store = createSafeKeyStore(path, ring(), { MIMO_API_KEY: 'from-environment' });
  expect(await store.read(mimo)).toMatchObject({ key: 'from-environment' });
  await store.write?.(mimo, 'entered');
  expect(await store.read(mimo)).toMatchObject({ key: 'entered' });
});

test('[SEC77] without a key ring the tier says so; without anything nothing is stored', async () => {
  expect(createSafeKeyStore(path, ring({ getSelectedStorageBackend: () => 'gnome_libsecret' }), {}).tier).toBe(
    'system',
  );
  expect(createSafeKeyStore(path, ring({ getSelectedStorageBackend: () => 'basic_text' }), {}).tier).toBe('obfuscated');
  const none = createSafeKeyStore(path, ring({ isEncryptionAvailable: () => false }), {});
  expect(() => none.write?.(mimo, 'x')).toThrowError(/key ring/);
});

test('[SEC77] a key of another account counts as none; a file that is not ours is said and replaced when a key is entered', async () => {
  await createSafeKeyStore(path, ring(), {}).write?.(mimo, 'sk');
  const other = ring({
    decryptString: () => {
      throw new Error('cannot decrypt');
    },
  });
  expect(await createSafeKeyStore(path, other, {}).read(mimo)).toBeUndefined();
  writeFileSync(path, 'not json');
  const store = createSafeKeyStore(path, ring(), {});
  await expect(store.read(mimo)).rejects.toMatchObject({ code: 'file-unreadable' });
  await store.write?.(mimo, 'again');
  expect(await store.read(mimo)).toMatchObject({ key: 'again' });
});
