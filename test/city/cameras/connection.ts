import { randomBytes, randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import type { SimulatedCamera } from './camera.ts';
import type { Credentials, DigestGate } from './digest.ts';
import type { Fault } from './faults.ts';
import { datagramLine, interleavedLine, Player } from './player.ts';
import type { PortPair } from './ports.ts';
import { answerText, type Code, type Request, RequestReader } from './request.ts';

/** A camera as the connections see it. */
export interface OfferedCamera {
  readonly camera: SimulatedCamera;
  /** What it wants to know now; null lets everybody in. */
  readonly credentials: Credentials | null;
  readonly qop: boolean;
  readonly faults: ReadonlySet<Fault>;
  /** The SDP. */
  describe(): string;
}

/** What all connections of a server share. */
export interface Shared {
  readonly gate: DigestGate;
  readonly pair: PortPair;
  readonly timeoutSeconds: number;
  offered(number: number): OfferedCamera | undefined;
}

interface Session {
  readonly offered: OfferedCamera;
  readonly player: Player;
  /** Address and port from which a UDP player's reports come. */
  readonly reporter: string | undefined;
  touchedAt: number;
}

const methods = 'OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, GET_PARAMETER, SET_PARAMETER, TEARDOWN';
const mostSessions = 8;
/** Of TEST-NET-1 (RFC 5737): nobody is there. */
const elsewhere = '192.0.2.1';

/** One RTSP connection and its sessions, which end with it. */
export class Connection {
  readonly #socket: Socket;
  readonly #shared: Shared;
  readonly #sessions = new Map<string, Session>();

  constructor(socket: Socket, shared: Shared) {
    this.#socket = socket;
    this.#shared = shared;
    const reader = new RequestReader(
      (request) => this.#receive(request),
      () => this.#touch(),
    );
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch {
        socket.end(answerText(400, '0'));
      }
    });
    socket.on('close', () => this.#endAll());
  }

  /** Ends the sessions that have not been heard of for too long. */
  sweep(now: number): void {
    for (const [id, session] of this.#sessions) {
      if (now - session.touchedAt > this.#shared.timeoutSeconds * 1_000) this.#end(id, session);
    }
  }

  /** A report came from there. */
  reported(reporter: string): void {
    for (const session of this.#sessions.values()) if (session.reporter === reporter) session.touchedAt = Date.now();
  }

  /** Closes it when it has a session of this camera, or whatever it has. */
  close(number?: number): void {
    const has = [...this.#sessions.values()].some(({ offered }) => offered.camera.number === number);
    if (number === undefined || has) this.#socket.destroy();
  }

  #receive(request: Request): void {
    const [, digits] = /^rtsp:\/\/[^/]*\/camera\/(\d{1,5})(?:\/|\/track1)?(?:\?.*)?$/i.exec(request.uri) ?? [];
    const offered = digits === undefined ? undefined : this.#shared.offered(Number(digits));
    if (!offered || offered.faults.has('missing')) {
      if (request.method === 'OPTIONS' && !offered) this.#answer(200, request, { Public: methods });
      else this.#answer(404, request);
      return;
    }
    if (this.#misbehaves(offered.faults, request)) return;
    if (request.method === 'OPTIONS') {
      this.#touch(request);
      this.#answer(200, request, { Public: methods });
      return;
    }
    if (offered.credentials) {
      const { gate } = this.#shared;
      const verdict = gate.check(request.headers.get('authorization'), request, offered.credentials, offered.qop);
      if (verdict !== 'granted') {
        const challenge = gate.challenge({ qop: offered.qop, stale: verdict === 'stale' });
        this.#answer(401, request, { 'WWW-Authenticate': challenge });
        return;
      }
    }
    this.#serve(request, offered);
  }

  /** Does what the camera's faults say in place of an answer, if they do. */
  #misbehaves(faults: ReadonlySet<Fault>, request: Request): boolean {
    if (faults.has('dead')) this.#socket.destroy();
    else if (faults.has('garbage')) this.#socket.write(Buffer.concat([Buffer.from('\0\x01HTTP'), randomBytes(600)]));
    else if (faults.has('redirect') && request.method === 'DESCRIBE') {
      this.#answer(302, request, { Location: `rtsp://${elsewhere}/camera/1` });
    } else if (!faults.has('silent')) {
      return faults.has('silent-after-describe') && !['OPTIONS', 'DESCRIBE'].includes(request.method);
    }
    return true;
  }

  #serve(request: Request, offered: OfferedCamera): void {
    if (request.method === 'DESCRIBE') {
      const base = request.uri.replace(/\/?$/, '/');
      this.#answer(200, request, { 'Content-Base': base, 'Content-Type': 'application/sdp' }, offered.describe());
      return;
    }
    if (request.method === 'SETUP') {
      this.#setUp(request, offered);
      return;
    }
    if (!methods.split(', ').includes(request.method)) {
      this.#answer(501, request);
      return;
    }
    const id = request.headers.get('session')?.split(';')[0]?.trim();
    const session = id === undefined ? undefined : this.#sessions.get(id);
    if (id === undefined || session?.offered !== offered) {
      this.#answer(454, request);
      return;
    }
    session.touchedAt = Date.now();
    if (request.method === 'TEARDOWN') this.#end(id, session);
    if (request.method === 'PAUSE') session.player.pause();
    const begins = request.method === 'PLAY';
    const info = begins
      ? { Range: 'npt=now-', 'RTP-Info': `url=${request.uri};seq=${session.player.packetizer.sequence}` }
      : {};
    this.#answer(200, request, { Session: id, ...info });
    if (begins) session.player.play();
  }

  #setUp(request: Request, offered: OfferedCamera): void {
    if (request.headers.has('session')) {
      // There is one stream in it: a second one, or another way for the same, is not had in the same session.
      this.#answer(this.#sessions.has(request.headers.get('session') ?? '') ? 459 : 454, request);
      return;
    }
    if (this.#sessions.size >= mostSessions) {
      this.#answer(503, request);
      return;
    }
    const way = (request.headers.get('transport') ?? '')
      .split(',')
      .map((each) => this.#wayOf(each.trim()))
      .find((each) => each !== undefined);
    if (!way) {
      this.#answer(461, request);
      return;
    }
    const id = randomInt(1e9, 9e9).toString();
    const player = new Player({
      camera: offered.camera,
      line: way.line,
      interleaved: way.reporter === undefined,
      has: (fault) => offered.faults.has(fault),
      gone: () => this.#socket.destroy(),
    });
    this.#sessions.set(id, { offered, player, reporter: way.reporter, touchedAt: Date.now() });
    const ssrc = player.packetizer.ssrc.toString(16).padStart(8, '0').toUpperCase();
    const source = offered.faults.has('foreign-source') ? `;source=${elsewhere}` : '';
    this.#answer(200, request, {
      Session: `${id};timeout=${this.#shared.timeoutSeconds}`,
      Transport: `${way.transport}${source};ssrc=${ssrc}`,
    });
  }

  /** The way that one offer of a Transport header asks for; undefined when it is not served. */
  #wayOf(offer: string) {
    if (/;\s*multicast/i.test(offer) || /mode="?record/i.test(offer)) return undefined;
    if (/^RTP\/AVP\/TCP/i.test(offer)) {
      const [, first, second] = /interleaved=(\d{1,3})(?:-(\d{1,3}))?/i.exec(offer) ?? [];
      const media = Math.min(Number(first ?? 0), 254);
      const control = Math.min(Number(second ?? media + 1), 255);
      return {
        line: interleavedLine(this.#socket, [media, control]),
        transport: `RTP/AVP/TCP;unicast;interleaved=${media}-${control}`,
        reporter: undefined,
      };
    }
    // Packets go to who asks, whatever destination he names.
    const host = this.#socket.remoteAddress;
    const [, first, second] = /client_port=(\d{1,5})(?:-(\d{1,5}))?/i.exec(offer) ?? [];
    const media = Number(first);
    const control = Number(second ?? media + 1);
    if (!/^RTP\/AVP(\/UDP)?(;|$)/i.test(offer) || !host || !(media > 0 && media < 65_535 && control <= 65_535)) {
      return undefined;
    }
    const { pair } = this.#shared;
    return {
      line: datagramLine(pair, host, [media, control]),
      transport: `RTP/AVP;unicast;client_port=${media}-${control};server_port=${pair.ports.join('-')}`,
      reporter: `${host}:${control}`,
    };
  }

  #answer(code: Code, request: Request, headers: Readonly<Record<string, string>> = {}, body = ''): void {
    this.#socket.write(answerText(code, request.sequence, headers, body));
  }

  /** One is alive: the session of the request, or what plays over this connection itself. */
  #touch(request?: Request): void {
    const id = request?.headers.get('session')?.split(';')[0]?.trim();
    for (const [each, session] of this.#sessions) {
      if (request ? each === id : session.reporter === undefined) session.touchedAt = Date.now();
    }
  }

  #end(id: string, session: Session): void {
    this.#sessions.delete(id);
    session.player.stop();
  }

  #endAll(): void {
    for (const [id, session] of this.#sessions) this.#end(id, session);
  }
}
