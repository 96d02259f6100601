import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../server/runtime/free-port.ts';
import { partPath, root } from '../harness/parts.ts';
import { waitFor } from '../harness/wait.ts';

const patience = 60_000;

/** Parent of every process that runs, by process number. */
function parents(): Map<number, number> {
  const found = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // The name in parentheses may hold blanks; state and parent follow it.
      const [state, parent] = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      if (state !== 'Z') found.set(Number(name), Number(parent));
    } catch {
      // It has ended meanwhile.
    }
  }
  return found;
}

/** A process and all that it started, and they started. */
function familyOf(pid: number): number[] {
  const all = parents();
  const family = [pid];
  for (const member of family) for (const [child, parent] of all) if (parent === member) family.push(child);
  return family;
}

const commandOf = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');

describe.runIf(process.platform === 'linux')('npm start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sipin-start-'));
  chmodSync(folder, 0o755);
  const started: ChildProcess[] = [];
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
  });

  /** As a user gives it; resolves when it says that it is ready. */
  async function start(port: number): Promise<{ child: ChildProcess; ended: Promise<number | null>; said(): string }> {
    const child = spawn(
      'npm',
      ['start', '--', '--no-open', '--no-city', '--port', String(port), '--data', join(folder, 'data')],
      {
        cwd: root,
        env: { ...process.env, SIPIN_LIVEKIT: partPath('livekit'), MEDIASOUP_WORKER_BIN: partPath('mediasoup') },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    started.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said += `${line}\n`;
      });
    }
    const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
    await waitFor('it to be ready or to end', () => /^ready http/m.test(said) || child.exitCode !== null, patience);
    return { child, ended, said: () => said };
  }
  const healthy = (port: number) =>
    waitFor(
      'all parts',
      async () => {
        const response = await fetch(`http://127.0.0.1:${port}/api/health`);
        const { parts } = (await response.json()) as { parts: Record<string, { state: string }> };
        return ['database', 'livekit', 'mediasoup'].every((part) => parts[part]?.state === 'up');
      },
      patience,
    );
  const gone = (family: readonly number[]) =>
    waitFor(
      'everything to be gone',
      () => {
        const present = parents();
        return family.every((pid) => !present.has(pid));
      },
      patience,
    );

  it.each([
    ['SIGTERM to npm', (family: readonly number[]) => process.kill(family[0] ?? 0, 'SIGTERM')],
    [
      'kill -9 of what npm runs',
      (family: readonly number[]) => {
        const bootstrap = family.find((pid) => commandOf(pid).includes('bootstrap/start.mjs') && pid !== family[0]);
        process.kill(bootstrap ?? 0, 'SIGKILL');
      },
    ],
    [
      'SIGTERM to everything at once, as an init system gives it',
      (family: readonly number[]) => {
        for (const pid of family) process.kill(pid, 'SIGTERM');
      },
    ],
  ])('leaves nothing behind after %s', async (_, end) => {
    const port = await freePort();
    const { child } = await start(port);
    await healthy(port);
    const family = familyOf(child.pid ?? 0);
    const commands = family.map(commandOf).join('\n');
    for (const part of ['server/main.ts', 'postgres', 'livekit', 'mediasoup-worker']) expect(commands).toContain(part);
    end(family);
    await gone(family);
  });

  it('says who holds the data folder, and ends with an error', async () => {
    const port = await freePort();
    const first = await start(port);
    await healthy(port);
    const family = familyOf(first.child.pid ?? 0);
    const second = await start(await freePort());
    expect(await second.ended).not.toBe(0);
    expect(second.said()).toMatch(/is held by process \d+ since .*Stop it/);
    process.kill(family[0] ?? 0, 'SIGTERM');
    await gone(family);
    rmSync(folder, { recursive: true, force: true });
  });
});
