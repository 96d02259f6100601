import type { Socket } from 'socket.io-client';
import {
  cameraMessages,
  type PicturesMessage,
  type PulseMessage,
  type Status,
  type StatusMessage,
} from '../../app/camera/index.ts';
import { type CallReply, SipinError } from '../../app/contract/index.ts';
import { hearServerTime } from '../kit/clock.ts';
import { MediaLine } from './media-line.ts';

/** What comes for one view. */
export interface ViewListener {
  status(status: Status): void;
  pictures(message: PicturesMessage): void;
  /** The newest frame that the server has of the camera. */
  newest(rtp: number, at: number): void;
}

/** How long a message waits for its answer, in ms; the server itself waits up to 15 s for a camera's first picture. */
const answerMilliseconds = 20_000;

/** Messages about cameras over the page's connection: what comes is handed to the view it is for. */
export class CameraLine {
  readonly media: MediaLine;
  readonly #socket: Socket;
  readonly #views = new Map<string, ViewListener>();

  constructor(socket: Socket) {
    this.#socket = socket;
    this.media = new MediaLine(this);
    socket.on(cameraMessages.status, ({ view, status }: StatusMessage) => this.#views.get(view)?.status(status));
    socket.on(cameraMessages.pictures, (message: PicturesMessage) => this.#views.get(message.view)?.pictures(message));
    socket.on(cameraMessages.pulse, ({ now, views }: PulseMessage) => {
      hearServerTime(now);
      for (const { view, rtp, at } of views) if (rtp !== null && at !== null) this.#views.get(view)?.newest(rtp, at);
    });
    socket.on(cameraMessages.media, () => this.media.renew());
    socket.on('connect', () => this.media.renew());
    socket.on('disconnect', () => this.media.drop());
  }

  get connected(): boolean {
    return this.#socket.connected;
  }

  /** Calls back when the connection has come or gone; returns the unsubscribe. */
  onConnection(listener: (connected: boolean) => void): () => void {
    const came = () => listener(true);
    const went = () => listener(false);
    this.#socket.on('connect', came);
    this.#socket.on('disconnect', went);
    return () => {
      this.#socket.off('connect', came);
      this.#socket.off('disconnect', went);
    };
  }

  /** Hands what comes for this view to the listener; returns the end of it. */
  listen(view: string, listener: ViewListener): () => void {
    this.#views.set(view, listener);
    return () => this.#views.delete(view);
  }

  /** Says something and returns the answer. Throws a SipinError. */
  async call<Output>(message: string, input: Readonly<Record<string, unknown>>): Promise<Output> {
    let reply: CallReply;
    try {
      reply = await this.#socket.timeout(answerMilliseconds).emitWithAck(message, input);
    } catch (error) {
      throw new SipinError('unavailable', 'contract.offline', {}, { cause: error });
    }
    if (reply.ok) return reply.output as Output;
    throw new SipinError(reply.error.category, reply.error.code, reply.error.params);
  }
}
