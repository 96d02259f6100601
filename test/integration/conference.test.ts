import { randomUUID } from 'node:crypto';
import { Room, type TrackPublication, TrackSource } from '@livekit/rtc-node';
import { RoomServiceClient } from 'livekit-server-sdk';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { areaContract } from '../../app/area/index.ts';
import { conferenceContract } from '../../app/conference/index.ts';
import { roomContract } from '../../app/room/index.ts';
import { startSite } from '../city/sites.ts';
import { type SignedIn, startTestServer, type TestServer } from '../harness/server.ts';
import { waitFor } from '../harness/wait.ts';

const square = (west: number) => [
  [
    [
      [west, 33.5],
      [west + 0.1, 33.5],
      [west + 0.1, 33.6],
      [west, 33.6],
      [west, 33.5],
    ] as [number, number][],
  ],
];
const county = '320826';
const town = '320826001';
const village = '320826001001';

describe('conferences', () => {
  let server: TestServer;
  let city: SignedIn;
  const people = new Map<string, SignedIn>();
  const rooms: Room[] = [];
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    server = await startTestServer({ livekit: true });
    const administrator = await server.signIn('administrator', '3208');
    await administrator.client.call(areaContract.importAreas, {
      datum: 'WGS-84',
      areas: ['3208', county, town, village, '320803'].map((code, place) => ({
        code,
        name: `辖区${code}`,
        polygons: square(119 + place / 10),
      })),
    });
    city = await server.signIn('operator', '3208');
    for (const area of [county, town, village, '320803']) people.set(area, await server.signIn('operator', area));
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
    for (const room of rooms.splice(0)) await room.disconnect();
  });
  afterAll(() => server.stop());

  const person = (area: string): SignedIn => {
    const found = people.get(area);
    if (!found) throw new Error(area);
    return found;
  };
  const start = (...areas: string[]) => city.client.call(conferenceContract.start, { title: '调度会', areas });
  const get = (conference: string) => city.client.call(conferenceContract.get, { conference });
  const siteOf = async (conference: string, area: string) =>
    (await get(conference)).sites.find((site) => site.area === area);
  const tokenFor = (who: SignedIn, room: string) => who.client.call(roomContract.join, { room });
  const address = () => `${server.url.replace('http', 'ws')}/livekit`;

  /** Connects with a token that was given once; the way of a client that does not ask the gate again. */
  async function connect(token: string): Promise<Room> {
    const room = new Room();
    rooms.push(room);
    await room.connect(address(), token, { autoSubscribe: true, dynacast: false });
    return room;
  }
  const livekit = () => {
    if (!server.livekit) throw new Error('no LiveKit');
    return server.livekit;
  };
  const api = () => new RoomServiceClient(livekit().url, 'testkey', 'only-for-this-test-run-on-loopback-0123456789');
  const site = async (area: string) => {
    const { token } = person(area);
    const running = await startSite({ url: server.url, token, area, name: area, answerMilliseconds: 0 });
    stops.push(() => running.stop());
  };

  it('lets in who was called and has answered, and nobody else', async () => {
    const { id, room, sites } = await start(county, town);
    expect(sites.map(({ area, state }) => [area, state])).toEqual([
      ['3208', 'accepted'],
      [county, 'ringing'],
      [town, 'ringing'],
    ]);
    await expect(tokenFor(person(county), room)).rejects.toMatchObject({ code: 'room.not-admitted' });
    await expect(tokenFor(person('320803'), room)).rejects.toMatchObject({ code: 'room.not-admitted' });
    await expect(person('320803').client.call(conferenceContract.accept, { conference: id })).rejects.toMatchObject({
      code: 'conference.not-found',
    });
    await person(county).client.call(conferenceContract.accept, { conference: id });
    const { token } = await tokenFor(person(county), room);
    const connected = await connect(token);
    expect(connected.name).toBe(room);
    await waitFor('the county in the roster', async () => (await siteOf(id, county))?.present);
    await person(town).client.call(conferenceContract.decline, { conference: id, reason: '无人值守' });
    expect(await siteOf(id, town)).toMatchObject({ state: 'declined', reason: '无人值守' });
    await city.client.call(conferenceContract.end, { conference: id });
    await expect(tokenFor(person(county), room)).rejects.toMatchObject({ code: 'room.ended' });
    await waitFor('the end of the room', () => !connected.isConnected);
  });

  it('calls only centres of the own area that there are', async () => {
    const call = (who: SignedIn, area: string) =>
      who.client.call(conferenceContract.start, { title: '会', areas: [area] });
    await expect(call(person(county), '320803')).rejects.toMatchObject({ code: 'contract.area-refused' });
    await expect(call(city, '320899')).rejects.toMatchObject({ code: 'conference.unknown-area' });
    await expect(call(city, `${village}001`)).rejects.toMatchObject({ code: 'contract.invalid-input' });
    const worker = await server.signIn('worker', `${village}001`);
    await expect(call(worker, village)).rejects.toMatchObject({ code: 'contract.role-refused' });
  });

  it('leaves the chair’s powers to the chair', async () => {
    const { id } = await start(county, town);
    const { client } = person(county);
    await client.call(conferenceContract.accept, { conference: id });
    const refused = { code: 'conference.not-chair' };
    await expect(client.call(conferenceContract.remove, { conference: id, area: town })).rejects.toMatchObject(refused);
    await expect(client.call(conferenceContract.muteAll, { conference: id, muted: true })).rejects.toMatchObject(
      refused,
    );
    await expect(client.call(conferenceContract.end, { conference: id })).rejects.toMatchObject(refused);
    await expect(person('320803').client.call(conferenceContract.end, { conference: id })).rejects.toMatchObject({
      code: 'conference.not-found',
    });
    await city.client.call(conferenceContract.end, { conference: id });
  });

  it('keeps a removed site out, with its old token and with a new one, until it is invited again', async () => {
    const { id, room } = await start(county);
    await person(county).client.call(conferenceContract.accept, { conference: id });
    const { token } = await tokenFor(person(county), room);
    const connected = await connect(token);
    await waitFor('the county in the roster', async () => (await siteOf(id, county))?.present);
    await city.client.call(conferenceContract.remove, { conference: id, area: county });
    await waitFor('the removal', () => !connected.isConnected);
    await expect(connect(token)).rejects.toThrow();
    await expect(tokenFor(person(county), room)).rejects.toMatchObject({ code: 'room.removed' });
    await expect(person(county).client.call(conferenceContract.accept, { conference: id })).rejects.toMatchObject({
      code: 'conference.removed',
    });
    // Another person of the same centre gets in as little.
    const second = await server.signIn('operator', county);
    await expect(second.client.call(conferenceContract.accept, { conference: id })).rejects.toMatchObject({
      code: 'conference.removed',
    });
    await city.client.call(conferenceContract.invite, { conference: id, areas: [county] });
    await person(county).client.call(conferenceContract.accept, { conference: id });
    await connect((await tokenFor(person(county), room)).token);
    await city.client.call(conferenceContract.end, { conference: id });
  });

  it('lets a centre answer on one device, and says so to the other', async () => {
    const { id, room } = await start(county);
    const second = await server.signIn('operator', county);
    await person(county).client.call(conferenceContract.accept, { conference: id });
    await connect((await tokenFor(person(county), room)).token);
    await waitFor('the county in the roster', async () => (await siteOf(id, county))?.present);
    await expect(second.client.call(conferenceContract.accept, { conference: id })).rejects.toMatchObject({
      code: 'conference.answered-elsewhere',
    });
    await expect(tokenFor(second, room)).rejects.toMatchObject({ code: 'room.not-admitted' });
    await city.client.call(conferenceContract.end, { conference: id });
  });

  it('mutes so that the site cannot unmute itself, through a reconnect with its old token', async () => {
    const { id, room } = await start(county);
    await site(county);
    await waitFor('the county in the roster', async () => (await siteOf(id, county))?.present);
    const watcher = await connect((await tokenFor(city, room)).token);
    const heard = () => {
      const publications: TrackPublication[] = [...watcher.remoteParticipants.values()].flatMap((participant) => [
        ...participant.trackPublications.values(),
      ]);
      return publications.map(({ source }) => source);
    };
    await waitFor('picture and sound', () => heard().length === 2);
    await city.client.call(conferenceContract.mute, { conference: id, area: county, muted: true });
    await waitFor('only the picture', () => heard().join() === String(TrackSource.SOURCE_CAMERA));
    const [participant] = (await api().listParticipants(room)).filter(({ tracks }) => tracks.length > 0);
    expect(participant?.permission?.canPublishSources).not.toContain(TrackSource.SOURCE_MICROPHONE);
    await city.client.call(conferenceContract.cameraOff, { conference: id, area: county, off: true });
    await waitFor('nothing', () => heard().length === 0);
    await city.client.call(conferenceContract.end, { conference: id });
  });

  it('gives an old token only what its owner may do now', async () => {
    const { id, room } = await start(county);
    await person(county).client.call(conferenceContract.accept, { conference: id });
    const { token, identity } = await tokenFor(person(county), room);
    await city.client.call(conferenceContract.mute, { conference: id, area: county, muted: true });
    await connect(token);
    expect((await api().getParticipant(room, identity)).permission?.canPublishSources).not.toContain(
      TrackSource.SOURCE_MICROPHONE,
    );
    await city.client.call(conferenceContract.end, { conference: id });
  });

  it('refuses tokens that are none, foreign ones, and paths that are not for clients', async () => {
    const { id, room } = await start(county);
    await expect(connect('nonsense')).rejects.toThrow();
    const response = await fetch(`${server.url}/livekit/twirp/livekit.RoomService/ListRooms`, { method: 'POST' });
    expect(response.status).toBe(404);
    const { token } = await tokenFor(city, room);
    expect((await fetch(`${server.url}/livekit/metrics?access_token=${token}`)).status).toBe(404);
    expect((await fetch(`${server.url}/livekit/rtc/validate?access_token=x`)).status).toBe(401);
    const webhook = await fetch(`${server.url}/api/room/webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/webhook+json', authorization: token },
      body: '{"event":"participant_left"}',
    });
    expect(webhook.status).toBe(401);
    await city.client.call(conferenceContract.end, { conference: id });
  });

  it('throws out who got into LiveKit past the gate, without any webhook', async () => {
    const { id, room } = await start(county);
    const { AccessToken } = await import('livekit-server-sdk');
    const token = new AccessToken('testkey', 'only-for-this-test-run-on-loopback-0123456789', {
      identity: `${randomUUID()}:${randomUUID()}`,
    });
    token.addGrant({ roomJoin: true, room });
    const intruder = new Room();
    rooms.push(intruder);
    await waitFor('the room', async () => (await api().listRooms([room])).length === 1);
    await intruder.connect(livekit().url.replace('http', 'ws'), await token.toJwt());
    await waitFor('the removal', () => !intruder.isConnected);
    await city.client.call(conferenceContract.end, { conference: id });
  });

  it('has its rooms again at once after LiveKit was killed', async () => {
    const { id, room } = await start(county);
    await site(county);
    await waitFor('the county in the roster', async () => (await siteOf(id, county))?.present);
    await waitFor('its picture and sound', async () =>
      (await api().listParticipants(room)).some(({ tracks }) => tracks.length === 2),
    );
    const { pid } = livekit();
    if (pid === undefined) throw new Error('no process');
    process.kill(pid, 'SIGKILL');
    await waitFor('a new process', () => livekit().pid !== undefined && livekit().pid !== pid);
    await waitFor(
      'the room',
      async () =>
        (
          await api()
            .listRooms([room])
            .catch(() => [])
        ).length === 1,
    );
    await waitFor('the county in the room', async () =>
      (
        await api()
          .listParticipants(room)
          .catch(() => [])
      ).some(({ tracks }) => tracks.length === 2),
    );
    expect(await siteOf(id, county)).toMatchObject({ state: 'accepted' });
    await city.client.call(conferenceContract.end, { conference: id });
  });

  it('rings again, and stops ringing where nobody answers', async () => {
    const { id } = await start(county, town);
    await server.storage.pool.query(
      `update conference_site set state_at = now() - interval '46 seconds' where conference_id = $1 and area = $2`,
      [id, county],
    );
    await waitFor('no answer', async () => (await siteOf(id, county))?.state === 'no-answer');
    expect(await siteOf(id, town)).toMatchObject({ state: 'ringing' });
    await city.client.call(conferenceContract.ringAgain, { conference: id });
    expect(await siteOf(id, county)).toMatchObject({ state: 'ringing' });
    const { conferences } = await person(county).client.call(conferenceContract.list, {});
    expect(conferences).toEqual([expect.objectContaining({ id, mine: expect.objectContaining({ state: 'ringing' }) })]);
    await city.client.call(conferenceContract.end, { conference: id });
    expect((await person(county).client.call(conferenceContract.list, {})).conferences).toEqual([]);
    const { rows } = await server.storage.pool.query<{ kind: string }>(
      `select kind from audit_entry where kind like 'conference.%' and detail ->> 'conference' = $1`,
      [id],
    );
    expect(rows.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['conference.no-answer', 'conference.ring-again', 'conference.end']),
    );
  });
});
