import { defineConfig } from '@playwright/test';
import sparticuz from '@sparticuz/chromium';

// The browser comes inside an npm package; nothing is downloaded. Its own list of switches is for other surroundings
// and turns web security off, which is among the things tested here.
const executablePath = await sparticuz.executablePath();

/** Specs that listen to what is played, in real time. */
const SOUND = /(playback|first-run|timeline-manners|electron|built-desktop)\.spec\.ts$/;

export default defineConfig({
  testDir: 'test/e2e',
  globalSetup: './test/e2e/prepare-library.ts',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 2,
  projects: [
    { name: 'page', testIgnore: SOUND },
    // Run by `--workers 1`: sound must not stutter because another test is drawing.
    { name: 'sound', testMatch: SOUND },
  ],
  // These machines are shared, and sound is played in real time: what fails once and then holds is reported as flaky.
  retries: 1,
  forbidOnly: process.env.CI === 'true',
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en',
    trace: 'retain-on-failure',
    launchOptions: { executablePath, args: ['--no-sandbox', '--font-render-hinting=none'] },
  },
});
