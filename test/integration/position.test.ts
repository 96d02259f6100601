import fc from 'fast-check';
import { pino } from 'pino';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallReply } from '../../app/contract/index.ts';
import {
  encodeFrame,
  type Fix,
  Frame,
  frameFlags,
  type IngestReply,
  ingestPath,
  positionContract,
  positionMessages,
} from '../../app/position/index.ts';
import { workerContract } from '../../app/worker/index.ts';
import { keepPartitions, startOfDay } from '../../server/position/partitions.ts';
import { Health } from '../../server/runtime/health.ts';
import { startServer } from '../../server/server.ts';
import { type SignedIn, startTestServer, type TestServer } from '../harness/server.ts';
import { waitFor } from '../harness/wait.ts';

const here: Fix = {
  time: 0,
  longitude: 119.0211234,
  latitude: 33.5971234,
  accuracy: 9,
  speed: 1.5,
  heading: 90,
  battery: 77,
};
const grid = '320803001001001';
const neighbour = '320804001001001';
const at = (ago: number) => new Date(Date.now() - ago).toISOString();
const phoneFix = (ago = 0, change: Partial<Fix> = {}) => {
  const { time: _, ...rest } = { ...here, ...change };
  return { ...rest, at: at(ago) };
};

describe('positions', () => {
  let server: TestServer;
  let administrator: SignedIn;
  let county: SignedIn;
  let gateway: SignedIn;
  let made = 0;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    server = await startTestServer();
    administrator = await server.signIn('administrator', '3208');
    county = await server.signIn('operator', '320803');
    gateway = await server.signIn('gateway', '320803');
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.disconnect();
  });
  afterAll(() => server.stop());

  /** A worker, signed in on a phone and on duty. */
  async function newWorker(area = grid, onDuty = true) {
    made += 1;
    const login = `worker-${made}`;
    const { workers } = await administrator.client.call(workerContract.enrol, {
      workers: [{ login, name: `网格员 ${made}`, area, phone: '13800001234' }],
    });
    const [worker] = workers;
    if (!worker) throw new Error('not enrolled');
    const phone = await server.signIn('worker', area, login);
    if (onDuty) await phone.client.call(workerContract.setDuty, { onDuty: true });
    return { ...worker, phone };
  }

  async function connect(token: string): Promise<Socket> {
    const socket = io(server.url, { path: '/socket', transports: ['websocket'], auth: { token }, forceNew: true });
    sockets.push(socket);
    await new Promise<void>((resolve, reject) => {
      socket.on('connect', resolve);
      socket.on('connect_error', reject);
    });
    return socket;
  }

  async function ingest(
    who: SignedIn,
    body: Uint8Array<ArrayBuffer>,
  ): Promise<{ status: number; body: IngestReply & { error?: { code: string } } }> {
    const response = await fetch(server.url + ingestPath, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', authorization: `Bearer ${who.token}` },
      body,
    });
    return { status: response.status, body: (await response.json()) as IngestReply & { error?: { code: string } } };
  }
  const frameOf = (...records: { index: number; time?: number; latitude?: number }[]) =>
    encodeFrame(
      'ingest',
      0,
      Date.now(),
      records.map((record) => ({ ...here, time: Date.now(), ...record, flags: 0 })),
    );
  const trackOf = (worker: string, by = county) =>
    by.client.call(positionContract.track, { worker, from: at(7 * 86_400_000), to: at(-120_000) });

  it('takes what is right and says of each fix why another is not taken', async () => {
    const { id, phone } = await newWorker();
    const reply = await phone.client.call(positionContract.report, {
      fixes: [
        phoneFix(),
        phoneFix(-120_000),
        phoneFix(8 * 86_400_000),
        phoneFix(1_000, { longitude: 0, latitude: 0 }),
        phoneFix(3_600_000),
      ],
    });
    expect(reply).toEqual({
      accepted: 1,
      refusedCount: 4,
      refused: expect.arrayContaining([
        { fix: 1, reason: 'future' },
        { fix: 2, reason: 'old' },
        { fix: 3, reason: 'outside-china' },
        // Before the duty began.
        { fix: 4, reason: 'off-duty' },
      ]),
    });
    const { places } = await county.client.call(positionContract.latest, { workers: [id] });
    expect(places[0]).toMatchObject({
      worker: id,
      longitude: 119.0211234,
      latitude: 33.5971234,
      battery: 77,
      state: 'duty',
    });
  });

  it('takes a batch after a gap in any order, keeps each fix once, and flags what was too fast', async () => {
    const { id, phone } = await newWorker();
    await server.storage.pool.query(`update worker set duty_since = now() - interval '1 hour' where id = $1`, [id]);
    // The server hears of the earlier duty with the next change of the worker.
    await phone.client.call(workerContract.raiseSos, {});
    const fixes = [
      phoneFix(10_000, { latitude: 33.7 }),
      phoneFix(600_000),
      phoneFix(300_000, { latitude: 33.5972 }),
      phoneFix(20_000, { latitude: 33.5973 }),
    ];
    const first = await phone.client.call(positionContract.report, { fixes });
    expect(first.accepted).toBe(4);
    await phone.client.call(positionContract.report, { fixes });
    const track = await trackOf(id);
    expect(track.total).toBe(4);
    expect(track.times).toEqual(track.times.toSorted((a, b) => a - b));
    expect(track.flagged).toEqual([false, false, false, true]);
    const { places } = await county.client.call(positionContract.latest, { workers: [id] });
    expect(places[0]).toMatchObject({ flagged: true, latitude: 33.7, state: 'sos' });
  });

  it('takes and keeps nothing off duty, and forgets the position', async () => {
    const { id, phone } = await newWorker();
    await phone.client.call(positionContract.report, { fixes: [phoneFix()] });
    await phone.client.call(workerContract.setDuty, { onDuty: false });
    await expect(phone.client.call(positionContract.report, { fixes: [phoneFix()] })).rejects.toMatchObject({
      code: 'position.off-duty',
    });
    expect((await county.client.call(positionContract.latest, { workers: [id] })).places).toEqual([]);
    expect((await trackOf(id)).total).toBe(1);
  });

  it('takes from a phone for its own worker only, and from nobody else', async () => {
    await expect(county.client.call(positionContract.report, { fixes: [phoneFix()] })).rejects.toMatchObject({
      code: 'contract.role-refused',
    });
    const { phone } = await newWorker();
    expect((await ingest(phone, frameOf({ index: 1 }))).body.error?.code).toBe('contract.role-refused');
  });

  it('takes a frame from a gateway for the workers of its area only', async () => {
    const mine = await newWorker();
    const foreign = await newWorker(neighbour);
    const off = await newWorker(grid, false);
    const { status, body } = await ingest(
      gateway,
      frameOf({ index: mine.index }, { index: foreign.index }, { index: off.index }, { index: 9_999_999 }),
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      accepted: 1,
      refusedCount: 3,
      refused: [
        { fix: 1, reason: 'foreign' },
        { fix: 2, reason: 'off-duty' },
        { fix: 3, reason: 'unknown-worker' },
      ],
    });
    expect((await trackOf(mine.id)).total).toBe(1);
    const socket = await connect(gateway.token);
    const reply: CallReply = await socket
      .timeout(5_000)
      .emitWithAck(positionMessages.ingest, frameOf({ index: mine.index, latitude: 33.6 }));
    expect(reply).toMatchObject({ ok: true, output: { accepted: 1 } });
    await gateway.client.call(workerContract.passDuty, { workers: [mine.id], onDuty: false });
    expect((await ingest(gateway, frameOf({ index: mine.index }))).body.accepted).toBe(0);
    await expect(
      gateway.client.call(workerContract.passDuty, { workers: [foreign.id], onDuty: false }),
    ).rejects.toMatchObject({ code: 'contract.area-refused' });
  });

  it('refuses garbage in place of a frame and goes on', async () => {
    const socket = await connect(gateway.token);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.jsonValue()), async (garbage) => {
        const reply: CallReply = await socket
          .timeout(5_000)
          .emitWithAck(positionMessages.ingest, garbage instanceof Uint8Array ? Buffer.from(garbage) : garbage);
        expect(reply).toMatchObject({ ok: false, error: { code: 'position.invalid-frame' } });
      }),
      { numRuns: 50 },
    );
    expect((await ingest(gateway, new Uint8Array(600_000))).body.error?.code).toBe('contract.too-large');
    expect((await ingest(gateway, new Uint8Array(0))).body.error?.code).toBe('position.invalid-frame');
    const console = await connect(county.token);
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (garbage) => {
        const reply: CallReply = await console.timeout(5_000).emitWithAck(positionMessages.watch, garbage);
        expect(reply.ok).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  it('tells consoles of the area what has moved, with all there is at first, and others nothing', async () => {
    const one = await newWorker();
    const two = await newWorker();
    await one.phone.client.call(positionContract.report, { fixes: [phoneFix()] });
    const watcher = await connect(county.token);
    const beside = await connect((await server.signIn('operator', '320804')).token);
    const frames: Frame[] = [];
    let besideFrames = 0;
    watcher.on(positionMessages.frame, (bytes: Uint8Array) => {
      const frame = Frame.read(new Uint8Array(bytes));
      if (frame) frames.push(frame);
    });
    beside.on(positionMessages.frame, () => {
      besideFrames += 1;
    });
    const watch = (socket: Socket, area: string): Promise<CallReply> =>
      socket.timeout(5_000).emitWithAck(positionMessages.watch, { area });
    expect(await watch(beside, '320803')).toMatchObject({ ok: false, error: { code: 'contract.area-refused' } });
    expect(await watch(beside, '320804')).toMatchObject({ ok: true });
    const worker = await connect(one.phone.token);
    expect(await watch(worker, grid)).toMatchObject({ ok: false, error: { code: 'contract.role-refused' } });
    const reply = await watch(watcher, '320803');
    if (!reply.ok) throw new Error('refused');
    const snapshot = Frame.read(new Uint8Array((reply.output as { frame: Uint8Array }).frame));
    const indices = Array.from({ length: snapshot?.count ?? 0 }, (_, place) => snapshot?.record(place).index);
    expect(snapshot?.header.kind).toBe('snapshot');
    expect(indices).toContain(one.index);
    expect(indices).not.toContain(two.index);

    const recordOf = (index: number) =>
      frames
        .flatMap((frame) => Array.from({ length: frame.count }, (_, place) => frame.record(place)))
        .findLast((record) => record.index === index);
    await two.phone.client.call(positionContract.report, { fixes: [phoneFix(0, { latitude: 33.6 })] });
    const moved = await waitFor('the frame with the second worker', () => recordOf(two.index));
    expect(moved).toMatchObject({ latitude: 33.6, battery: 77, accuracy: 9 });
    expect(moved.flags & frameFlags.onDuty).toBeTruthy();
    await two.phone.client.call(workerContract.raiseSos, {});
    await waitFor('the call for help', () => (recordOf(two.index)?.flags ?? 0) & frameFlags.sos);
    await two.phone.client.call(workerContract.clearSos, { worker: two.id });
    await two.phone.client.call(workerContract.setDuty, { onDuty: false });
    await waitFor('the end of the duty', () => (recordOf(two.index)?.flags ?? 0) & frameFlags.gone);
    // Numbers without a hole: a console that finds one asks for a snapshot.
    const numbers = frames.map((frame) => frame.header.number);
    const first = numbers[0] ?? 0;
    expect(numbers).toEqual(numbers.map((_, place) => (first + place) & 0xffff));
    expect(first).toBe(((snapshot?.header.number ?? 0) + 1) & 0xffff);
    expect(besideFrames).toBe(0);
  });

  it('finds the nearest of the own area', async () => {
    const near = await newWorker();
    const far = await newWorker();
    const outside = await newWorker(neighbour);
    await near.phone.client.call(positionContract.report, { fixes: [phoneFix(0, { longitude: 118.5, latitude: 33 })] });
    await far.phone.client.call(positionContract.report, {
      fixes: [phoneFix(0, { longitude: 118.5, latitude: 33.01 })],
    });
    await outside.phone.client.call(positionContract.report, {
      fixes: [phoneFix(0, { longitude: 118.5, latitude: 33 })],
    });
    const { places } = await county.client.call(positionContract.nearest, { longitude: 118.5, latitude: 33, limit: 2 });
    expect(places.map(({ worker, distance }) => [worker, distance])).toEqual([
      [near.id, 0],
      [far.id, 1_112],
    ]);
  });

  it('records who looks at a track and shows it to the worker, and refuses foreign looks', async () => {
    const { id, phone } = await newWorker();
    await trackOf(id);
    await trackOf(id, phone);
    const { looks } = await phone.client.call(positionContract.looks, {});
    expect(looks).toEqual([expect.objectContaining({ name: county.login, area: '320803' })]);
    const stranger = await server.signIn('operator', '320804');
    await expect(trackOf(id, stranger)).rejects.toMatchObject({ code: 'contract.area-refused' });
    const other = await newWorker();
    await expect(trackOf(id, other.phone)).rejects.toMatchObject({ code: 'contract.role-refused' });
    expect((await stranger.client.call(positionContract.latest, { workers: [id] })).places).toEqual([]);
  });

  it('masks the telephone for all but the worker', async () => {
    const { id, phone } = await newWorker();
    expect((await phone.client.call(workerContract.get, { worker: id })).phone).toBe('13800001234');
    expect((await county.client.call(workerContract.get, { worker: id })).phone).toBe('138******34');
    const { workers, total, onDuty } = await county.client.call(workerContract.list, { limit: 500 });
    expect(workers.every((worker) => worker.area.startsWith('320803') && worker.phone?.includes('*'))).toBe(true);
    expect(total).toBe(workers.length);
    expect(onDuty).toBe(workers.filter((worker) => worker.onDuty).length);
  });

  it('knows after a hard end everything that it had acknowledged', async () => {
    const { id, index, phone } = await newWorker();
    await phone.client.call(positionContract.report, { fixes: [phoneFix(0, { latitude: 33.55 })] });
    await ingest(gateway, frameOf({ index, latitude: 33.56, time: Date.now() + 1_000 }));
    // A second server on the same database knows what the first had stored, without the first having ended well.
    const second = await startServer({
      storage: server.storage,
      log: pino({ level: 'silent' }),
      health: new Health(),
      host: '127.0.0.1',
      port: 0,
      rendererFolder: server.dataFolder,
      dataFolder: server.dataFolder,
      services: {
        livekit: () => undefined,
        mediasoupWorker: () => undefined,
        changed: () => () => undefined,
        mediaAddress: '127.0.0.1',
        mediaPort: 0,
      },
    });
    const { Client } = await import('../city/client.ts');
    const { places } = await new Client(second.url, county.token).call(positionContract.latest, { workers: [id] });
    await second.stop();
    expect(places[0]).toMatchObject({ latitude: 33.56 });
  });

  it('makes partitions ahead and drops those beyond the retention', async () => {
    const names = async () => {
      const { rows } = await server.storage.pool.query<{ name: string }>(
        `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'track'::regclass order by 1`,
      );
      return rows.map(({ name }) => name);
    };
    const before = await names();
    expect(before).toHaveLength(11);
    await keepPartitions(server.storage.database, Date.now() + 86_400_000, 3);
    const after = await names();
    expect(after).toHaveLength(6);
    expect(after.at(-1)).toBe(
      `track_${new Date(startOfDay(Date.now()) + 3.5 * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')}`,
    );
    await keepPartitions(server.storage.database, Date.now(), 30);
  });
});
