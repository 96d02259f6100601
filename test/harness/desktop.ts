import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { partPath } from './parts.ts';
import { waitFor } from './wait.ts';

/** Debian's `nobody`: root gets no sandbox, so root's tests run the window as this user. */
const nobody = 65534;
const asRoot = process.getuid?.() === 0;

/** A started desktop program. */
export interface RunningDesktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Ends it as a user does, who closes the window; resolves when the program is gone. */
  close(): Promise<void>;
}

/** A desk with a display and the built desktop program; several programs may be started on it one after the other. */
export interface Desk {
  /** Starts the program with its data in a folder of that name. */
  start(data: string, options?: { server?: string; arguments?: readonly string[] }): Promise<RunningDesktop>;
  /** Starts it once more, as by a second double click; resolves with its exit code. */
  startAgain(data: string): Promise<number | null>;
  /** Path of a file of the program's data. */
  dataPath(data: string, file: string): string;
  /** Keeps what the program kept, for who runs as another user. */
  write(data: string, file: string, text: string): void;
  stop(): Promise<void>;
}

/** Starts a display and builds the desktop program, with the sandbox of Chromium on, as a user would have it. */
export async function setUpDesk(): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'sipin-desktop-'));
  chmodSync(folder, 0o755);
  const program = join(folder, 'program');
  cpSync(partPath('desktop'), join(program, 'main', 'dist'), { recursive: true });
  writeFileSync(
    join(program, 'package.json'),
    JSON.stringify({ name: 'sipin', version: '0.1.0', main: 'main/dist/main.cjs' }),
  );
  const home = join(folder, 'home');
  makeOwn(home);
  const command = executable(folder, partPath('electron'));
  const display = await startDisplay();
  const running = new Set<ElectronApplication>();
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    DISPLAY: display.name,
    LANG: 'zh_CN.UTF-8',
    LANGUAGE: 'zh_CN',
  };
  const argumentsFor = (data: string) => [
    '--disable-quic',
    '--lang=zh-CN',
    '--use-fake-device-for-media-stream',
    `--data=${join(home, data)}`,
    program,
  ];
  return {
    async start(data, options = {}) {
      const app = await _electron.launch({
        executablePath: command,
        chromiumSandbox: true,
        args: [
          ...(options.server === undefined ? [] : [`--server=${options.server}`]),
          ...(options.arguments ?? []),
          ...argumentsFor(data),
        ],
        env,
        timeout: 60_000,
      });
      running.add(app);
      const page = await app.firstWindow();
      return {
        app,
        page,
        async close() {
          const gone = app.waitForEvent('close');
          await app.evaluate(({ BrowserWindow }) => {
            for (const window of BrowserWindow.getAllWindows()) window.close();
          });
          await gone;
          running.delete(app);
        },
      };
    },
    startAgain(data) {
      return new Promise((resolve, reject) => {
        const child = spawn(command, argumentsFor(data), { env, stdio: 'ignore' });
        child.once('error', reject);
        child.once('exit', resolve);
      });
    },
    dataPath: (data, file) => join(home, data, file),
    write(data, file, text) {
      makeOwn(join(home, data));
      const path = join(home, data, file);
      writeFileSync(path, text);
      if (asRoot) chownSync(path, nobody, nobody);
    },
    async stop() {
      for (const app of running) await app.close();
      await display.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function makeOwn(folder: string): void {
  mkdirSync(folder, { recursive: true });
  if (asRoot) chownSync(folder, nobody, nobody);
}

/** Electron's program; for root, a copy that others may read, and a command that runs it as nobody. */
function executable(folder: string, dist: string): string {
  if (!asRoot) return join(dist, 'electron');
  const copy = join(folder, 'electron');
  cpSync(dist, copy, { recursive: true });
  execFileSync('chmod', ['-R', 'a+rX', copy]);
  const command = join(folder, 'electron-as-nobody');
  const user = `--reuid=${nobody} --regid=${nobody} --clear-groups`;
  writeFileSync(command, `#!/bin/sh\nexec setpriv ${user} '${join(copy, 'electron')}' "$@"\n`, { mode: 0o755 });
  return command;
}

/** A display in memory, on the first number that is free. */
async function startDisplay(): Promise<{ readonly name: string; stop(): Promise<void> }> {
  const child: ChildProcess = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-noreset'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  let told = '';
  let failed: Error | undefined;
  child.once('error', (error) => {
    failed = error;
  });
  child.stdio[3]?.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const number = await waitFor('the display', () => {
    if (failed) throw failed;
    return /^(\d+)\n/.exec(told)?.[1];
  });
  return {
    name: `:${number}`,
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
