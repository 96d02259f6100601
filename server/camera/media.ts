import { randomBytes } from 'node:crypto';
import { createWorker } from 'mediasoup';
import type {
  DirectTransport,
  DtlsParameters,
  Producer,
  Router,
  RouterRtpCodecCapability,
  WebRtcServer,
  WebRtcTransport,
  Worker,
} from 'mediasoup/types';
import type { Logger } from 'pino';
import type { Services } from '../modules.ts';
import type { Health } from '../runtime/health.ts';

export interface MediaParts {
  readonly services: Pick<Services, 'mediasoupWorker' | 'changed' | 'mediaAddress' | 'mediaPort'>;
  readonly health: Health;
  readonly log: Logger;
}

/** The part's name in the health. */
const part = 'mediasoup';
const delays = { first: 250, most: 15_000 } as const;
/** Profiles that are offered; a camera's pictures go under the nearest. All of them are decoded by Chromium. */
const profiles = ['42e01f', '42001f', '4d001f', '64001f'] as const;
export const payloadType = 96;

const codecs: RouterRtpCodecCapability[] = profiles.map((profile) => ({
  kind: 'video',
  mimeType: 'video/H264',
  clockRate: 90_000,
  parameters: { 'packetization-mode': 1, 'profile-level-id': profile, 'level-asymmetry-allowed': 1 },
}));

/** The profile that pictures of this codec (`avc1.PPCCLL`) go under. */
export function profileOf(codec: string): string {
  const [profile = '42', constraints = '00'] = [codec.slice(5, 7), codec.slice(7, 9)];
  if (profile === '4d') return '4d001f';
  if (profile === '64') return '64001f';
  return Number.parseInt(constraints, 16) & 0x40 ? '42e01f' : '42001f';
}

/** What runs while the worker does. */
interface Running {
  readonly worker: Worker;
  readonly router: Router;
  readonly server: WebRtcServer;
  readonly input: DirectTransport;
}

/**
 * mediasoup: takes the packets of each pulled camera once and sends them to any number of consoles. Its worker is
 * started as soon as it is there, and again when it has died; whoever had something of it makes it anew then.
 */
export class Media {
  readonly #parts: MediaParts;
  readonly #listeners = new Set<() => void>();
  #running: Running | undefined;
  #starting = false;
  #stopped = false;
  #delay: number = delays.first;
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(parts: MediaParts) {
    this.#parts = parts;
  }

  get ready(): boolean {
    return this.#running !== undefined;
  }

  /** Process number of the worker, for the fault tests and the measurements. */
  get pid(): number | undefined {
    return this.#running?.worker.pid;
  }

  /** Calls back when it has come or gone; returns the unsubscribe. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    this.#unsubscribe = this.#parts.services.changed(() => void this.#launch());
    void this.#launch();
  }

  /** Idempotent. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe?.();
    clearTimeout(this.#timer);
    this.#listeners.clear();
    const worker = this.#running?.worker;
    this.#running = undefined;
    // mediasoup ends its worker by itself when this process is told to end: it may be gone already.
    if (!worker || worker.subprocessClosed) return;
    const gone = new Promise<void>((resolve) => worker.on('subprocessclose', () => resolve()));
    worker.close();
    await gone;
  }

  /** A stream of pictures into mediasoup; undefined while it is not there. Packets carry `payloadType` and `ssrc`. */
  async produce(codec: string, ssrc: number): Promise<Producer | undefined> {
    return this.#running?.input.produce({
      kind: 'video',
      rtpParameters: {
        codecs: [
          {
            mimeType: 'video/H264',
            payloadType,
            clockRate: 90_000,
            parameters: {
              'packetization-mode': 1,
              'profile-level-id': profileOf(codec),
              'level-asymmetry-allowed': 1,
            },
          },
        ],
        encodings: [{ ssrc }],
        rtcp: { cname: randomBytes(8).toString('hex') },
      },
    });
  }

  /** A way out to one console, with what its client has to know of the router; undefined while it is not there. */
  async createTransport(): Promise<{ transport: WebRtcTransport; router: Router } | undefined> {
    const running = this.#running;
    if (!running) return undefined;
    const { router, server: webRtcServer } = running;
    return { transport: await router.createWebRtcTransport({ webRtcServer, enableUdp: true }), router };
  }

  async #launch(): Promise<void> {
    const workerBin = this.#parts.services.mediasoupWorker();
    if (workerBin === undefined || this.#running || this.#starting || this.#stopped) return;
    clearTimeout(this.#timer);
    this.#starting = true;
    try {
      this.#running = await this.#open(workerBin);
      this.#parts.health.report(part, { state: 'up' });
      this.#tell();
    } catch (error) {
      this.#retry((error as Error).message);
    } finally {
      this.#starting = false;
    }
  }

  async #open(workerBin: string): Promise<Running> {
    const { services, log } = this.#parts;
    const worker = await createWorker({ workerBin, logLevel: 'error' });
    const startedAt = Date.now();
    worker.on('died', (error) => {
      log.warn({ err: error }, 'the mediasoup worker ended; starting it again');
      if (Date.now() - startedAt > delays.most) this.#delay = delays.first;
      if (this.#running?.worker !== worker) return;
      this.#running = undefined;
      this.#tell();
      this.#retry(error.message);
    });
    try {
      const router = await worker.createRouter({ mediaCodecs: codecs });
      const server = await worker.createWebRtcServer({
        listenInfos: [
          {
            protocol: 'udp',
            ip: services.mediaAddress,
            ...(services.mediaPort > 0 ? { port: services.mediaPort } : {}),
          },
        ],
      });
      return { worker, router, server, input: await router.createDirectTransport() };
    } catch (error) {
      worker.close();
      throw error;
    }
  }

  #retry(reason: string): void {
    if (this.#stopped) return;
    const delay = this.#delay;
    this.#delay = Math.min(this.#delay * 2, delays.most);
    this.#parts.health.report(part, {
      state: 'down',
      reason,
      nextRetry: new Date(Date.now() + delay).toISOString(),
    });
    this.#timer = setTimeout(() => void this.#launch(), delay);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Tells mediasoup what the console's client said; it checks it itself and throws a TypeError when it is not right. */
export async function connectTransport(transport: WebRtcTransport, parameters: Record<string, unknown>): Promise<void> {
  await transport.connect({ dtlsParameters: parameters as unknown as DtlsParameters });
}
