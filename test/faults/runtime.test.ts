import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountContract } from '../../app/account/index.ts';
import { freePort } from '../../server/runtime/free-port.ts';
import { isAlive } from '../../server/runtime/process-table.ts';
import { Client } from '../city/client.ts';
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts';
import { waitFor } from '../harness/wait.ts';

interface Part {
  readonly state: 'up' | 'preparing' | 'down';
}

describe('the server and what it runs', () => {
  let data: string;
  let port: number;
  let server: ServerProcess | undefined;

  beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), 'sipin-runtime-'));
    chmodSync(data, 0o755);
    port = await freePort();
    server = await startServerProcess(data, port);
  });
  afterEach(async () => {
    await server?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const children = () =>
    (
      JSON.parse(readFileSync(join(data, 'children.json'), 'utf8')) as {
        name: string;
        pid: number;
        startTime: string;
      }[]
    ).sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts = async (): Promise<Record<string, Part>> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => undefined);
    return response ? ((await response.json()) as { parts: Record<string, Part> }).parts : {};
  };
  const up = () =>
    waitFor('all parts to be up', async () => {
      const now = await parts();
      return now.database?.state === 'up' && now.livekit?.state === 'up';
    });

  it('leaves nothing behind when it is stopped', async () => {
    await up();
    const started = children();
    expect(started.map(({ name }) => name)).toEqual(['database', 'livekit']);
    await server?.stop();
    for (const { pid, startTime } of started) expect(isAlive(pid, startTime)).toBe(false);
  });

  it('ends what a kill -9 has left behind, and goes on with the same data', async () => {
    await up();
    const client = await Client.redeem(server?.ready.url ?? '', server?.ready.operatorTicket ?? '', 'test');
    const left = children();
    await server?.kill();
    expect(left.some(({ pid, startTime }) => isAlive(pid, startTime))).toBe(true);
    server = await startServerProcess(data, port);
    await up();
    for (const { pid, startTime } of left) expect(isAlive(pid, startTime)).toBe(false);
    expect((await client.call(accountContract.me, {})).login).toBe('3208-operator');
  });

  it('refuses a second server on its data folder and says who holds it', async () => {
    await expect(startServerProcess(data, await freePort())).rejects.toThrow(
      new RegExp(`held by process ${server?.pid} since .*http://127.0.0.1:${port}`),
    );
    await up();
  });

  it.each(['database', 'livekit'])('brings the %s back by itself when it dies, and says so meanwhile', async (name) => {
    await up();
    const victim = children().find((child) => child.name === name);
    if (!victim) throw new Error(`no ${name}`);
    process.kill(victim.pid, 'SIGKILL');
    await waitFor('it to be said', async () => (await parts())[name]?.state !== 'up');
    await up();
    expect(children().find((child) => child.name === name)?.pid).not.toBe(victim.pid);
    const administrator = await Client.redeem(
      `http://127.0.0.1:${port}`,
      server?.ready.administratorTicket ?? '',
      'test',
    );
    expect((await administrator.call(accountContract.me, {})).role).toBe('administrator');
  });
});
