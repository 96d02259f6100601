import { randomInt } from 'node:crypto';
import type { Producer } from 'mediasoup/types';
import type { Logger } from 'pino';
import {
  type Delivery,
  lingerMilliseconds,
  retryDelay,
  type Stream,
  type StreamState,
  staleMilliseconds,
  type Viewer,
} from '../../app/camera/index.ts';
import { Continuity } from './continuity.ts';
import { CameraError } from './failure.ts';
import { Forwarder } from './h264/forwarder.ts';
import { type Frame, FrameReader } from './h264/frames.ts';
import { PacketOrder } from './h264/order.ts';
import { type RtpPacket, readPacket } from './h264/packet.ts';
import { type Media, payloadType, profileOf } from './media.ts';
import type { CameraNetworks } from './networks.ts';
import { Pictures } from './pictures.ts';
import type { Credentials } from './rtsp/authorization.ts';
import { RtspSession } from './rtsp/session.ts';
import type { Stills } from './stills.ts';

/** Where a camera is and how it is asked. */
export interface CameraAccess {
  readonly id: string;
  readonly address: string;
  readonly credentials: Credentials;
  readonly delivery: Delivery;
}

export interface SourceParts {
  readonly networks: CameraNetworks;
  readonly media: Media;
  readonly stills: Stills;
  readonly log: Logger;
}

/** Somebody who looks through the camera. */
export interface Watcher {
  readonly viewer: Viewer;
  /** Whole frames in the order of decoding, and whether one before them is missing. */
  frames(frames: readonly Frame[], codec: string, gap: boolean): void;
  /** State, or who watches, is not as it was. */
  changed(): void;
}

const watchTick = 500;
/** How long a stream may be stale, or give no picture at first, before the connection is made anew. */
const silentMilliseconds = 8_000;
/** Most viewers that are named; of more the number alone is told. */
const mostNamed = 20;

/**
 * One camera: pulled while somebody watches, and for a short while after; taken up again when it ends. Its pictures go
 * to mediasoup untouched, and, frame by frame, to those who have just come.
 */
export class CameraSource {
  readonly #parts: SourceParts;
  readonly #access: CameraAccess;
  readonly #watchers = new Set<Watcher>();
  readonly #waiting = new Set<(producer: Producer | undefined) => void>();
  readonly #continuity = new Continuity();
  readonly #ssrc = randomInt(1, 0xffff_ffff);
  readonly #forwarder = new Forwarder(this.#ssrc, payloadType);
  readonly #pictures = new Pictures();
  readonly #idle: () => void;
  #state: StreamState = 'idle';
  #since = new Date();
  #error: CameraError | undefined;
  #retryAt: Date | undefined;
  #failed = 0;
  #codec: { codec: string; width: number; height: number } | undefined;
  #newest: { rtp: number; at: number } | undefined;
  #attempt: AbortController | undefined;
  #session: RtspSession | undefined;
  #producer: Producer | undefined;
  #producing = false;
  #retryTimer: NodeJS.Timeout | undefined;
  #lingerTimer: NodeJS.Timeout | undefined;
  #silenceTimer: NodeJS.Timeout | undefined;
  #stopped = false;

  /** `idle` is called when nobody has watched for a while and nothing is pulled any more. */
  constructor(access: CameraAccess, parts: SourceParts, idle: () => void) {
    this.#access = access;
    this.#parts = parts;
    this.#idle = idle;
  }

  /** The newest frame that came: RTP timestamp and arrival in ms since 1970. */
  get newest(): { readonly rtp: number; readonly at: number } | undefined {
    return this.#newest;
  }

  get stream(): Stream {
    return {
      state: this.#state,
      since: this.#since.toISOString(),
      failure: this.#error?.failure ?? null,
      detail: this.#error?.detail ?? null,
      nextRetry: this.#retryAt?.toISOString() ?? null,
      width: this.#codec?.width ?? null,
      height: this.#codec?.height ?? null,
      codec: this.#codec?.codec ?? null,
      watching: this.#watchers.size,
      viewers: [...this.#watchers].slice(0, mostNamed).map(({ viewer }) => viewer),
    };
  }

  /** Somebody looks; the camera is pulled if it is not yet, and tried at once if it had failed. Returns the end of it. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    clearTimeout(this.#lingerTimer);
    this.#tell();
    const still = this.#parts.stills.get(this.#access.id);
    const { frames, gap } = this.#pictures;
    if (this.#codec && frames.length > 0) watcher.frames(frames, this.#codec.codec, gap);
    else if (still) watcher.frames([still.frame], still.codec, true);
    if (this.#state === 'idle' || this.#state === 'failed') this.#connect();
    return () => {
      if (!this.#watchers.delete(watcher)) return;
      this.#tell();
      if (this.#watchers.size > 0 || this.#stopped) return;
      this.#lingerTimer = setTimeout(() => {
        this.stop();
        this.#idle();
      }, lingerMilliseconds);
    };
  }

  /** The frames since the newest key frame, for a watcher who needs them again. */
  again(watcher: Watcher): void {
    if (this.#codec && this.#watchers.has(watcher)) {
      watcher.frames(this.#pictures.frames, this.#codec.codec, this.#pictures.gap);
    }
  }

  /** What consumers take from; waits for it until the signal says not to. Undefined when there is none. */
  producer(signal: AbortSignal): Promise<Producer | undefined> {
    if (this.#producer && !this.#producer.closed) return Promise.resolve(this.#producer);
    if (this.#stopped || signal.aborted || !this.#parts.media.ready) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const answer = (producer: Producer | undefined) => {
        this.#waiting.delete(answer);
        signal.removeEventListener('abort', aborted);
        resolve(producer);
      };
      const aborted = () => answer(undefined);
      signal.addEventListener('abort', aborted);
      this.#waiting.add(answer);
    });
  }

  /** mediasoup has come or gone. */
  mediaChanged(): void {
    if (!this.#parts.media.ready) {
      this.#producer = undefined;
      this.#answer(undefined);
    } else if (this.#state === 'live') void this.#produce();
    for (const watcher of this.#watchers) watcher.changed();
  }

  /** Ends pulling for good; whoever still watches is told why. Idempotent. */
  stop(error?: CameraError): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#hangUp();
    for (const timer of [this.#retryTimer, this.#lingerTimer]) clearTimeout(timer);
    this.#producer?.close();
    this.#producer = undefined;
    this.#answer(undefined);
    this.#error = error;
    this.#retryAt = undefined;
    this.#set(error ? 'failed' : 'idle');
  }

  #connect(): void {
    if (this.#stopped) return;
    clearTimeout(this.#retryTimer);
    this.#retryAt = undefined;
    this.#set('connecting');
    const attempt = new AbortController();
    this.#attempt = attempt;
    void this.#pull(attempt).catch((error: unknown) => {
      if (this.#attempt !== attempt) return;
      if (!(error instanceof CameraError)) this.#parts.log.error({ err: error, camera: this.#access.id }, 'camera');
      this.#fail(error instanceof CameraError ? error : new CameraError('no-answer'));
    });
  }

  async #pull(attempt: AbortController): Promise<void> {
    const { address, credentials, delivery } = this.#access;
    const startedAt = Date.now();
    const socket = await this.#parts.networks.connect(address, attempt.signal);
    if (attempt.signal.aborted) {
      socket.destroy();
      return;
    }
    let frames: FrameReader | undefined;
    this.#continuity.begin();
    const order = new PacketOrder((packet) => {
      if (frames) this.#packet(packet, frames);
    });
    let wanted = -1;
    const session = new RtspSession({
      socket,
      address,
      credentials,
      delivery,
      described: (video) => {
        wanted = video.payloadType;
        frames = new FrameReader(
          video.parameterSets,
          (frame) => this.#frame(frame, frames as FrameReader),
          () => this.#lost(),
        );
      },
      packet: (data) => {
        const packet = readPacket(data);
        if (packet && packet.payloadType === wanted) order.push(packet);
      },
      ended: (error) => {
        if (this.#attempt === attempt) this.#fail(error);
      },
    });
    this.#session = session;
    await session.play();
    if (this.#attempt !== attempt) {
      session.close();
      return;
    }
    this.#silenceTimer = setInterval(() => this.#listen(startedAt), watchTick);
  }

  /** Is anything coming? */
  #listen(startedAt: number): void {
    const quiet = Date.now() - Math.max(this.#newest?.at ?? 0, startedAt);
    if (this.#state === 'live' && quiet > staleMilliseconds) this.#set('stale');
    if (quiet > silentMilliseconds) this.#fail(new CameraError(this.#state === 'connecting' ? 'no-answer' : 'ended'));
  }

  #packet(raw: RtpPacket, frames: FrameReader): void {
    const now = Date.now();
    const packet = this.#continuity.carry(raw, now);
    if (this.#producer && !this.#producer.closed) {
      for (const data of this.#forwarder.forward(packet, frames)) this.#producer.send(data);
    } else this.#forwarder.forward(packet, frames);
    frames.push(packet, now);
  }

  #frame(frame: Frame, reader: FrameReader): void {
    const { format } = reader;
    if (!this.#pictures.push(frame) || !format) return;
    this.#newest = { rtp: frame.rtp, at: frame.at };
    const before = this.#codec;
    this.#codec = format;
    if (frame.key) this.#parts.stills.put(this.#access.id, { codec: format.codec, frame });
    if (this.#state !== 'live') {
      this.#failed = 0;
      this.#error = undefined;
      this.#set('live');
    } else if (before?.width !== format.width || before.height !== format.height) this.#tell();
    if (this.#producer && before && profileOf(before.codec) !== profileOf(format.codec)) {
      this.#producer.close();
      this.#producer = undefined;
    }
    if (!this.#producer) void this.#produce();
    for (const watcher of this.#watchers) watcher.frames([frame], format.codec, false);
  }

  #lost(): void {
    this.#pictures.lost();
  }

  async #produce(): Promise<void> {
    if (this.#producing || this.#stopped || !this.#codec || !this.#parts.media.ready) return;
    this.#producing = true;
    try {
      const producer = await this.#parts.media.produce(this.#codec.codec, this.#ssrc);
      if (!producer) return;
      if (this.#stopped) {
        producer.close();
        return;
      }
      this.#producer = producer;
      producer.on('transportclose', () => {
        if (this.#producer === producer) this.#producer = undefined;
      });
      this.#answer(producer);
    } catch (error) {
      this.#parts.log.warn({ err: error, camera: this.#access.id }, 'mediasoup does not take the pictures');
    } finally {
      this.#producing = false;
    }
  }

  #answer(producer: Producer | undefined): void {
    for (const answer of [...this.#waiting]) answer(producer);
  }

  #fail(error: CameraError): void {
    this.#hangUp();
    this.#pictures.lost();
    this.#failed += 1;
    const delay = retryDelay(this.#failed);
    this.#error = error;
    this.#retryAt = new Date(Date.now() + delay);
    this.#parts.log.debug({ camera: this.#access.id, failure: error.failure, detail: error.detail }, 'camera failed');
    this.#set('failed');
    this.#retryTimer = setTimeout(() => this.#connect(), delay);
  }

  #hangUp(): void {
    this.#attempt?.abort();
    this.#attempt = undefined;
    this.#session?.close();
    this.#session = undefined;
    clearInterval(this.#silenceTimer);
  }

  #set(state: StreamState): void {
    if (this.#state !== state) this.#since = new Date();
    this.#state = state;
    this.#tell();
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher.changed();
  }
}
