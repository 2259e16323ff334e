import { defineConfig } from '@playwright/test';
import sparticuz from '@sparticuz/chromium';

// The browser comes inside an npm package; nothing is downloaded. Its own list of switches is for other surroundings
// and turns web security off, which is among the things tested here.
const executablePath = await sparticuz.executablePath();

export default defineConfig({
  testDir: 'test/e2e',
  globalSetup: './test/e2e/prepare-library.ts',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // Two cores: sound must not stutter because another test is drawing.
  workers: 1,
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
