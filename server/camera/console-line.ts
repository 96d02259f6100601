import type { Consumer, RtpCapabilities, WebRtcTransport } from 'mediasoup/types';
import type { Logger } from 'pino';
import type { Socket } from 'socket.io';
import {
  type ConsumeReply,
  cameraMessages,
  type PicturesMessage,
  type PulseMessage,
  type Status,
  type StatusMessage,
  type TransportReply,
} from '../../app/camera/index.ts';
import { SipinError } from '../../app/contract/index.ts';
import type { Frame } from './h264/frames.ts';
import { connectTransport, type Media } from './media.ts';
import type { CameraService } from './service.ts';
import type { CameraSource, Watcher } from './source.ts';
import type { View } from './views.ts';

export interface LineParts {
  readonly socket: Socket;
  readonly service: CameraService;
  readonly media: Media;
  readonly log: Logger;
}

/** One camera that this connection watches. */
interface Watched {
  readonly view: View;
  source: CameraSource;
  watcher: Watcher;
  end: () => void;
  consumer: Consumer | undefined;
  /** mediasoup's pictures are on the screen: none are needed over this connection. */
  settled: boolean;
  /** A frame was left out: wait for a key frame. */
  gap: boolean;
}

const consumeMilliseconds = 15_000;
/** What may wait to be written to a connection before frames are left out, in bytes. */
const mostBuffered = 2 * 1024 * 1024;
/** Frames in one message: Socket.IO's clients end a connection that brings more than ten binary parts in one. */
const mostFrames = 10;

/** What one console has of the cameras: its views, its way to mediasoup, and what is sent to it. */
export class ConsoleLine {
  readonly #parts: LineParts;
  readonly #watched = new Map<string, Watched>();
  #transport: WebRtcTransport | undefined;
  #closed = false;

  constructor(parts: LineParts) {
    this.#parts = parts;
  }

  /** Starts the pictures of a view, or starts them anew. */
  async watch(view: View): Promise<Status> {
    this.unwatch(view.id);
    const source = await this.#parts.service.source(view.camera);
    if (!source || this.#closed) throw new SipinError('not-found', 'camera.not-found');
    this.unwatch(view.id);
    const watched = this.#begin(view, source);
    return this.#statusOf(watched);
  }

  /** Idempotent. */
  unwatch(id: string): void {
    const watched = this.#watched.get(id);
    if (!watched) return;
    this.#watched.delete(id);
    watched.consumer?.close();
    watched.end();
  }

  settled(id: string, settled: boolean): void {
    const watched = this.#require(id);
    const again = watched.settled && !settled;
    watched.settled = settled;
    if (again) watched.source.again(watched.watcher);
  }

  async transport(): Promise<TransportReply> {
    const made = await this.#parts.media.createTransport();
    if (!made) throw new SipinError('unavailable', 'camera.unavailable');
    const { transport, router } = made;
    if (this.#closed) {
      transport.close();
      throw new SipinError('not-found', 'camera.view-unknown');
    }
    this.#transport?.close();
    this.#transport = transport;
    return plain<TransportReply>({
      id: transport.id,
      routerRtpCapabilities: router.rtpCapabilities,
      iceParameters: transport.iceParameters,
      iceCandidates: transport.iceCandidates,
      dtlsParameters: transport.dtlsParameters,
    });
  }

  async connect(id: string, dtlsParameters: Record<string, unknown>): Promise<void> {
    await connectTransport(this.#requireTransport(id), dtlsParameters).catch(refuse);
  }

  async consume(id: string, transportId: string, rtpCapabilities: Record<string, unknown>): Promise<ConsumeReply> {
    const watched = this.#require(id);
    const producer = await watched.source.producer(AbortSignal.timeout(consumeMilliseconds));
    if (!producer || this.#watched.get(id) !== watched) throw new SipinError('unavailable', 'camera.unavailable');
    const transport = this.#requireTransport(transportId);
    watched.consumer?.close();
    const consumer = await transport
      .consume({ producerId: producer.id, rtpCapabilities: rtpCapabilities as unknown as RtpCapabilities })
      .catch(refuse);
    if (this.#watched.get(id) !== watched) consumer.close();
    // Asked twice at the same time: the last one stays.
    watched.consumer?.close();
    watched.consumer = consumer;
    return plain<ConsumeReply>({
      id: consumer.id,
      producerId: producer.id,
      kind: 'video',
      rtpParameters: consumer.rtpParameters,
    });
  }

  /** Tells the newest frames of what is watched, so that the console can say how old its own are. */
  pulse(now: number): void {
    if (this.#watched.size === 0) return;
    const views = [...this.#watched.values()].map(({ view, source: { newest } }) => ({
      view: view.id,
      rtp: newest?.rtp ?? null,
      at: newest?.at ?? null,
    }));
    this.#parts.socket.emit(cameraMessages.pulse, { now, views } satisfies PulseMessage);
  }

  /** mediasoup has come, or has come back. */
  mediaChanged(): void {
    this.#transport = undefined;
    for (const watched of this.#watched.values()) watched.consumer = undefined;
    if (!this.#parts.media.ready) {
      // Its pictures stand still from now on; those over this connection take over without being asked for.
      for (const id of this.#watched.keys()) this.settled(id, false);
    } else this.#parts.socket.emit(cameraMessages.media);
  }

  /** The camera's particulars have changed: what is watched of it is taken from its new source. */
  reload(camera: string): void {
    for (const { view } of [...this.#watched.values()]) {
      if (view.camera !== camera) continue;
      this.watch(view).then(
        (status) => this.#parts.socket.emit(cameraMessages.status, { view: view.id, status } satisfies StatusMessage),
        (error) => this.#parts.log.debug({ err: error }, 'a camera could not be taken up anew'),
      );
    }
  }

  watches(id: string): boolean {
    return this.#watched.has(id);
  }

  /** Ends all of it; the views that were watched. Idempotent. */
  close(): string[] {
    this.#closed = true;
    const views = [...this.#watched.keys()];
    for (const id of views) this.unwatch(id);
    this.#transport?.close();
    this.#transport = undefined;
    return views;
  }

  #begin(view: View, source: CameraSource): Watched {
    const watched: Watched = {
      view,
      source,
      consumer: undefined,
      settled: false,
      gap: false,
      end: () => undefined,
      watcher: {
        viewer: { name: view.name, area: view.area },
        frames: (frames, codec, gap) => this.#send(watched, frames, codec, gap),
        changed: () => {
          const status = this.#statusOf(watched);
          this.#parts.socket.emit(cameraMessages.status, { view: view.id, status } satisfies StatusMessage);
        },
      },
    };
    this.#watched.set(view.id, watched);
    watched.end = source.watch(watched.watcher);
    return watched;
  }

  #send(watched: Watched, frames: readonly Frame[], codec: string, gap: boolean): void {
    if (watched.settled) return;
    if (frames[0]?.key) watched.gap = false;
    else if (watched.gap) return;
    if (bufferedBytes(this.#parts.socket) > mostBuffered) {
      watched.gap = true;
      return;
    }
    for (let first = 0; first < frames.length; first += mostFrames) {
      this.#parts.socket.emit(cameraMessages.pictures, {
        view: watched.view.id,
        codec,
        frames: frames.slice(first, first + mostFrames).map(({ key, rtp, at, data }) => ({ key, rtp, at, data })),
        gap: gap && first === 0,
      } satisfies PicturesMessage);
    }
  }

  #statusOf({ source }: Watched): Status {
    return { ...source.stream, media: this.#parts.media.ready };
  }

  #require(id: string): Watched {
    const watched = this.#watched.get(id);
    if (!watched) throw new SipinError('not-found', 'camera.view-unknown');
    return watched;
  }

  #requireTransport(id: string): WebRtcTransport {
    const transport = this.#transport;
    if (!transport || transport.closed || transport.id !== id) {
      throw new SipinError('unavailable', 'camera.unavailable');
    }
    return transport;
  }
}

/** mediasoup throws a TypeError for what a client should not have said, and an Error when it is on its way out. */
function refuse(error: unknown): never {
  if (error instanceof TypeError) {
    throw new SipinError('input', 'contract.invalid-input', { path: '/', problem: error.message.slice(0, 200) });
  }
  throw new SipinError('unavailable', 'camera.unavailable', {}, { cause: error });
}

/** What was given to a connection and is not yet with the system. */
function bufferedBytes(socket: Socket): number {
  const { transport } = socket.conn as unknown as { transport: { socket?: { bufferedAmount?: number } } };
  return transport.socket?.bufferedAmount ?? 0;
}

/** mediasoup's own types are wider than what travels; what travels is plain JSON. */
function plain<T>(value: unknown): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
