import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './command.mjs';
import { debianPackages, isDebian } from './debian.mjs';
import { cached, intoCache, root } from './place.mjs';
import { StepError } from './terminal.mjs';

const version = '3.27.1';
const program = process.platform === 'win32' ? 'mediasoup-worker.exe' : 'mediasoup-worker';
const script = join(dirname(fileURLToPath(import.meta.url)), 'build-mediasoup-worker.sh');

/** What the build needs of Debian. */
const needed = [
  'g++',
  'meson',
  'ninja-build',
  'pkg-config',
  'libuv1-dev',
  'libssl-dev',
  'libsrtp2-dev',
  'libabsl-dev',
  'libflatbuffers-dev',
  'flatbuffers-compiler',
];

/**
 * The mediasoup worker: configured, in the cache, else the package's own official download, or on Debian our build of
 * the package's source against Debian's libraries (6 to 9 minutes on two cores).
 * @param {(progress: number, step: string) => void} progress
 * @returns {Promise<string>}
 */
export async function mediasoupWorker(progress) {
  if (process.env.MEDIASOUP_WORKER_BIN) return process.env.MEDIASOUP_WORKER_BIN;
  const part = `mediasoup-worker-${version}`;
  const present = await cached(part, program);
  if (present) return present;
  try {
    return await intoCache(part, program, (folder) =>
      isDebian ? build(folder, progress) : official(folder, progress),
    );
  } catch (error) {
    throw new StepError(
      `The mediasoup worker ${version} could not be prepared: ${/** @type {Error} */ (error).message}`,
      'put a worker of this version in place and set MEDIASOUP_WORKER_BIN to its path, then start again',
    );
  }
}

/**
 * @param {string} folder
 * @param {(progress: number, step: string) => void} progress
 */
async function build(folder, progress) {
  progress(0.02, 'packages');
  await debianPackages(needed);
  progress(0.05, 'configure');
  await run('bash', [script, version, join(folder, 'work'), String(cpus().length)], {
    onLine: (text) => {
      // Ninja counts its steps: "[53/261] Compiling …".
      const [, done, all] = /^\[(\d+)\/(\d+)\]/.exec(text) ?? [];
      if (done && all) progress(0.05 + (0.94 * Number(done)) / Number(all), `${done}/${all}`);
    },
  });
  cpSync(join(folder, 'work', program), join(folder, program));
  rmSync(join(folder, 'work'), { recursive: true, force: true });
}

/**
 * @param {string} folder
 * @param {(progress: number, step: string) => void} progress
 */
async function official(folder, progress) {
  progress(0.1, 'download');
  const home = join(root, 'node_modules', 'mediasoup');
  await run(process.execPath, ['npm-scripts.mjs', 'postinstall'], { cwd: home });
  const made = join(home, 'worker', 'out', 'Release', program);
  if (!existsSync(made)) throw new Error('the package made no worker');
  mkdirSync(folder, { recursive: true });
  cpSync(made, join(folder, program));
}
