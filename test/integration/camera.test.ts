import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CameraDraft, cameraContract, cameraMessages, type TransportReply } from '../../app/camera/index.ts';
import type { Fault } from '../city/cameras/faults.ts';
import { pictureBytes } from '../city/cameras/picture.ts';
import { CameraServer } from '../city/cameras/rtsp-server.ts';
import { stampOfPicture, timeOfStamp } from '../city/cameras/stamp.ts';
import { startForeignRtsp } from '../harness/foreign-rtsp.ts';
import { partPath } from '../harness/parts.ts';
import { type SignedIn, startTestServer, type TestServer } from '../harness/server.ts';
import { waitFor } from '../harness/wait.ts';
import { CameraWatcher } from '../harness/watcher.ts';

const city = '3208';
const county = '320826';
const secret = { user: 'watchman', password: 'Only-4-this-test' };
const patience = 40_000;

describe('cameras', () => {
  let server: TestServer;
  let street: CameraServer;
  let administrator: SignedIn;
  let operator: SignedIn;
  const ids = new Map<string, string>();
  const watchers: CameraWatcher[] = [];

  const draft = (number: number, more: Partial<CameraDraft> = {}) => ({
    number: `C${number}`,
    name: `${number} 号路口`,
    area: county,
    longitude: 119.2,
    latitude: 33.8,
    address: street.addressOf(number),
    ...secret,
    ...more,
  });
  const id = (number: number) => ids.get(`C${number}`) ?? '';
  const register = async (...cameras: Parameters<typeof draft>[]) => {
    const input = { cameras: cameras.map((each) => draft(...each)) };
    for (const { number, id: own } of (await administrator.client.call(cameraContract.register, input)).cameras) {
      ids.set(number, own);
    }
  };
  const sitDown = async (who: SignedIn = operator) => {
    const watcher = await CameraWatcher.connect(server.url, who);
    watchers.push(watcher);
    return watcher;
  };

  beforeAll(async () => {
    street = await CameraServer.start({
      ffmpeg: partPath('ffmpeg'),
      keySeconds: 1,
      cameras: [1, 2, 3, 4].map((number) => ({ number, credentials: secret, qop: number === 2 })),
    });
    server = await startTestServer({ mediasoup: true });
    administrator = await server.signIn('administrator', city);
    operator = await server.signIn('operator', county);
    await administrator.client.call(cameraContract.allow, {
      networks: [{ network: '127.0.0.1/32', ports: [street.port, street.port] }],
    });
    await register([1], [2, { delivery: 'udp' }], [3], [4, { area: '320803' }]);
  });
  afterEach(() => {
    for (const watcher of watchers.splice(0)) watcher.stop();
    for (const number of [1, 2, 3, 4]) street.setFaults(number);
  });
  afterAll(async () => {
    await server.stop();
    await street.stop();
  });

  /** The clocks of the pictures, decoded by a decoder that is not ours. */
  function clocksOf(frames: readonly { readonly data: Uint8Array }[]): (number | undefined)[] {
    const { stdout } = spawnSync(
      partPath('ffmpeg'),
      [
        '-loglevel',
        'error',
        '-f',
        'h264',
        '-i',
        'pipe:0',
        '-f',
        'rawvideo',
        '-pix_fmt',
        'yuv420p',
        '-fps_mode',
        'passthrough',
        'pipe:1',
      ],
      { input: Buffer.concat(frames.map(({ data }) => data)), maxBuffer: 2 ** 30 },
    );
    return Array.from({ length: Math.floor(stdout.length / pictureBytes) }, (_, index) => {
      const stamp = stampOfPicture(stdout.subarray(index * pictureBytes, (index + 1) * pictureBytes));
      return stamp === undefined ? undefined : timeOfStamp(stamp, Date.now());
    });
  }

  it.each([
    ['over the connection, password as of RFC 2069', 1],
    ['in datagrams, password as of RFC 7616', 2],
  ])('are pulled %s: whole pictures, each with its time', async (_, number) => {
    const watcher = await sitDown();
    const view = await watcher.watch(id(number));
    const status = await watcher.becomes(view, 'live');
    expect(status).toMatchObject({ width: 640, height: 360, failure: null, watching: 1, media: true });
    await waitFor('30 frames', () => watcher.frames(view).length >= 30);
    const frames = watcher.frames(view);
    expect(frames[0]?.key).toBe(true);
    const clocks = clocksOf(frames);
    expect(clocks).toHaveLength(frames.length);
    clocks.forEach((clock, index) => {
      // It arrived after it was drawn, and every frame has the time of its own arrival.
      expect(clock).toBeLessThanOrEqual(frames[index]?.at ?? 0);
      expect(clock).toBeGreaterThan(clocks[index - 1] ?? 0);
    });
    const pulse = await waitFor('a pulse', () => watcher.pulse(view));
    expect(frames.map(({ rtp }) => rtp)).toContain(pulse.rtp);
  });

  it('are pulled once for all who watch, from the newest key frame for who comes later, and not when nobody does', async () => {
    const first = await sitDown();
    const one = await first.watch(id(3));
    await waitFor('frames', () => first.frames(one).length > 12);
    const second = await sitDown(await server.signIn('wall', county));
    const two = await second.watch(id(3));
    const [message] = await waitFor('the pictures so far', () =>
      second.messages(two).length > 0 ? second.messages(two) : undefined,
    );
    expect(message?.frames[0]?.key).toBe(true);
    expect(message?.frames.filter(({ key }) => key)).toHaveLength(1);
    expect(street.stateOf(3).players).toBe(1);
    await waitFor('both named', () => first.status(one)?.watching === 2);
    const { cameras } = await operator.client.call(cameraContract.list, { search: '3 号' });
    expect(cameras[0]?.stream).toMatchObject({ state: 'live', watching: 2 });
    await first.close(one);
    await second.close(two);
    await waitFor('nobody plays', () => street.stateOf(3).players === 0, patience);
    const { stream } = await operator.client.call(cameraContract.get, { camera: id(3) });
    expect(stream).toMatchObject({ state: 'idle', watching: 0 });
    // What was there last is shown at once, with its age, while the camera is pulled anew.
    const again = await first.watch(id(3));
    const [still] = await waitFor('the still', () =>
      first.messages(again).length > 0 ? first.messages(again) : undefined,
    );
    expect(still).toMatchObject({ gap: true, frames: [{ key: true }] });
    await first.becomes(again, 'live');
  });

  const plain: readonly [string, Fault[], string, string | null][] = [
    ['no such stream', ['missing'], 'no-stream', null],
    ['H.265', ['h265'], 'codec', 'H.265'],
    ['what is no RTSP', ['garbage'], 'garbage', null],
    ['a redirection to another host, which is not followed', ['redirect'], 'refused', expect.stringMatching(/^30/)],
    ['a connection closed at once', ['dead'], 'ended', null],
    ['silence', ['silent'], 'no-answer', null],
    ['silence after the description', ['silent-after-describe'], 'no-answer', null],
    ['no packets', ['no-packets'], 'no-answer', null],
  ];
  it.each(plain)('say what is wrong with %s, and when it is tried again', async (_, faults, failure, detail) => {
    street.setFaults(1, ...faults);
    await register([1]);
    const watcher = await sitDown();
    const view = await watcher.watch(id(1));
    const status = await watcher.becomes(view, 'failed', patience);
    expect(status).toMatchObject({ failure, detail });
    expect(Date.parse(status.nextRetry ?? '')).toBeGreaterThan(Date.parse(status.since));
    street.setFaults(1);
    await watcher.becomes(view, 'live', patience);
    expect(watcher.status(view)).toMatchObject({ failure: null, nextRetry: null });
  });

  it.each([
    ['units of any size', ['large-packets', 'bare']],
    ['parameter sets in the stream alone', ['undescribed']],
    ['a foreign source in its answer', ['foreign-source']],
  ] as [string, Fault[]][])('stand %s', async (_, faults) => {
    street.setFaults(1, ...faults);
    await register([1]);
    const watcher = await sitDown();
    const view = await watcher.watch(id(1));
    await watcher.becomes(view, 'live');
    await waitFor('frames', () => watcher.frames(view).length > 12);
    const frames = watcher.frames(view);
    expect(clocksOf(frames).filter((clock) => clock !== undefined)).toHaveLength(frames.length);
  });

  it('of which the power goes are stale, then failed, and come back by themselves, numbered on', async () => {
    await register([1]);
    const watcher = await sitDown();
    const view = await watcher.watch(id(1));
    await watcher.becomes(view, 'live');
    const before = watcher.frames(view).at(-1);
    await street.silence();
    expect(await watcher.becomes(view, 'failed', patience)).toMatchObject({
      failure: expect.stringMatching(/ended|unreachable/),
    });
    await waitFor('a refused attempt', () => watcher.status(view)?.failure === 'unreachable', patience);
    await street.listen();
    await watcher.becomes(view, 'live', patience);
    const after = watcher.frames(view).at(-1);
    expect((((after?.rtp ?? 0) - (before?.rtp ?? 0)) >>> 0) / 90).toBeGreaterThan(500);
  });

  it('of a server that is not ours are shown as well', async () => {
    const foreign = await startForeignRtsp();
    await administrator.client.call(cameraContract.allow, {
      networks: [street.port, foreign.port].map((each) => ({
        network: '127.0.0.1/32',
        ports: [each, each] as [number, number],
      })),
    });
    await register([8, { address: foreign.address, delivery: 'udp', user: '', password: '' }]);
    const watcher = await sitDown();
    const view = await watcher.watch(id(8));
    await watcher.becomes(view, 'live', patience);
    await waitFor('frames', () => watcher.frames(view).length > 20);
    const frames = watcher.frames(view);
    expect(clocksOf(frames).filter((clock) => clock !== undefined)).toHaveLength(frames.length);
    await watcher.close(view);
    await foreign.stop();
  });

  it('with another password say so, and are live once the administrator has put in the right one', async () => {
    await register([1, { password: 'wrong' }]);
    const watcher = await sitDown();
    const view = await watcher.watch(id(1));
    expect(await watcher.becomes(view, 'failed')).toMatchObject({ failure: 'password' });
    await register([1]);
    await watcher.becomes(view, 'live');
  });

  it('lead nowhere but where the administrator has allowed', async () => {
    const lure = createServer((socket) => {
      reached += 1;
      socket.destroy();
    });
    let reached = 0;
    lure.listen(0, '127.0.0.1');
    await once(lure, 'listening');
    const { port } = lure.address() as { port: number };
    await expect(register([9, { address: `rtsp://127.0.0.1:${port}/1` }])).rejects.toMatchObject({
      code: 'camera.not-allowed',
    });
    await expect(register([9, { address: `rtsp://u:p@127.0.0.1:${street.port}/1` }])).rejects.toMatchObject({
      code: 'contract.invalid-input',
    });
    const own = { network: '127.0.0.1/32', ports: [street.port, street.port] as [number, number] };
    await administrator.client.call(cameraContract.allow, {
      networks: [own, { network: '127.0.0.1/32', ports: [port, port] }],
    });
    await register([9, { address: `rtsp://127.0.0.1:${port}/1` }]);
    await administrator.client.call(cameraContract.allow, { networks: [own] });
    const watcher = await sitDown();
    const view = await watcher.watch(id(9));
    expect(await watcher.becomes(view, 'failed')).toMatchObject({ failure: 'not-allowed' });
    expect(reached).toBe(0);
    await administrator.client.call(cameraContract.remove, { camera: id(9) });
    expect(await waitFor('it to be gone', () => watcher.status(view)?.failure === 'removed')).toBe(true);
    lure.close();
  });

  it('are seen by those whose area they stand in, and by those above', async () => {
    const elsewhere = await server.signIn('operator', '320803');
    const clerk = await server.signIn('clerk', county);
    const { cameras, total } = await elsewhere.client.call(cameraContract.list, {});
    expect(cameras.map(({ number }) => number)).toEqual(['C4']);
    expect(total).toBe(1);
    await expect(elsewhere.client.call(cameraContract.open, { camera: id(1) })).rejects.toMatchObject({
      code: 'contract.area-refused',
    });
    await expect(elsewhere.client.call(cameraContract.get, { camera: id(1) })).rejects.toMatchObject({
      code: 'contract.area-refused',
    });
    await expect(clerk.client.call(cameraContract.open, { camera: id(1) })).rejects.toMatchObject({
      code: 'contract.role-refused',
    });
    const { view } = await operator.client.call(cameraContract.open, { camera: id(1) });
    const thief = await sitDown(elsewhere);
    await expect(thief.call(cameraMessages.watch, { view })).rejects.toMatchObject({ code: 'camera.view-unknown' });
    const clerks = await sitDown(clerk);
    await expect(clerks.call(cameraMessages.watch, { view })).rejects.toMatchObject({ code: 'contract.role-refused' });
    await expect(register([1, { area: '320900' }])).rejects.toMatchObject({ code: 'contract.area-refused' });
  });

  it('keep their passwords to themselves, and are on record', async () => {
    await register([1], [2, { delivery: 'udp' }]);
    const watcher = await sitDown();
    const view = await watcher.watch(id(1));
    await watcher.becomes(view, 'live');
    const seen = JSON.stringify([
      await administrator.client.call(cameraContract.list, {}),
      await administrator.client.call(cameraContract.get, { camera: id(1) }),
      watcher.status(view),
    ]);
    for (const hidden of [secret.user, secret.password, 'rtsp:', String(street.port)])
      expect(seen).not.toContain(hidden);
    const tables = await Promise.all(
      ['camera', 'audit_entry', 'act_key', 'event'].map(async (table) => {
        const { rows } = await server.storage.pool.query(`select t::text as row from ${table} t`);
        return rows.map(({ row }: { row: string }) => row).join();
      }),
    );
    for (const table of tables) {
      expect(table).not.toContain(secret.password);
      expect(table).not.toContain(Buffer.from(secret.password).toString('hex'));
    }
    const { rows } = await server.storage.pool.query(
      `select detail from audit_entry where kind = 'camera.open' and account_id = $1 and outcome = 'done' order by id desc limit 1`,
      [operator.id],
    );
    expect(rows[0]?.detail).toMatchObject({ camera: id(1), name: '1 号路口' });
  });

  it('refuse messages that are none, and go on', async () => {
    const watcher = await sitDown();
    const view = await watcher.watch(id(1));
    for (const message of ['watch', 'unwatch', 'settled', 'connect', 'consume'] as const) {
      for (const input of [undefined, null, 7, 'x', [], {}, { view: 'x' }, { view, more: 1 }]) {
        await expect(watcher.call(cameraMessages[message], input)).rejects.toMatchObject({ category: 'input' });
      }
    }
    const transport = await watcher.call<TransportReply>(cameraMessages.transport, {});
    await expect(
      watcher.call(cameraMessages.connect, { transport: transport.id, dtlsParameters: { role: 'x' } }),
    ).rejects.toMatchObject({ category: 'input' });
    await expect(
      watcher.call(cameraMessages.consume, { view, transport: transport.id, rtpCapabilities: { codecs: 'x' } }),
    ).rejects.toMatchObject({ category: 'input' });
    await watcher.becomes(view, 'live');
  });

  it('go on over the connection while mediasoup is away, and tell when it is back', async () => {
    const watcher = await sitDown();
    const view = await watcher.watch(id(1));
    await watcher.becomes(view, 'live');
    await watcher.call(cameraMessages.settled, { view, settled: true });
    const quiet = watcher.frames(view).length;
    await waitFor('pulses go on', () => (watcher.pulse(view)?.at ?? 0) > Date.now() - 500);
    expect(watcher.frames(view).length - quiet).toBeLessThan(3);
    const back = once(watcher.socket as never, cameraMessages.media);
    const { stdout } = spawnSync('pgrep', ['-P', String(process.pid), '-f', 'mediasoup-worker'], { encoding: 'utf8' });
    const pids = stdout.trim().split('\n').map(Number);
    expect(pids).toHaveLength(1);
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await waitFor('frames over the connection', () => watcher.frames(view).length > quiet + 5);
    await back;
    expect(watcher.status(view)).toMatchObject({ state: 'live', media: true });
  });
});
