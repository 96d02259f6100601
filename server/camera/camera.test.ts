import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Continuity } from './continuity.ts';
import type { Frame } from './h264/frames.ts';
import { profileOf } from './media.ts';
import { CameraNetworks } from './networks.ts';
import { Pictures } from './pictures.ts';
import { Stills } from './stills.ts';
import { Vault } from './vault.ts';
import { Views } from './views.ts';

const frame = (key: boolean, rtp: number, bytes = 10): Frame => ({ key, rtp, at: 0, data: Buffer.alloc(bytes) });

describe('networks', () => {
  const networks = new CameraNetworks();
  networks.set([
    { network: '10.32.0.0/16', ports: [554, 556] },
    { network: '192.168.7.9/32', ports: [8_554, 8_554] },
  ]);
  it.each([
    ['rtsp://10.32.255.1/1', true],
    ['rtsp://10.32.255.1:556/1', true],
    ['rtsp://10.32.255.1:557/1', false],
    ['rtsp://10.33.0.1/1', false],
    ['rtsp://192.168.7.9:8554/a?b=c', true],
    ['rtsp://192.168.7.9/a', false],
    ['rtsp://127.0.0.1/1', false],
    ['rtsp://[::1]/1', true],
    ['rtsp://camera.example:555/1', true],
    ['rtsp://camera.example:22/1', false],
  ])('%s may be registered: %s', (address, may) => expect(networks.mayRegister(address)).toBe(may));

  it.each(['rtsp://127.0.0.1:554/1', 'rtsp://localhost:555/1', 'rtsp://0.0.0.0:554/'])(
    'no connection is made to %s',
    async (address) =>
      expect(networks.connect(address, new AbortController().signal)).rejects.toMatchObject({
        failure: expect.stringMatching(/not-allowed|unreachable/),
      }),
  );
});

describe('the vault', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sipin-vault-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const secret = { user: '管理员', password: 'p"w\\' };

  it('opens what it sealed, also after a restart, and for that camera only', () => {
    const sealed = new Vault(folder).seal(secret, 'C-1');
    expect(new Vault(folder).open(sealed, 'C-1')).toEqual(secret);
    expect(() => new Vault(folder).open(sealed, 'C-2')).toThrow();
    expect(sealed.toString('latin1')).not.toContain('p"w');
  });

  it('opens nothing that was sealed elsewhere', () => {
    const other = mkdtempSync(join(tmpdir(), 'sipin-vault-'));
    const sealed = new Vault(other).seal(secret, 'C-1');
    expect(() => new Vault(folder).open(sealed, 'C-1')).toThrow();
    rmSync(other, { recursive: true });
  });
});

describe('the pictures since the last key frame', () => {
  it('begin with a key frame and take nothing that cannot be decoded', () => {
    const pictures = new Pictures();
    expect(pictures.push(frame(false, 1))).toBe(false);
    expect(pictures.push(frame(true, 2))).toBe(true);
    expect(pictures.push(frame(false, 3))).toBe(true);
    expect(pictures.frames.map(({ rtp }) => rtp)).toEqual([2, 3]);
    pictures.lost();
    expect(pictures.push(frame(false, 4))).toBe(false);
    expect(pictures.gap).toBe(true);
    pictures.push(frame(true, 5));
    expect(pictures.frames.map(({ rtp }) => rtp)).toEqual([5]);
    expect(pictures.gap).toBe(false);
  });

  it('are the key frame alone when too much has come since', () => {
    const pictures = new Pictures();
    pictures.push(frame(true, 0));
    for (let rtp = 1; rtp < 3_000; rtp += 1) expect(pictures.push(frame(false, rtp, 8_000))).toBe(true);
    expect(pictures.frames.map(({ rtp }) => rtp)).toEqual([0]);
    expect(pictures.gap).toBe(true);
  });
});

describe('stills', () => {
  it('are bounded: the oldest go first', () => {
    const stills = new Stills();
    for (let index = 0; index < 100; index += 1) {
      stills.put(`c${index}`, { codec: 'avc1.42c01e', frame: frame(true, index, 1_000_000) });
    }
    expect(stills.get('c0')).toBeUndefined();
    expect(stills.get('c99')?.frame.rtp).toBe(99);
    stills.remove('c99');
    expect(stills.get('c99')).toBeUndefined();
  });
});

describe('a stream over reconnections', () => {
  it('is numbered on, and its time goes on with the clock', () => {
    const continuity = new Continuity();
    const packet = { payloadType: 96, marker: true, ssrc: 1, payload: Buffer.alloc(1) };
    continuity.begin();
    expect(continuity.carry({ ...packet, sequence: 65_535, timestamp: 0xffff_ff00 }, 1_000)).toMatchObject({
      sequence: 65_535,
      timestamp: 0xffff_ff00,
    });
    continuity.begin();
    expect(continuity.carry({ ...packet, sequence: 7, timestamp: 5 }, 3_000)).toMatchObject({
      sequence: 0,
      timestamp: (0xffff_ff00 + 180_000) >>> 0,
    });
    expect(continuity.carry({ ...packet, sequence: 8, timestamp: 95 }, 3_001)).toMatchObject({ sequence: 1 });
  });
});

describe('profiles', () => {
  it.each([
    ['avc1.42c01e', '42e01f'],
    ['avc1.42001e', '42001f'],
    ['avc1.4d401f', '4d001f'],
    ['avc1.640028', '64001f'],
    ['avc1.f40028', '42001f'],
  ])('%s goes under %s', (codec, profile) => expect(profileOf(codec)).toBe(profile));
});

describe('views', () => {
  const actor = { accountId: 'a', sessionId: 's', name: 'n', role: 'operator', area: '3208' } as const;

  it('belong to the device that opened them', () => {
    const views = new Views();
    const { id } = views.open(actor, 'c', () => false);
    expect(views.require(id, 's')).toMatchObject({ camera: 'c', area: '3208' });
    expect(() => views.require(id, 'other')).toThrow('camera.view-unknown');
    views.close(id);
    expect(() => views.require(id, 's')).toThrow('camera.view-unknown');
  });

  it('are bounded for each device: unused ones give way, watched ones do not', () => {
    const views = new Views();
    const first = views.open(actor, 'c', () => false);
    for (let index = 0; index < 64; index += 1) views.open(actor, 'c', () => false);
    expect(() => views.require(first.id, 's')).toThrow('camera.view-unknown');
    expect(() => views.open(actor, 'c', () => true)).toThrow('camera.too-many-views');
  });
});
