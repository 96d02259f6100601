import { existsSync } from 'node:fs';
import { run } from './command.mjs';
import { line, StepError } from './terminal.mjs';

let updated = false;

/** Is this a Debian (or a child of it)? */
export const isDebian = existsSync('/etc/debian_version');

/**
 * Installs those of Debian's packages that are missing.
 * @param {readonly string[]} names
 */
export async function debianPackages(names) {
  const missing = [];
  for (const name of names) {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a format of dpkg-query
    const status = await run('dpkg-query', ['-W', '-f', '${Status}', name]).catch(() => '');
    if (!status.includes('install ok installed')) missing.push(name);
  }
  if (missing.length === 0) return;
  const [command, ...before] = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', '-n', 'apt-get'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  line(`Debian packages: installing ${missing.join(' ')}`);
  try {
    if (!updated) await run(command ?? 'apt-get', [...before, 'update', '-qq'], { env });
    updated = true;
    await run(command ?? 'apt-get', [...before, 'install', '-y', '-qq', '--no-install-recommends', ...missing], {
      env,
    });
  } catch (error) {
    throw new StepError(
      `Debian packages could not be installed: ${/** @type {Error} */ (error).message}`,
      `sudo apt-get update && sudo apt-get install -y ${missing.join(' ')}`,
    );
  }
}
