import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areaContract } from '../../app/area/index.ts';
import { cameraContract } from '../../app/camera/index.ts';
import { startCameras } from '../city/cameras/city-cameras.ts';
import { CameraServer } from '../city/cameras/rtsp-server.ts';
import { makeCity } from '../city/grids.ts';
import { readCitySource } from '../city/source.ts';
import { startForeignRtsp } from '../harness/foreign-rtsp.ts';
import { partPath } from '../harness/parts.ts';
import { type Played, playRtsp } from '../harness/play-rtsp.ts';
import { startTestServer } from '../harness/server.ts';
import { waitFor } from '../harness/wait.ts';
import { CameraWatcher } from '../harness/watcher.ts';

const frames = 20;
const credentials = { user: 'viewer', password: 'p@ss word' };

/** Plays a camera with a name and a password. */
const play = (address: string, transport: 'tcp' | 'udp', who = credentials) =>
  playRtsp(address, { transport, frames, credentials: who });

/** Every picture has a stamp of the time in which it was played, and each is later than the one before. */
function expectLive({ code, clocks, said }: Played, since: number): void {
  expect(said).toBe('');
  expect(code).toBe(0);
  expect(clocks).toHaveLength(frames);
  let last = since - 1;
  for (const clock of clocks) {
    expect(clock).toBeGreaterThan(last);
    last = clock ?? 0;
  }
  expect(last).toBeLessThanOrEqual(Date.now());
}

/** Sends requests as they are and gives everything that comes back until the other side closes or `enough` is in it. */
function converse(port: number, text: string, enough: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (enough.test(answer)) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

describe('the simulated cameras', () => {
  let server: CameraServer;
  beforeAll(async () => {
    server = await CameraServer.start({
      ffmpeg: partPath('ffmpeg'),
      cameras: [
        { number: 1, credentials },
        { number: 2, credentials, qop: true },
        { number: 3 },
        { number: 4, credentials },
      ],
    });
  });
  afterAll(() => server.stop());
  const idle = (number: number) =>
    waitFor(`camera ${number} to rest`, () => !server.stateOf(number).encoding && server.stateOf(number).players === 0);

  it.each([
    ['tcp', 1, 'RFC 2069'],
    ['udp', 1, 'RFC 2069'],
    ['tcp', 2, 'RFC 7616'],
    ['udp', 2, 'RFC 7616'],
  ] as const)('play over %s, camera %d with a password as of %s, and rest afterwards', async (transport, number, _) => {
    const since = Date.now();
    expectLive(await play(server.addressOf(number), transport), since);
    await idle(number);
  });

  it('refuse another password and an unknown path', async () => {
    const wrong = await play(server.addressOf(1), 'tcp', { ...credentials, password: 'wrong' });
    expect(wrong.said).toContain('401');
    expect(wrong.clocks).toEqual([]);
    const missing = await play(server.addressOf(99), 'tcp');
    expect(missing.said).toContain('404');
    expect(server.stateOf(1).encoding).toBe(false);
  });

  it('serve several players from one encoder', async () => {
    const since = Date.now();
    const both = [play(server.addressOf(4), 'tcp'), play(server.addressOf(4), 'udp')];
    await waitFor('both to play', () => server.stateOf(4).players === 2);
    const [first, second] = await Promise.all(both);
    if (!first || !second) throw new Error('nothing was played');
    expectLive(first, since);
    expectLive(second, since);
    // The very same pictures: two encoders would have drawn theirs at other times.
    const shared = first.clocks.filter((clock) => second.clocks.includes(clock));
    expect(shared.length).toBeGreaterThan(0);
    await idle(4);
  });

  it('play units of any size, parameter sets in the SDP only or in the stream only, and a foreign source', async () => {
    for (const [transport, ...faults] of [
      ['tcp', 'large-packets', 'bare'],
      ['tcp', 'undescribed'],
      ['udp', 'foreign-source'],
    ] as const) {
      server.setFaults(3, ...faults);
      const since = Date.now();
      const played = await play(server.addressOf(3), transport);
      expectLive(played, since);
    }
    server.setFaults(3);
  });

  it('answer what they do not do with the codes for it', async () => {
    const { port } = server;
    const uri = server.addressOf(3);
    const ask = (method: string, headers = '') =>
      converse(port, `${method} ${uri} RTSP/1.0\r\nCSeq: 7\r\n${headers}\r\n`, /\r\n\r\n/);
    expect(await ask('OPTIONS')).toMatch(/^RTSP\/1\.0 200 OK\r\nCSeq: 7\r\n[\s\S]*GET_PARAMETER/);
    expect(await ask('PLAY', 'Session: 12\r\n')).toMatch(/^RTSP\/1\.0 454 /);
    expect(await ask('SETUP', 'Transport: RTP/AVP;multicast\r\n')).toMatch(/^RTSP\/1\.0 461 /);
    expect(await ask('RECORD')).toMatch(/^RTSP\/1\.0 501 /);
    expect(await converse(port, 'GET / HTTP/1.1\r\n\r\n', /\r\n\r\n/)).toMatch(/^RTSP\/1\.0 400 /);
    server.setFaults(3, 'h265');
    expect(await ask('DESCRIBE', 'Accept: application/sdp\r\n')).toContain('H265/90000');
    server.setFaults(3, 'redirect');
    expect(await ask('DESCRIBE')).toMatch(/^RTSP\/1\.0 302 [\s\S]*Location: rtsp:\/\/192\.0\.2\.1/);
    server.setFaults(3, 'garbage');
    expect(await converse(port, `OPTIONS ${uri} RTSP/1.0\r\nCSeq: 1\r\n\r\n`, /[\s\S]{100}/)).not.toContain('RTSP/1.0');
    server.setFaults(3, 'dead');
    expect(await ask('DESCRIBE')).toBe('');
    server.setFaults(3);
  });

  it('go dark with all their players, and come back at the same address', async () => {
    const address = server.addressOf(1);
    const cut = play(address, 'tcp');
    await waitFor('it to play', () => server.stateOf(1).players === 1);
    await server.silence();
    expect((await cut).clocks.length).toBeLessThan(frames);
    expect((await play(address, 'tcp')).said).toContain('refused');
    await server.listen();
    const since = Date.now();
    expectLive(await play(address, 'tcp'), since);
  });

  it('end a session that shows no sign of life', async () => {
    const impatient = await CameraServer.start({
      ffmpeg: partPath('ffmpeg'),
      cameras: [{ number: 1 }],
      timeoutSeconds: 1,
    });
    try {
      const uri = impatient.addressOf(1);
      const socket = connect(impatient.port, '127.0.0.1');
      let said = '';
      socket.on('data', (data) => {
        said += data.toString('latin1');
      });
      socket.write(`SETUP ${uri}/track1 RTSP/1.0\r\nCSeq: 1\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n`);
      const session = await waitFor('a session', () => /Session: (\d+);timeout=1/.exec(said)?.[1]);
      socket.write(`PLAY ${uri} RTSP/1.0\r\nCSeq: 2\r\nSession: ${session}\r\n\r\n`);
      await waitFor('it to play', () => impatient.stateOf(1).players === 1);
      await waitFor('it to be ended', () => impatient.stateOf(1).players === 0);
      socket.write(`GET_PARAMETER ${uri} RTSP/1.0\r\nCSeq: 3\r\nSession: ${session}\r\n\r\n`);
      await waitFor('an answer', () => said.includes('454 Session Not Found'));
      socket.destroy();
    } finally {
      await impatient.stop();
    }
  });
});

describe('an RTSP server that is not ours', () => {
  it('plays pictures with the same stamp', async () => {
    const foreign = await startForeignRtsp();
    try {
      const since = Date.now();
      const { clocks } = await playRtsp(foreign.address, { transport: 'udp', frames });
      const read = clocks.filter((clock) => clock !== undefined);
      // The first picture may be broken: a player comes in between two key frames.
      expect(read.length).toBeGreaterThan(frames / 2);
      expect(read).toEqual(read.toSorted((a, b) => a - b));
      expect(read.at(-1)).toBeGreaterThan(since);
      expect(read.at(-1)).toBeLessThanOrEqual(Date.now());
    } finally {
      await foreign.stop();
    }
  });
});

describe('the cameras of a city', () => {
  it('are registered where the server reaches them, and again with new addresses and passwords', async () => {
    const server = await startTestServer();
    try {
      const { client } = await server.signIn('administrator', '3208');
      const areas = makeCity(readCitySource(), 1).filter(({ level }) => level === 'city' || level === 'county');
      await client.call(areaContract.importAreas, {
        datum: 'WGS-84',
        areas: areas.map(({ code, name, polygons }) => ({ code, name, polygons })),
      });
      const elsewhere = { network: '10.32.0.0/16', ports: [554, 554] as [number, number] };
      await client.call(cameraContract.allow, { networks: [elsewhere] });
      const first = await startCameras(client, areas, { cameras: 11, cameraHost: '127.0.0.1', seed: 1 });
      await first.stop();
      const second = await startCameras(client, areas, { cameras: 11, cameraHost: '127.0.0.1', seed: 1 });
      const { port } = second.server;
      expect([...second.ids]).toEqual([...first.ids]);
      const { networks } = await client.call(cameraContract.networks, {});
      expect(networks).toHaveLength(2);
      expect(networks).toEqual(expect.arrayContaining([elsewhere, { network: '127.0.0.1/32', ports: [port, port] }]));
      const { total } = await client.call(cameraContract.list, { limit: 100 });
      expect(total).toBe(11);

      const watcher = await CameraWatcher.connect(server.url, await server.signIn('operator', '3208'));
      for (const number of [1, 2]) {
        const view = await watcher.watch(second.ids.get(number) ?? '');
        await watcher.becomes(view, 'live');
        expect(second.server.stateOf(number)).toEqual({ players: 1, encoding: true });
      }
      watcher.stop();
      await second.stop();
    } finally {
      await server.stop();
    }
  });
});
