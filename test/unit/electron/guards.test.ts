import { expect, test } from 'vitest';
import { createAnswerInvoke, isTrustedSender } from '../../../src-main/electron/answer-invoke.ts';
import { applicationMenu } from '../../../src-main/electron/application-menu.ts';
import { decideWindowOpen, isExternalLinkAllowed, isNavigationAllowed } from '../../../src-main/electron/navigation.ts';
import { isOwnPage } from '../../../src-main/electron/own-page.ts';
import { isPermissionGranted } from '../../../src-main/electron/permissions.ts';

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

test.each(['media', 'geolocation', 'notifications', 'fullscreen', 'clipboard-read', 'openExternal', 'usb', 'unknown'])(
  '[SEC63] permission %s is denied',
  (permission) => {
    expect(isPermissionGranted(permission)).toBe(false);
  },
);

test('[SEC65] only the main frame of our page is answered', async () => {
  const calls: unknown[] = [];
  const answer = createAnswerInvoke(async (method, input) => {
    calls.push([method, input]);
    return { ok: true, value: 1 };
  });
  const trusted = { senderFrame: { url: 'app://studio/', parent: null } };
  await expect(answer(trusted, 'app.info', {})).resolves.toEqual({ ok: true, value: 1 });
  expect(calls).toEqual([['app.info', {}]]);
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

test.each(['darwin', 'linux', 'win32'] as const)(
  '[SEC66] the menu on %s has no reload and no developer tools',
  (platform) => {
    const roles = applicationMenu(platform).map(({ role }) => role);
    expect(roles).toContain('editMenu');
    expect(roles).not.toContain('viewMenu');
  },
);
