import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './command.mjs';
import { bundleDesktop } from './desktop-bundle.mjs';
import { node } from './node.mjs';
import { packages } from './packages.mjs';
import { cache, root } from './place.mjs';
import { failure, line, StepError } from './terminal.mjs';
import { electron } from './test-parts.mjs';

/** `npm run desktop [-- --server URL] [--data DIR] [--bundle-only]`: the console in a window of its own. */
const { values } = parseArgs({
  options: {
    server: { type: 'string' },
    data: { type: 'string' },
    'bundle-only': { type: 'boolean', default: false },
  },
});

/** The `dist` folder of Electron: a given one, the official one, else (with a warning) the one for tests. */
async function findElectron() {
  const folder = join(root, 'node_modules', 'electron');
  if (!process.env.ELECTRON_OVERRIDE_DIST_PATH && !existsSync(join(folder, 'dist', 'version'))) {
    line('Electron: downloading the official one');
    try {
      await run(await node(), [join(folder, 'install.js')]);
      line('Electron: downloaded');
    } catch (error) {
      const reason =
        /** @type {Error} */ (error).message.split('\n').find((text) => /Error|ENOTFOUND/.test(text)) ?? '';
      line(`Electron: the official one could not be downloaded. ${reason.trim()}`);
      if (process.platform !== 'linux' || process.arch !== 'x64') {
        throw new StepError(
          'There is no Electron here.',
          'node node_modules/electron/install.js (needs github.com, or ELECTRON_MIRROR), or set ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron',
        );
      }
    }
  }
  const dist = await electron();
  if (dist.startsWith(cache)) {
    line(
      'WARNING: this is an old Electron for tests on closed networks. Do not use it with real data, and do not ship it.',
    );
  }
  return dist;
}

const programs = /** @type {Record<string, string>} */ ({
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
});

try {
  await packages();
  await bundleDesktop();
  line('desktop window: built');
  if (!values['bundle-only']) {
    if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
      throw new StepError('There is no display here.', 'run it in a desktop session, or: xvfb-run npm run desktop');
    }
    const dist = await findElectron();
    const args = [root];
    if (values.server !== undefined) args.push(`--server=${values.server}`);
    if (values.data !== undefined) args.push(`--data=${values.data}`);
    if (process.getuid?.() === 0) {
      line('WARNING: root has no sandbox in Electron. Run the desktop window as another user.');
      args.unshift('--no-sandbox');
    }
    const child = spawn(join(dist, programs[process.platform] ?? 'electron'), args, { stdio: 'inherit' });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => {
      failure(error);
      process.exit(1);
    });
    child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
  }
} catch (error) {
  failure(error);
  process.exit(1);
}
