import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = join(import.meta.dirname, '..');
const globalSetup = [join(import.meta.dirname, 'harness', 'global-postgres.ts')];
const kinds = ['integration', 'browser', 'faults', 'desktop'] as const;
const patient = { testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false } as const;

export default defineConfig({
  root,
  test: {
    root,
    projects: [
      {
        test: {
          name: 'unit',
          root,
          // A whole city is generated in some; on a busy machine that takes its time.
          testTimeout: 60_000,
          include: ['{app,server,renderer,main,test}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', ...kinds.map((kind) => `test/${kind}/**`)],
        },
      },
      ...kinds.map((kind) => ({
        test: { name: kind, root, include: [`test/${kind}/**/*.test.ts`], globalSetup, ...patient },
      })),
    ],
  },
});
