import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../app/account/index.ts';
import { areaContract } from '../../app/area/index.ts';
import { cameraContract, cameraMessages } from '../../app/camera/index.ts';
import { conferenceContract } from '../../app/conference/index.ts';
import {
  type CallReply,
  type Declaration,
  type ErrorBody,
  idempotencyHeader,
  pathOf,
  socketMessages,
} from '../../app/contract/index.ts';
import { allActs, allQueries } from '../../app/contracts.ts';
import { dispatchContract } from '../../app/dispatch/index.ts';
import { incidentContract } from '../../app/incident/index.ts';
import type { Language } from '../../app/messages.ts';
import { positionMessages } from '../../app/position/index.ts';
import { workerContract } from '../../app/worker/index.ts';
import { anyInput, type Known, validInput } from '../harness/arbitrary.ts';
import { expectRefusal } from '../harness/refusal.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

const declarations = [...allActs, ...allQueries] as readonly Declaration[];
/** Inputs for each declaration and transport; SIPIN_RUNS makes it as long as one likes. */
const runs = Number(process.env.SIPIN_RUNS ?? 14);
const areas = ['3208', '320803', '320803001', '320803001001', '320803001001001', '320804'];
const square: [number, number][] = [
  [119, 33],
  [119.1, 33],
  [119.1, 33.1],
  [119, 33.1],
  [119, 33],
];

describe('whatever is sent', () => {
  let server: TestServer;
  let known: Known;

  beforeAll(async () => {
    server = await startTestServer({ livekit: true, mediasoup: true });
    const administrator = (await server.signIn('administrator', '3208')).client;
    const operator = await server.signIn('operator', '3208');
    await administrator.call(areaContract.importAreas, {
      datum: 'WGS-84',
      areas: areas.map((code) => ({ code, name: `辖区${code}`, polygons: [[square]] })),
    });
    const { workers } = await administrator.call(workerContract.enrol, {
      workers: [{ login: 'garbage-worker', name: '网格员', area: '320803001001001' }],
    });
    const ids = workers.map(({ id }) => id);
    const { incident } = await operator.client.call(incidentContract.report, {
      kind: 'water',
      title: '漏水',
      longitude: 119.05,
      latitude: 33.05,
    });
    const { orders } = await operator.client.call(dispatchContract.send, { workers: ids, text: '查看' });
    await server.signIn('operator', '320803');
    const conference = await operator.client.call(conferenceContract.start, { title: '会', areas: ['320803'] });
    await administrator.call(cameraContract.allow, { networks: [{ network: '127.0.0.1/32', ports: [1, 9] }] });
    const { cameras } = await administrator.call(cameraContract.register, {
      cameras: [
        { number: '1', name: '路口', area: '320803', longitude: 119, latitude: 33, address: 'rtsp://127.0.0.1:1/a' },
      ],
    });
    const identifiers = [
      ...ids,
      incident.id,
      ...orders.map(({ id }) => id),
      conference.id,
      ...cameras.map((c) => c.id),
    ];
    known = { identifiers, areas };
  });
  afterAll(() => server.stop());

  /** Who may call it, so that the input is looked at; a worker that is one. */
  async function tokenFor({ roles }: Declaration): Promise<string> {
    const order: readonly Role[] = ['administrator', 'operator', 'worker', 'gateway', 'wall'];
    const role = roles === 'public' ? 'operator' : order.find((each) => roles.includes(each));
    if (!role) throw new Error('nobody may call it');
    // Another act may just have switched the worker's account off.
    await server.storage.pool.query(`update account set disabled = false where login = 'garbage-worker'`);
    if (role === 'worker') return (await server.signIn('worker', '320803001001001', 'garbage-worker')).token;
    return (await server.signIn(role, '3208')).token;
  }
  const connect = async (token: string) => {
    const socket = io(server.url, { path: '/socket', transports: ['websocket'], auth: { token }, forceNew: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('hello', () => resolve());
      socket.once('connect_error', reject);
    });
    return socket;
  };
  /** One that is called often is refused for that; the point is the input, so no more than that is sent. */
  const parametersFor = ({ rate }: Declaration) => ({ numRuns: Math.min(runs, rate.most - 1) });
  const language = fc.constantFrom<Language>('zh-CN', 'en');

  function check(
    declaration: Declaration,
    body: unknown,
    error: ErrorBody | undefined,
    said: Language,
    input: unknown,
  ) {
    if (error === undefined) expect(declaration.output.safeParse(body).error?.issues ?? []).toEqual([]);
    else expectRefusal(error, said, input);
  }

  async function goesOn() {
    const health = await fetch(`${server.url}/api/health`);
    expect(health.status).toBe(200);
  }

  it('takes in every act and query that is declared, and nothing else', () => {
    expect([...server.running.pipeline.bindings.keys()].sort()).toEqual(declarations.map(({ key }) => key).sort());
  });

  describe.each(declarations.map((declaration) => [declaration.key, declaration] as const))(
    'to %s',
    (_, declaration) => {
      it('over HTTP is done or refused with a code and a text', async () => {
        const token = await tokenFor(declaration);
        await fc.assert(
          fc.asyncProperty(anyInput(declaration.input, known), language, async (input, said) => {
            const response = await fetch(server.url + pathOf(declaration), {
              method: 'POST',
              headers: {
                'content-type': 'application/json',
                'accept-language': said,
                [idempotencyHeader]: randomUUID(),
                authorization: `Bearer ${token}`,
              },
              body: JSON.stringify(input) ?? 'null',
            });
            const body = (await response.json()) as { error?: ErrorBody };
            expect(response.ok).toBe(body.error === undefined);
            check(declaration, body, body.error, said, input);
          }),
          parametersFor(declaration),
        );
        await goesOn();
      });

      it('over Socket.IO is done or refused with a code and a text', async () => {
        const socket = await connect(await tokenFor(declaration));
        await fc.assert(
          fc.asyncProperty(anyInput(declaration.input, known), language, async (input, said) => {
            // A session that the act has ended is cut off at once.
            if (!socket.connected) return;
            const reply = (await socket
              .timeout(20_000)
              .emitWithAck(declaration.key, { input, key: randomUUID(), language: said })
              .catch((error: unknown) => {
                if (socket.connected) throw error;
              })) as CallReply | undefined;
            if (reply?.ok) check(declaration, reply.output, undefined, said, input);
            else if (reply) check(declaration, undefined, reply.error, said, input);
          }),
          parametersFor(declaration),
        );
        socket.disconnect();
        await goesOn();
      });

      it('that fits the document at /api/docs fits the declaration', () => {
        fc.assert(
          fc.property(validInput(declaration.input, { identifiers: [], areas }), (input) => {
            const issues = declaration.input.safeParse(JSON.parse(JSON.stringify(input))).error?.issues ?? [];
            // Rules between fields, and what is left after spaces are trimmed, are more than a schema can say.
            expect(issues.filter(({ code }) => code !== 'custom' && code !== 'too_small')).toEqual([]);
          }),
          { numRuns: 30 },
        );
      });
    },
  );

  describe('as a message of Socket.IO', () => {
    let socket: Socket;
    beforeAll(async () => {
      socket = await connect((await server.signIn('operator', '3208')).token);
    });
    afterAll(() => {
      socket.disconnect();
    });
    const ask = (key: string, ...parts: unknown[]): Promise<CallReply> =>
      socket.timeout(20_000).emitWithAck(key, ...parts);
    const garbage = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(null, {}, { view: null }, { view: randomUUID(), settled: true }, { input: 1, key: {} }),
    );

    it.each([
      positionMessages.watch,
      positionMessages.ingest,
      cameraMessages.watch,
      cameraMessages.unwatch,
      cameraMessages.settled,
      cameraMessages.connect,
      cameraMessages.consume,
      'camera.get',
      'nobody.knows',
    ])('%s is refused', async (key) => {
      await fc.assert(
        fc.asyncProperty(garbage, async (input) => {
          const reply = await ask(key, input);
          if (!reply.ok) expectRefusal(reply.error, 'zh-CN', { key, input });
          else expect(key).toBe(cameraMessages.unwatch);
        }),
        { numRuns: 12 },
      );
      await goesOn();
    });

    it('that asks for what was missed gets an answer, whatever it says', async () => {
      await fc.assert(
        fc.asyncProperty(fc.oneof(garbage, fc.record({ since: fc.double() })), async (input) => {
          expect(await ask(socketMessages.replay, input)).toMatchObject({ sequence: expect.any(Number) });
        }),
        { numRuns: 12 },
      );
    });

    it('with other arguments than one and an acknowledgement is let pass', async () => {
      for (const key of ['camera.list', positionMessages.watch, positionMessages.unwatch, cameraMessages.watch, 'x']) {
        socket.emit(key);
        socket.emit(key, null);
        socket.emit(key, {}, {}, {}, 'five');
        socket.emit(key, Buffer.from([1, 2, 3]), () => undefined, 7);
      }
      expect((await ask('account.me', {})).ok).toBe(true);
    });
  });
});
