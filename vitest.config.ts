import { defineConfig } from 'vitest/config';

// Electron has no install script: importing it would start a download. Nothing under test may.
const electronIsForbidden = { electron: new URL('./test/helpers/no-electron.ts', import.meta.url).pathname };

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: electronIsForbidden },
        test: {
          name: 'unit',
          setupFiles: ['test/helpers/property-seed.ts'],
          include: ['test/unit/**/*.test.ts', 'test/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias: electronIsForbidden },
        test: {
          name: 'integration',
          setupFiles: ['test/helpers/property-seed.ts'],
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          pool: 'forks',
        },
      },
    ],
  },
});
