import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onPath, run } from './command.mjs';
import { debianPackages, isDebian } from './debian.mjs';
import { cache, cached, intoCache, root } from './place.mjs';
import { StepError } from './terminal.mjs';

const electronVersion = '33.2.1';
const electronLibraries = [
  'xvfb',
  'unzip',
  'libgtk-3-0',
  'libnss3',
  'libnspr4',
  'libatk-bridge2.0-0',
  'libcups2',
  'libdrm2',
  'libgbm1',
  'libasound2',
  'libxkbcommon0',
  'libxcomposite1',
  'libxdamage1',
  'libxrandr2',
  'libxshmfence1',
  'libsecret-1-0',
  'libnotify4',
];

/**
 * Chromium and fonts, for the browser tests.
 * @returns {Promise<string>} path of the browser
 */
export async function chromium() {
  if (process.env.SIPIN_CHROMIUM) return process.env.SIPIN_CHROMIUM;
  if (isDebian) await debianPackages(['chromium', 'fonts-noto-cjk', 'fonts-dejavu-core']);
  const found = onPath('chromium') ?? onPath('google-chrome') ?? onPath('chrome');
  if (!found)
    throw new StepError('There is no Chromium for the browser tests.', 'install Chromium, or set SIPIN_CHROMIUM to it');
  return found;
}

/**
 * An RTSP server that is not ours, for the tests of the cameras.
 * @returns {Promise<string>} its path
 */
export async function rtspServer() {
  const name = 'rtsp-server-perl';
  const present = process.env.SIPIN_RTSP_SERVER ?? onPath(name);
  if (present) return present;
  if (isDebian) await debianPackages([name]);
  const found = onPath(name);
  if (!found)
    throw new StepError(
      'There is no foreign RTSP server for the tests of the cameras.',
      `install ${name} (Perl's RTSP::Server), or set SIPIN_RTSP_SERVER to it`,
    );
  return found;
}

/**
 * An Electron to run the desktop test in: the given one, the official one where npm could download it, else a real
 * Electron 33 made from an npm package (for tests on closed networks only; it is never shipped).
 * @returns {Promise<string>} the `dist` folder
 */
export async function electron() {
  if (isDebian) await debianPackages(electronLibraries);
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const official = join(root, 'node_modules', 'electron', 'dist');
  if (existsSync(join(official, 'version'))) return official;
  const part = `electron-${electronVersion}`;
  if (!(await cached(part, 'dist/electron'))) {
    const script = join(root, 'server', 'runtime', 'bootstrap', 'get-electron.sh');
    await intoCache(part, 'dist/electron', async (folder) => {
      await run('bash', [script, join(folder, 'dist')]);
    });
  }
  return join(cache, part, 'dist');
}
