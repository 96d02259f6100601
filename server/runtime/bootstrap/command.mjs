import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Runs a command to its end. The lines that it prints go to `onLine`; when it fails, the last of them are in the error.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} [options]
 * @returns {Promise<string>} all that it printed to standard output
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && !command.endsWith('.exe'),
    });
    let output = '';
    /** @type {string[]} */
    const last = [];
    /** @param {Buffer} chunk */
    const onData = (chunk) => {
      for (const text of chunk.toString().split('\n')) {
        if (text.trim() === '') continue;
        last.push(text);
        if (last.length > 15) last.shift();
        options.onLine?.(text);
      }
    };
    child.stdout.on('data', (chunk) => {
      if (output.length < 10_000_000) output += chunk;
      onData(chunk);
    });
    child.stderr.on('data', onData);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${args[0] ?? ''} ended with ${code}:\n${last.join('\n')}`));
    });
  });
}

/**
 * The full path of a program on the PATH; undefined when it is not there.
 * @param {string} name
 */
export function onPath(name) {
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const each of names) {
      try {
        accessSync(join(folder, each), constants.X_OK);
        return join(folder, each);
      } catch {
        // not in this folder
      }
    }
  }
  return undefined;
}
