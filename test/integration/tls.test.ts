import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownTls } from '../../server/runtime/tls.ts';

describe('the own certificate authority', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sipin-tls-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const ask = (port: number, options: { ca?: string; servername?: string }) =>
    new Promise<string>((resolve) => {
      get({ host: '127.0.0.1', port, path: '/', agent: false, ...options }, (response) => {
        response.resume();
        response.on('end', () => resolve('trusted'));
      }).on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });

  it('makes certificates that clients with its root trust, for its names only, and others do not', async () => {
    const tls = await ownTls(folder, ['sipin.example', '127.0.0.1']);
    const server = createServer({ cert: tls.cert, key: tls.key }, (_, response) => response.end('ok'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const ca = tls.root ?? '';
    expect(await ask(port, { ca })).toBe('trusted');
    expect(await ask(port, { ca, servername: 'sipin.example' })).toBe('trusted');
    expect(await ask(port, { ca, servername: 'another.example' })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(await ask(port, {})).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    await new Promise((resolve) => server.close(resolve));
  });

  it('stays the same over restarts, with a new certificate for new names', async () => {
    const first = await ownTls(folder, ['sipin.example', '127.0.0.1']);
    const again = await ownTls(folder, ['sipin.example', '127.0.0.1']);
    expect(again).toEqual(first);
    const renamed = await ownTls(folder, ['other.example']);
    expect(renamed.root).toBe(first.root);
    expect(renamed.cert).not.toBe(first.cert);
  });

  it('keeps its keys to the owner', () => {
    for (const file of ['authority.key', 'server.key']) expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
  });
});
