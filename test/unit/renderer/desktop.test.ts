import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Transport } from '#shared/contract/client.ts';
import { HOST_METHODS, isHostMethodName, MenuModel } from '#shared/contract/host.ts';
import { ACTIONS } from '../../../src-renderer/actions/action-table.ts';
import { menuModel, menuOf } from '../../../src-renderer/actions/menu-model.ts';
import { createDesktopHost } from '../../../src-renderer/shell/desktop-host.ts';

beforeEach(() => {
  vi.stubGlobal('console', { ...console, warn: () => {} });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('[MAK10] every action of the table is in the native menu once, as the table has it', () => {
  const isEnabled = new Set(['playback.toggle']);
  const studio = { state: { settings: { keys: { 'playback.toggle': ['P'] } } } } as never;
  const t = (key: string): string => key;
  expect(new Set(ACTIONS.map(({ id }) => menuOf(id))).size).toBeGreaterThan(4);
  const spies = ACTIONS.map((action) => vi.spyOn(action, 'isEnabled').mockReturnValue(isEnabled.has(action.id)));
  const menu = MenuModel.parse(menuModel(studio, { t } as never));
  for (const spy of spies) spy.mockRestore();
  const entries = menu.flatMap((group) => group.entries.flatMap((entry) => ('actionId' in entry ? entry : [])));
  expect(entries.map(({ actionId }) => actionId).sort()).toEqual(ACTIONS.map(({ id }) => id).sort());
  expect(entries.find(({ actionId }) => actionId === 'playback.toggle')).toEqual({
    actionId: 'playback.toggle',
    label: 'actions.playback.toggle',
    keys: 'P',
    isEnabled: true,
  });
});

test('[MAK11] what the page asks of the desktop is in the contract; an ornament that fails stops nobody', async () => {
  const asked: [string, unknown][] = [];
  const transport: Transport = {
    invoke: async (method, input) => {
      asked.push([method, input]);
      if (method === 'host.setProgress')
        return { ok: false, error: { code: 'internal', message: '', isRetryable: false } };
      return { ok: true, value: null };
    },
    subscribe: () => () => {},
  };
  const host = createDesktopHost(transport);
  expect(await host.chooseSavePath({ name: 'a.mp3', extensions: ['mp3'] })).toBeNull();
  await host.revealFile({ reportId: 'r' });
  host.setProgress(0.5);
  host.notify({ title: 'Done', body: '' });
  host.setTitle('A', false);
  host.setMenu([]);
  await vi.waitFor(() => expect(asked).toHaveLength(6));
  for (const [method, input] of asked) {
    if (!isHostMethodName(method)) throw new Error(`${method} is not in the contract`);
    HOST_METHODS[method].input.parse(input);
  }
});

test('[MAK12] the page hears what is chosen in the menu and what is opened with the program, and nothing else by this way', () => {
  let send: (event: unknown) => void = () => {};
  const host = createDesktopHost({
    invoke: () => Promise.resolve(),
    subscribe: (listener) => {
      send = listener;
      return () => {};
    },
  });
  const heard: unknown[] = [];
  host.listen((event) => heard.push(event));
  const action = { name: 'host.action', value: { actionId: 'edit.undo' } };
  for (const event of [{ name: 'job.changed', value: {} }, null, 7, action]) send(event);
  expect(heard).toEqual([action]);
});
