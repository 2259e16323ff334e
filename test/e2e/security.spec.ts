import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, lines, openStudio, positionMs, test } from './studio-test.ts';

/** What the browser refused because of the content security policy, in every document of the page. */
async function violationsOf(page: Page): Promise<string[]> {
  const violations: string[] = [];
  await page.exposeFunction('reportViolation', (text: string) => violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      (window as unknown as { reportViolation(text: string): void }).reportViolation(
        `${effectiveDirective} ${blockedURI}`,
      );
    });
  });
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
  });
  return violations;
}

test('[SEC80] the studio breaks none of its own rules, loading and playing', async ({ page, running }) => {
  const violations = await violationsOf(page);
  await openStudio(page, running.host);
  await page.keyboard.press('Space');
  await expect.poll(() => positionMs(page)).toBeGreaterThan(500);
  await page.keyboard.press('Control+=');
  expect(violations).toEqual([]);
});

test('[SEC81] an injected inline script does not run, nor a handler, nor one from elsewhere, nor compiled text', async ({
  page,
  running,
}) => {
  const violations = await violationsOf(page);
  await openStudio(page, running.host);
  const hasRun = await page.evaluate(async () => {
    const inline = document.createElement('script');
    inline.textContent = 'window.injected = true';
    document.body.append(inline);
    const box = document.createElement('div');
    box.innerHTML = '<img src="x:" onerror="window.injected = true">';
    document.body.append(box);
    const foreign = document.createElement('script');
    foreign.src = 'data:text/javascript,window.injected=true';
    const isOver = new Promise((resolve) => {
      foreign.onerror = resolve;
      foreign.onload = resolve;
    });
    document.body.append(foreign);
    await isOver;
    let isCompiled = true;
    try {
      // oxlint-disable-next-line typescript/no-implied-eval -- that it is refused is what is tested
      new Function('return 1')();
    } catch {
      isCompiled = false;
    }
    return isCompiled || 'injected' in window;
  });
  expect(hasRun).toBe(false);
  await expect.poll(() => violations.length).toBeGreaterThanOrEqual(4);
});

test('[SEC82] the page is isolated, so that threads may share memory', async ({ studioPage: page }) => {
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test('[SEC37] the link leaves no token behind and is spent', async ({ page, browser, running }) => {
  const url = running.host.newUrl();
  await page.goto(url);
  await expect(lines(page).first()).toBeVisible();
  expect(page.url()).toBe(`${new URL(url).origin}/`);
  await page.goBack().catch(() => null);
  expect(page.url()).not.toContain('token');
  const stranger = await browser.newContext();
  const response = await (await stranger.newPage()).goto(url);
  expect(response?.status()).toBe(401);
  await stranger.close();
});

test('[SEC83] a page of another port of this machine can neither call, read audio, frame nor listen', async ({
  studioPage: page,
  running,
}) => {
  const studioUrl = new URL(running.host.url).origin;
  const other = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>Other</title>');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const stranger = await page.context().newPage();
  await stranger.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
  const outcome = await stranger.evaluate(async (base) => {
    const attempt = (path: string, init: RequestInit) =>
      fetch(`${base}${path}`, { credentials: 'include', ...init }).then(
        (response) => (response.type === 'opaque' ? 'opaque' : `read ${response.status}`),
        () => 'refused',
      );
    const json = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' };
    const text = { method: 'POST', mode: 'no-cors' as const, headers: { 'Content-Type': 'text/plain' }, body: '{}' };
    const events = new EventSource(`${base}/events`, { withCredentials: true });
    const listening = await new Promise((resolve) => {
      events.onopen = () => resolve('listening');
      events.onerror = () => resolve('refused');
    });
    events.close();
    const frame = document.createElement('iframe');
    frame.src = base;
    const framed = new Promise((resolve) => {
      frame.onload = resolve;
    });
    document.body.append(frame);
    await framed;
    let isReadable = true;
    try {
      isReadable = (frame.contentDocument?.title ?? '') === 'Lectern';
    } catch {
      isReadable = false;
    }
    return {
      call: await attempt('/api/projects.list', json),
      form: await attempt('/api/sample.open', text),
      media: await attempt(`/media/pcm/${'a'.repeat(64)}`, {}),
      listening,
      isReadable,
    };
  }, studioUrl);
  expect(outcome).toEqual({
    call: 'refused',
    form: 'refused',
    media: 'refused',
    listening: 'refused',
    isReadable: false,
  });
  await stranger.close();
  await new Promise((resolve) => other.close(resolve));
});
