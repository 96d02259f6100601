import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadyMessage } from '../../server/runtime/part-messages.ts';
import { partPath, root } from './parts.ts';

/** A server in a process of its own, as `npm start` runs it, that can be killed. */
export interface ServerProcess {
  readonly ready: ReadyMessage;
  readonly pid: number;
  /** Process number of its PostgreSQL. */
  databasePid(): number;
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
  /** Stops it as an administrator would. */
  stop(): Promise<void>;
}

/** Starts the server on a data folder and a port; resolves when it says that it is ready. */
export function startServerProcess(data: string, port: number): Promise<ServerProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'server', 'main.ts'), '--port', String(port), '--data', data], {
      env: {
        ...process.env,
        SIPIN_LOG: process.env.SIPIN_LOG ?? 'silent',
        SIPIN_POSTGRES: partPath('postgres'),
        SIPIN_LIVEKIT: partPath('livekit'),
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    child.on('message', (message: ReadyMessage | { type: 'failed'; reason: string }) => {
      if (message.type === 'failed') reject(new Error(message.reason));
      else resolve(handle(child, gone, message, data));
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}

function handle(child: ChildProcess, gone: Promise<void>, ready: ReadyMessage, data: string): ServerProcess {
  return {
    ready,
    pid: child.pid ?? 0,
    databasePid: () => Number(readFileSync(join(data, 'database', 'postmaster.pid'), 'utf8').split('\n')[0]),
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await gone;
    },
  };
}
