import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [
    react(),
    // The phone page opens without a network. Only it: the console is always what the server has now.
    VitePWA({
      injectRegister: false,
      registerType: 'autoUpdate',
      manifest: {
        name: '四频 · 网格员',
        short_name: '四频',
        start_url: '/field',
        scope: '/',
        display: 'standalone',
        background_color: '#0b1118',
        theme_color: '#0b1118',
        icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' }],
      },
      workbox: {
        navigateFallback: '/index.html',
        navigateFallbackAllowlist: [/^\/field/],
        globPatterns: ['**/*.{html,js,css,svg}'],
        // Maps, cameras and rooms are the console's; a cheap phone need not fetch them.
        globIgnores: ['**/map*', '**/engine*'],
        cleanupOutdatedCaches: true,
      },
    }),
  ],
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
