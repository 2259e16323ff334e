import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { KeyStore } from '#core/connections/key-store.ts';
import type { CallInput } from '#shared/contract/contract.ts';
import { type FakeServices, startFakeServices } from '../../helpers/fake-services/start-fake-services.ts';
import { openTestStudio, type TestStudio } from '../../helpers/test-studio.ts';

let services: FakeServices;
let studio: TestStudio;
let keys: Map<string, string>;
beforeAll(async () => {
  services = await startFakeServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  services.clear();
  keys = new Map();
  studio = await openTestStudio({ environment: { LECTERN_ALLOW_PRIVATE_HOSTS: '1' }, keys: memoryKeys(keys) });
});
afterEach(() => studio.close());

function memoryKeys(stored: Map<string, string>): KeyStore {
  return {
    name: 'a drawer',
    tier: 'system',
    read: async ({ id }) => {
      const key = stored.get(id);
      return key === undefined ? undefined : { key, source: 'a drawer' };
    },
    write: async ({ id }, key) => void stored.set(id, key),
    remove: async ({ id }) => void stored.delete(id),
  };
}

async function wishFor(
  kind: 'minimax' | 'mimo',
  more: Partial<CallInput<'connections.save'>> = {},
): Promise<CallInput<'connections.save'>> {
  const { kinds } = await studio.call('connections.list', {});
  const { kind: _kind, ...defaults } = kinds.find((known) => known.kind === kind)!;
  return { ...defaults, kind, baseUrl: services.servers[kind].url, ...more };
}

const speak = (provider: string) =>
  studio.call('voices.audition', { binding: { provider, voiceId: '' }, text: 'The last ferry left at nine.' });

test('[STC70] a new connection is spoken through at once; its key goes in and never comes out', async () => {
  const { kinds, keyStorage, connections } = await studio.call('connections.list', {});
  expect(connections).toEqual([]);
  expect(kinds.map(({ kind }) => kind)).toEqual(['mimo', 'minimax-global', 'minimax-china', 'dashscope', 'minimax']);
  expect(keyStorage).toEqual({ tier: 'system', canStore: true });
  await expect(speak('minimax')).rejects.toMatchObject({ code: 'not-found' });

  const saved = await studio.call(
    'connections.save',
    await wishFor('minimax', { key: 'fake-minimax-key', name: 'Mine' }),
  );
  expect(saved).toMatchObject({ id: 'minimax', name: 'Mine', isStored: true, isFake: true, keySource: 'a drawer' });
  expect(JSON.stringify(saved)).not.toContain('fake-minimax-key');
  expect(keys).toEqual(new Map([['minimax', 'fake-minimax-key']]));
  expect(await studio.call('connections.test', { id: 'minimax' })).toMatchObject({ warnings: [] });
  expect((await speak('minimax')).assets).toHaveLength(1);

  const second = await studio.call('connections.save', await wishFor('minimax', { key: 'fake-minimax-key' }));
  expect(second.id).toBe('minimax-2');
});

test('[STC71] another address drops the key, another name does not; the change holds for the next request', async () => {
  const wish = await wishFor('minimax', { key: 'fake-minimax-key' });
  const { id } = await studio.call('connections.save', wish);
  const { key: _key, ...unchanged } = wish;
  const renamed = await studio.call('connections.save', { ...unchanged, id, name: 'Other' });
  expect(renamed).toMatchObject({ name: 'Other', keySource: 'a drawer' });
  const moved = await studio.call('connections.save', { ...unchanged, id, baseUrl: services.servers.mimo.url });
  expect(moved.keySource).toBeNull();
  expect(keys.size).toBe(0);
  await expect(studio.call('connections.test', { id })).rejects.toMatchObject({ code: 'not-found' });
  await expect(speak(id)).rejects.toMatchObject({ code: 'not-found' });
  // Nothing was sent to where the key does not belong.
  expect(services.servers.mimo.calls).toEqual([]);
  const back = await studio.call('connections.save', { ...wish, id });
  expect(back.keySource).toBe('a drawer');
  expect((await speak(id)).assets).toHaveLength(1);
});

test('[STC71] a key that no header carries, and fields no connection has, are refused and nothing is saved', async () => {
  const wish = await wishFor('minimax');
  await expect(studio.call('connections.save', { ...wish, key: 'kéy' })).rejects.toMatchObject({
    code: 'invalid-input',
  });
  await expect(studio.call('connections.save', { ...wish, baseUrl: 'http://example.com' })).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('this machine only'),
  });
  await expect(studio.call('connections.save', { ...wish, id: 'nowhere' })).rejects.toMatchObject({
    code: 'not-found',
  });
  expect((await studio.call('connections.list', {})).connections).toEqual([]);
  const { id } = await studio.call('connections.save', wish);
  await expect(studio.call('connections.save', { ...(await wishFor('mimo')), id })).rejects.toMatchObject({
    code: 'invalid-input',
  });
});

test('[STC72] a connection is removed with its key; a test says what the service says', async () => {
  const { id } = await studio.call('connections.save', await wishFor('mimo', { key: 'wrong' }));
  await expect(studio.call('connections.test', { id })).rejects.toMatchObject({ details: { kind: 'auth' } });
  await studio.call('connections.remove', { id });
  expect(keys.size).toBe(0);
  expect((await studio.call('connections.list', {})).connections).toEqual([]);
  await expect(studio.call('connections.remove', { id })).rejects.toMatchObject({ code: 'not-found' });
});

test('[STC73] connections of the environment are listed, can be changed and not removed; no key is kept there', async () => {
  await studio.close();
  studio = await openTestStudio({ environment: services.environment });
  const { connections, keyStorage } = await studio.call('connections.list', {});
  expect(keyStorage).toEqual({ tier: 'environment', canStore: false });
  const mimo = connections.find(({ id }) => id === 'mimo')!;
  expect(mimo).toMatchObject({ isStored: false, keySource: 'MIMO_API_KEY in the environment' });
  await expect(studio.call('connections.remove', { id: 'mimo' })).rejects.toMatchObject({ code: 'invalid-input' });
  const { isStored: _stored, keySource: _source, isFake: _fake, ...fields } = mimo;
  await expect(studio.call('connections.save', { ...fields, key: 'k' })).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('MIMO_API_KEY'),
  });
  const saved = await studio.call('connections.save', { ...fields, limits: { concurrency: 1, spacingMs: 0 } });
  expect(saved).toMatchObject({ isStored: true, limits: { concurrency: 1 }, keySource: mimo.keySource });
  expect((await speak('mimo')).assets).toHaveLength(1);
});
