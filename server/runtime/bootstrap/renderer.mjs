import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from './command.mjs';
import { cache, cached, intoCache, root } from './place.mjs';
import { line, StepError } from './terminal.mjs';

const dist = join(root, 'renderer', 'dist');
const stamp = '.sipin-sources';
/** Builds that are kept; older ones are removed. */
const kept = 3;

/** Builds the console's pages, unless they were built from the same sources before (here or in another clone). */
export async function renderer() {
  const hash = sourcesHash();
  if (existsSync(join(dist, stamp)) && readFileSync(join(dist, stamp), 'utf8') === hash) return;
  const part = `renderer-${hash.slice(0, 16)}`;
  if (!(await cached(part, 'index.html'))) {
    line('console pages: building');
    try {
      const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
      const config = join(root, 'renderer', 'vite.config.ts');
      await intoCache(part, 'index.html', async (folder) => {
        await run(process.env.SIPIN_NODE ?? process.execPath, [
          vite,
          'build',
          '-c',
          config,
          '--outDir',
          folder,
          '--emptyOutDir',
          '--logLevel',
          'warn',
        ]);
      });
    } catch (error) {
      throw new StepError(
        `The console's pages could not be built: ${/** @type {Error} */ (error).message}`,
        'git status; npm ci; npm start',
      );
    }
    forgetOld();
  }
  const fresh = `${dist}.${process.pid}`;
  cpSync(join(cache, part), fresh, { recursive: true });
  writeFileSync(join(fresh, stamp), hash);
  rmSync(dist, { recursive: true, force: true });
  renameSync(fresh, dist);
  line('console pages: ready');
}

function sourcesHash() {
  const hash = createHash('sha256');
  for (const folder of ['app', 'renderer', 'assets']) {
    for (const file of filesOf(join(root, folder))) {
      if (/\.test\.tsx?$/.test(file)) continue;
      hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  hash.update(readFileSync(join(root, 'package-lock.json')));
  return hash.digest('hex');
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesOf(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name.startsWith('dist') ? [] : filesOf(path);
      return [path];
    });
}

function forgetOld() {
  const builds = readdirSync(cache)
    .filter((name) => name.startsWith('renderer-'))
    .map((name) => ({ name, at: statSync(join(cache, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { name } of builds.slice(kept)) rmSync(join(cache, name), { recursive: true, force: true });
}
