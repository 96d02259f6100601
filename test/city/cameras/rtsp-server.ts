import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { parameterSetsWith, SimulatedCamera } from './camera.ts';
import { Connection, type OfferedCamera } from './connection.ts';
import { descriptionOf } from './description.ts';
import { type Credentials, DigestGate } from './digest.ts';
import type { Fault } from './faults.ts';
import { openPortPair, type PortPair } from './ports.ts';

/** One camera of a server. */
export interface CameraSetting {
  /** The last part of its path, and what is burned in. */
  readonly number: number;
  /** Without, it lets everybody in. */
  readonly credentials?: Credentials;
  /** Digest as of RFC 7616 in place of RFC 2069, which is the default. */
  readonly qop?: boolean;
}

export interface CameraServerOptions {
  readonly cameras: readonly CameraSetting[];
  /** Address of this machine to listen on. */
  readonly host?: string;
  /** 0, the default, takes any. */
  readonly port?: number;
  /** Path of ffmpeg. */
  readonly ffmpeg?: string;
  readonly rate?: number;
  /** Seconds from one key frame to the next. */
  readonly keySeconds?: number;
  readonly kilobits?: number;
  /** Seconds without a sign of life after which a session ends. */
  readonly timeoutSeconds?: number;
  /** How long a nonce is good. */
  readonly nonceSeconds?: number;
}

const mostConnections = 500;
const sweepMilliseconds = 500;

interface Entry {
  readonly camera: SimulatedCamera;
  readonly qop: boolean;
  credentials: Credentials | null;
  faults: ReadonlySet<Fault>;
  describe(): string;
}

/** A real RTSP server with simulated cameras, `rtsp://host:port/camera/NUMBER`. */
export class CameraServer {
  readonly host: string;
  readonly #entries: ReadonlyMap<number, Entry>;
  readonly #pair: PortPair;
  readonly #gate: DigestGate;
  readonly #timeoutSeconds: number;
  readonly #connections = new Set<Connection>();
  readonly #sweep: NodeJS.Timeout;
  #listener: Server | undefined;
  #port: number;

  private constructor(options: CameraServerOptions, pair: PortPair, entries: ReadonlyMap<number, Entry>, host: string) {
    this.host = host;
    this.#entries = entries;
    this.#pair = pair;
    this.#port = options.port ?? 0;
    this.#timeoutSeconds = options.timeoutSeconds ?? 60;
    this.#gate = new DigestGate('simulated cameras', (options.nonceSeconds ?? 300) * 1_000);
    pair.control.on('message', (_, { address, port }) => {
      for (const connection of this.#connections) connection.reported(`${address}:${port}`);
    });
    this.#sweep = setInterval(() => {
      const now = Date.now();
      for (const connection of this.#connections) connection.sweep(now);
    }, sweepMilliseconds);
  }

  /** Starts it; rejects when ffmpeg does not work or the port is taken. Encoders run only while somebody plays. */
  static async start(options: CameraServerOptions): Promise<CameraServer> {
    const host = options.host ?? '127.0.0.1';
    const encoding = {
      ffmpeg: options.ffmpeg ?? process.env.SIPIN_FFMPEG ?? 'ffmpeg',
      rate: options.rate ?? 10,
      keySeconds: options.keySeconds ?? 2,
      kilobits: options.kilobits ?? 400,
    };
    // The same for all of them, so that a description need not wait for an encoder.
    const parameterSets = await parameterSetsWith(encoding);
    const entries = options.cameras.map(({ number, credentials, qop }): [number, Entry] => {
      const entry: Entry = {
        camera: new SimulatedCamera(number, encoding),
        qop: qop ?? false,
        credentials: credentials ?? null,
        faults: new Set(),
        describe: () =>
          descriptionOf({
            number,
            host,
            encoding: entry.faults.has('h265') ? 'H265' : 'H264',
            rate: encoding.rate,
            parameterSets: entry.faults.has('undescribed') ? [] : parameterSets,
          }),
      };
      return [number, entry];
    });
    const server = new CameraServer(options, await openPortPair(host), new Map(entries), host);
    try {
      await server.listen();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  get port(): number {
    return this.#port;
  }

  /** Address of a camera, without name and password. */
  addressOf(number: number): string {
    return `rtsp://${this.host}:${this.#port}/camera/${number}`;
  }

  /** How many play a camera's pictures, and whether it encodes. */
  stateOf(number: number): { readonly players: number; readonly encoding: boolean } {
    const { camera } = this.#entry(number);
    return { players: camera.takers, encoding: camera.running };
  }

  /** From now on the camera has these faults and no others; one that is dead closes its connections. */
  setFaults(number: number, ...faults: Fault[]): void {
    this.#entry(number).faults = new Set(faults);
    if (faults.includes('dead')) for (const connection of [...this.#connections]) connection.close(number);
  }

  /** From now on the camera wants these. */
  setCredentials(number: number, credentials: Credentials | null): void {
    this.#entry(number).credentials = credentials;
  }

  /** All cameras lose power: connections end, new ones are refused until `listen`. */
  async silence(): Promise<void> {
    const listener = this.#listener;
    this.#listener = undefined;
    const closed = listener && new Promise((resolve) => listener.close(resolve));
    for (const connection of [...this.#connections]) connection.close();
    await closed;
  }

  /** Takes connections (again), at the same port. */
  async listen(): Promise<void> {
    if (this.#listener) return;
    const shared = {
      gate: this.#gate,
      pair: this.#pair,
      timeoutSeconds: this.#timeoutSeconds,
      offered: (number: number): OfferedCamera | undefined => this.#entries.get(number),
    };
    const listener = createServer((socket) => {
      const connection = new Connection(socket, shared);
      this.#connections.add(connection);
      socket.on('close', () => this.#connections.delete(connection));
    });
    listener.maxConnections = mostConnections;
    listener.listen(this.#port, this.host);
    await once(listener, 'listening');
    const address = listener.address();
    if (address && typeof address === 'object') this.#port = address.port;
    this.#listener = listener;
  }

  /** Ends everything that it started. Idempotent. */
  async stop(): Promise<void> {
    clearInterval(this.#sweep);
    await this.silence();
    await Promise.all([...this.#entries.values()].map(({ camera }) => camera.stop()));
    await this.#pair.close().catch(() => undefined);
  }

  #entry(number: number): Entry {
    const entry = this.#entries.get(number);
    if (!entry) throw new Error(`there is no simulated camera ${number}`);
    return entry;
  }
}
