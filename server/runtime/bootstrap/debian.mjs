import { existsSync } from 'node:fs';
import { run } from './command.mjs';
import { line, StepError } from './terminal.mjs';

let updated = false;
/** Parts are prepared side by side, but only one apt-get may run at a time. */
let turn = Promise.resolve();
/** How often, and for how long at most, another program's apt-get is waited for. */
const busy = { milliseconds: 2_000, tries: 150 };

/** Is this a Debian (or a child of it)? */
export const isDebian = existsSync('/etc/debian_version');

/**
 * Installs those of Debian's packages that are missing, one call after the other.
 * @param {readonly string[]} names
 * @returns {Promise<void>}
 */
export function debianPackages(names) {
  const own = turn.then(() => install(names));
  turn = own.catch(() => undefined);
  return own;
}

/**
 * Runs apt-get; while another program holds its lock (a machine that updates itself), waits and tries again.
 * @param {readonly string[]} args
 */
async function aptGet(args) {
  const [command = 'apt-get', ...before] = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', '-n', 'apt-get'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (let attempt = 1; ; attempt += 1) {
    try {
      await run(command, [...before, ...args], { env });
      return;
    } catch (error) {
      const locked = /Could not get lock|Unable to (lock|acquire)/.test(/** @type {Error} */ (error).message);
      if (!locked || attempt >= busy.tries) throw error;
      if (attempt === 1) line('Debian packages: waiting for another apt-get to end');
      await new Promise((resolve) => setTimeout(resolve, busy.milliseconds));
    }
  }
}

/** @param {readonly string[]} names */
async function install(names) {
  const missing = [];
  for (const name of names) {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a format of dpkg-query
    const status = await run('dpkg-query', ['-W', '-f', '${Status}', name]).catch(() => '');
    if (!status.includes('install ok installed')) missing.push(name);
  }
  if (missing.length === 0) return;
  line(`Debian packages: installing ${missing.join(' ')}`);
  try {
    if (!updated) await aptGet(['update', '-qq']);
    updated = true;
    await aptGet(['install', '-y', '-qq', '--no-install-recommends', ...missing]);
  } catch (error) {
    throw new StepError(
      `Debian packages could not be installed: ${/** @type {Error} */ (error).message}`,
      `sudo apt-get update && sudo apt-get install -y ${missing.join(' ')}`,
    );
  }
}
