import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './place.mjs';
import { StepError } from './terminal.mjs';

/** What the oldest Electron that is tested has: Chromium 130 and Node 20.18. */
const oldest = { page: 'chrome130', program: 'node20.18' };

/**
 * Bundles the desktop window: its program, its preload script and its own page.
 * @param {string} [folder]
 * @returns {Promise<string>} the folder
 */
export async function bundleDesktop(folder = join(root, 'main', 'dist')) {
  const source = join(root, 'main');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  /** @type {import('esbuild').BuildOptions} */
  const common = { bundle: true, minify: true, legalComments: 'linked', logLevel: 'silent' };
  try {
    const { build } = await import('esbuild');
    await Promise.all([
      build({
        ...common,
        entryPoints: [join(source, 'main.ts')],
        outfile: join(folder, 'main.cjs'),
        platform: 'node',
        format: 'cjs',
        target: oldest.program,
        external: ['electron'],
        define: { 'import.meta.dirname': '__dirname' },
      }),
      build({
        ...common,
        entryPoints: [join(source, 'preload.ts')],
        outfile: join(folder, 'preload.cjs'),
        platform: 'node',
        format: 'cjs',
        target: oldest.page,
        external: ['electron'],
      }),
      build({
        ...common,
        entryPoints: [join(source, 'page', 'page.ts')],
        outfile: join(folder, 'page.js'),
        platform: 'browser',
        format: 'esm',
        target: oldest.page,
      }),
    ]);
  } catch (error) {
    throw new StepError(
      `The desktop window could not be built: ${/** @type {Error} */ (error).message}`,
      'git status; npm ci; npm run desktop',
    );
  }
  for (const name of ['page.html', 'page.css']) cpSync(join(source, 'page', name), join(folder, name));
  cpSync(join(source, 'icon.png'), join(folder, 'icon.png'));
  return folder;
}
