import { chmodSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { cached, intoCache } from './place.mjs';
import { line, StepError } from './terminal.mjs';

const version = '24.21.0';
const least = 24;

/** Path of a Node that runs TypeScript by itself: this one when it is new enough, else one from the npm registry. */
export async function node() {
  if (Number(process.versions.node.split('.')[0]) >= least) return process.execPath;
  const system = { darwin: 'darwin', linux: 'linux', win32: 'win' }[/** @type {'linux'} */ (process.platform)];
  const file = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const part = `node-${version}`;
  const present = await cached(part, file);
  if (present) return present;
  line(`Node ${version}: this machine has ${process.versions.node}; fetching the npm package`);
  const name = `node-${system}-${process.arch}@${version}`;
  try {
    return await intoCache(part, file, async (folder) => {
      await run('npm', ['pack', '--silent', '--pack-destination', folder, name]);
      await run('tar', ['xzf', join(folder, `node-${system}-${process.arch}-${version}.tgz`), '-C', folder]);
      cpSync(join(folder, 'package', 'bin'), join(folder, 'bin'), { recursive: true });
      chmodSync(join(folder, file), 0o755);
    });
  } catch (error) {
    throw new StepError(
      `Node ${version} could not be fetched: ${/** @type {Error} */ (error).message}`,
      `install Node ${least} and put it first on the PATH`,
    );
  }
}
