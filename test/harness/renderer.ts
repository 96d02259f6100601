import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './parts.ts';

const built = join(root, 'renderer', 'dist', 'index.html');

/** Builds the renderer when a source is newer than what was built last; the browser tests open what users get. */
export function ensureRenderer(): void {
  const newest = Math.max(...['renderer', 'app'].map((folder) => newestIn(join(root, folder))));
  if (existsSync(built) && statSync(built).mtimeMs >= newest) return;
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  // In a process of its own: vitest's NODE_ENV would give React's development build.
  execFileSync(process.execPath, [vite, 'build', 'renderer', '-c', join('renderer', 'vite.config.ts')], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function newestIn(folder: string): number {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'dist' || entry.name.includes('.test.')) continue;
    const path = join(folder, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestIn(path) : statSync(path).mtimeMs);
  }
  return newest;
}
