import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { node } from './node.mjs';
import { packages } from './packages.mjs';
import { root } from './place.mjs';
import { failure } from './terminal.mjs';

/** `run.mjs FILE.ts ARGS…`: makes sure of the packages and of Node 24, then runs a program of ours with it. */
try {
  await packages();
  const [file, ...args] = process.argv.slice(2);
  const child = spawn(await node(), [join(root, file ?? ''), ...args], { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
} catch (error) {
  failure(error);
  process.exit(1);
}
