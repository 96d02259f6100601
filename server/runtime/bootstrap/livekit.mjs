import { chmodSync, cpSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { onPath, run } from './command.mjs';
import { download } from './download.mjs';
import { cached, hashOf, intoCache } from './place.mjs';
import { StepError } from './terminal.mjs';

const version = '1.13.5';
const program = process.platform === 'win32' ? 'livekit-server.exe' : 'livekit-server';
const source = 'github.com/livekit/livekit-server/cmd/server';

/**
 * LiveKit's server: configured, on the PATH in this version, in the cache, else the official release, else built by Go.
 * @param {(progress: number, step: string) => void} progress
 * @returns {Promise<string>}
 */
export async function livekit(progress) {
  if (process.env.SIPIN_LIVEKIT) return process.env.SIPIN_LIVEKIT;
  const installed = onPath('livekit-server');
  if (installed && (await run(installed, ['--version']).catch(() => '')).includes(version)) return installed;
  const part = `livekit-${version}`;
  const present = await cached(part, program);
  if (present) return present;
  try {
    progress(0.05, 'download');
    return await intoCache(part, program, fetchRelease);
  } catch (releaseError) {
    const go = onPath('go');
    if (!go) {
      throw new StepError(
        `LiveKit ${version} could not be downloaded (${/** @type {Error} */ (releaseError).message}) and there is no Go to build it.`,
        `install Go (apt-get install golang-go), or LiveKit ${version} on the PATH, or set LIVEKIT_URL`,
      );
    }
    progress(0.1, 'go install');
    return intoCache(part, program, async (folder) => {
      const env = { ...process.env, GOBIN: folder, GOFLAGS: '-trimpath' };
      await run(go, ['install', `${source}@v${version}`], { env });
      renameSync(join(folder, process.platform === 'win32' ? 'server.exe' : 'server'), join(folder, program));
    });
  }
}

/**
 * The official release, checked against the checksums that are published beside it.
 * @param {string} folder
 */
async function fetchRelease(folder) {
  const system = { darwin: 'darwin', linux: 'linux', win32: 'windows' }[/** @type {'linux'} */ (process.platform)];
  const machine = { x64: 'amd64', arm64: 'arm64' }[/** @type {'x64'} */ (process.arch)];
  const extension = process.platform === 'win32' ? 'zip' : 'tar.gz';
  const name = `livekit_${version}_${system}_${machine}.${extension}`;
  const base = `https://github.com/livekit/livekit/releases/download/v${version}`;
  mkdirSync(join(folder, 'release'));
  await download(`${base}/${name}`, join(folder, 'release', name));
  await download(`${base}/checksums.txt`, join(folder, 'release', 'checksums.txt'));
  const wanted = readFileSync(join(folder, 'release', 'checksums.txt'), 'utf8')
    .split('\n')
    .find((text) => text.trim().endsWith(name))
    ?.split(/\s+/)[0];
  if (!wanted || wanted !== (await hashOf(join(folder, 'release', name)))) {
    throw new Error(`the checksum of ${name} does not fit`);
  }
  await run('tar', ['xf', join(folder, 'release', name), '-C', join(folder, 'release')]);
  cpSync(join(folder, 'release', program), join(folder, program));
  chmodSync(join(folder, program), 0o755);
}
