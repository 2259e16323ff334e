import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const from = (path: string): string => resolve(import.meta.dirname, path);

export default defineConfig({
  main: {
    build: {
      outDir: from('out/main'),
      rolldownOptions: {
        // Workers are files of their own beside the program, where the modules that start them look for them.
        input: {
          main: from('src-main/electron/main.ts'),
          'flite-worker': from('src-main/core/voices/flite-worker.ts'),
          'courier-worker': from('src-main/core/providers/courier-worker.ts'),
          'ingest-worker': from('src-main/core/audio/ingest-worker.ts'),
          'check-database-worker': from('src-main/core/library/check-database-worker.ts'),
          'segment-worker': from('src-main/core/export/segments/segment-worker.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: from('out/preload'),
      // A sandboxed preload can load neither ES modules nor packages: one CommonJS file with everything in it.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: from('src-preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: from('src-renderer'),
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      outDir: from('out/renderer'),
      target: 'es2022',
      minify: true,
      // Nothing is inlined: the content policy knows no data: scripts, and an audio worklet must be a file.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { index: from('src-renderer/index.html') } },
    },
  },
});
