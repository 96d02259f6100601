import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: {
    outDir: join(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    // Chromium 130 is the oldest that is tested (the desktop test's Electron).
    target: 'chrome120',
    chunkSizeWarningLimit: 2_500,
    reportCompressedSize: false,
    sourcemap: false,
  },
  worker: { format: 'es' },
});
