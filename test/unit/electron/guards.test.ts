import { expect, test } from 'vitest';
import type { MenuModel } from '#shared/contract/host.ts';
import { createAnswerInvoke, isTrustedSender } from '../../../src-main/electron/answer-invoke.ts';
import { acceleratorOf, applicationMenu } from '../../../src-main/electron/application-menu.ts';
import { decideWindowOpen, isExternalLinkAllowed, isNavigationAllowed } from '../../../src-main/electron/navigation.ts';
import { isOwnPage } from '../../../src-main/electron/own-page.ts';
import { isPermissionGranted, type PermissionFacts } from '../../../src-main/electron/permissions.ts';

const FOREIGN_PAGES = [
  'https://evil.example/',
  'http://studio/',
  'file:///etc/passwd',
  'app://evil/',
  'app://studio.evil.example/',
  'app://studio:80/',
  'app://user@studio/',
  'app://user:password@studio/',
  'app:studio',
  'apps://studio/',
  'javascript:alert(1)',
  'data:text/html,x',
  'about:blank',
  'nonsense',
  '',
];

test('[SEC60] our page is ours at any path', () => {
  for (const url of ['app://studio/', 'app://studio/index.html', 'app://studio/?a=1#b']) {
    expect(isOwnPage(url), url).toBe(true);
    expect(isNavigationAllowed(url), url).toBe(true);
  }
});

test.each(FOREIGN_PAGES)('[SEC60] the window goes nowhere else: %j', (url) => {
  expect(isOwnPage(url)).toBe(false);
  expect(isNavigationAllowed(url)).toBe(false);
});

test.each([...FOREIGN_PAGES, 'app://studio/', 'https://ffmpeg.org/download.html'])(
  '[SEC61] no second window is ever opened: %j',
  (url) => {
    expect(decideWindowOpen(url).action).toBe('deny');
  },
);

test('[SEC62] a link on the list opens in the system browser', () => {
  const url = 'https://ffmpeg.org/download.html';
  expect(decideWindowOpen(url)).toEqual({ action: 'deny', externalUrl: url });
});

test.each([
  ...FOREIGN_PAGES,
  'http://ffmpeg.org/',
  'https://ffmpeg.org.evil.example/',
  'https://ffmpeg.org:8443/',
  'https://user@ffmpeg.org/',
  'smb://ffmpeg.org/share',
  'ms-settings:privacy',
  'app://studio/',
])('[SEC62] anything else is not handed to the system: %j', (url) => {
  expect(isExternalLinkAllowed(url)).toBe(false);
  expect(decideWindowOpen(url).externalUrl).toBeNull();
});

test.each(['geolocation', 'notifications', 'fullscreen', 'clipboard-read', 'openExternal', 'usb', 'unknown'])(
  '[SEC63] permission %s is denied',
  (permission) => {
    expect(isPermissionGranted(permission, { isMainFrame: true, mediaTypes: ['audio'] })).toBe(false);
  },
);

test('[SEC63] the microphone is granted to our page for sound alone', () => {
  const isGranted = (facts: Omit<PermissionFacts, 'isMainFrame'>, isMainFrame = true) =>
    isPermissionGranted('media', { ...facts, isMainFrame });
  expect(isGranted({ mediaTypes: ['audio'] })).toBe(true);
  expect(isGranted({ mediaType: 'audio' })).toBe(true);
  expect(isGranted({ mediaTypes: ['audio'] }, false)).toBe(false);
  for (const facts of [{ mediaTypes: ['audio', 'video'] }, { mediaTypes: [] }, { mediaType: 'video' }, {}]) {
    expect(isGranted(facts), JSON.stringify(facts)).toBe(false);
  }
  expect(isPermissionGranted('speaker-selection', { isMainFrame: true })).toBe(true);
});

test('[SEC65] only the main frame of our page is answered', async () => {
  const calls: unknown[] = [];
  const answer = createAnswerInvoke(
    async (method, input) => {
      calls.push([method, input]);
      return { ok: true, value: 1 };
    },
    async (method) => ({ ok: true, value: method }),
  );
  const trusted = { senderFrame: { url: 'app://studio/', parent: null } };
  await expect(answer(trusted, 'app.info', {})).resolves.toEqual({ ok: true, value: 1 });
  expect(calls).toEqual([['app.info', {}]]);
  await expect(answer(trusted, 'host.setTitle', {})).resolves.toEqual({ ok: true, value: 'host.setTitle' });
  const strangers = [
    null,
    { url: 'app://studio/', parent: {} },
    { url: 'https://evil.example/', parent: null },
    { url: 'about:blank', parent: null },
  ];
  for (const senderFrame of strangers) {
    expect(isTrustedSender(senderFrame)).toBe(false);
    await expect(answer({ senderFrame }, 'app.info', {})).resolves.toMatchObject({ ok: false });
  }
  for (const method of [undefined, 7, {}, null]) {
    await expect(answer(trusted, method, {})).resolves.toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  }
  expect(calls).toHaveLength(1);
});

const MENU: MenuModel = [
  {
    id: 'file',
    label: 'File',
    entries: [{ actionId: 'episode.export', label: 'Export …', keys: 'Mod+E', isEnabled: true }],
  },
  {
    id: 'edit',
    label: 'Edit',
    entries: [{ actionId: 'edit.undo', label: 'Undo', keys: 'Mod+Shift+Z', isEnabled: false }],
  },
  { id: 'view', label: 'View', entries: [{ separator: true }] },
];

test.each(['darwin', 'linux', 'win32'] as const)(
  '[SEC66] the menu on %s is the actions of the page, without reload and developer tools',
  (platform) => {
    const chosen: string[] = [];
    const menu = applicationMenu(platform, MENU, (id) => chosen.push(id));
    const entries = menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
    const find = (label: string) => entries.find((entry) => entry.label === label);
    find('Export …')?.click?.(undefined as never, undefined, {} as never);
    expect(chosen).toEqual(['episode.export']);
    expect(find('Export …')).toMatchObject({ accelerator: 'CommandOrControl+E', registerAccelerator: false });
    expect(find('Undo')).toMatchObject({ enabled: false });
    const roles = [...menu, ...entries].map(({ role }) => role);
    expect(roles).toEqual(expect.arrayContaining(['copy', 'paste', 'windowMenu']));
    for (const role of ['viewMenu', 'reload', 'forceReload', 'toggleDevTools']) expect(roles).not.toContain(role);
  },
);

test('[SEC66] keys are written as Electron writes them', () => {
  expect(['Mod++', 'Mod+ArrowUp', 'Shift+F6', 'Space', 'Mod+Shift+Z'].map(acceleratorOf)).toEqual([
    'CommandOrControl+Plus',
    'CommandOrControl+Up',
    'Shift+F6',
    'Space',
    'CommandOrControl+Shift+Z',
  ]);
});
