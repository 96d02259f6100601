import { io, type Socket } from 'socket.io-client';
import {
  cameraContract,
  cameraMessages,
  type PicturesMessage,
  type PulseMessage,
  type Status,
  type StatusMessage,
} from '../../app/camera/index.ts';
import { type CallReply, SipinError } from '../../app/contract/index.ts';
import type { SignedIn } from './server.ts';
import { waitFor } from './wait.ts';

/** A console without a screen: it opens cameras and keeps what comes. */
export class CameraWatcher {
  readonly socket: Socket;
  readonly #who: SignedIn;
  readonly #statuses = new Map<string, Status>();
  readonly #pictures = new Map<string, PicturesMessage[]>();
  #pulse: PulseMessage | undefined;

  private constructor(url: string, who: SignedIn) {
    this.#who = who;
    this.socket = io(url, { path: '/socket', transports: ['websocket'], auth: { token: who.token } });
    this.socket.on(cameraMessages.status, ({ view, status }: StatusMessage) => this.#statuses.set(view, status));
    this.socket.on(cameraMessages.pulse, (pulse: PulseMessage) => {
      this.#pulse = pulse;
    });
    this.socket.on(cameraMessages.pictures, (message: PicturesMessage) => {
      this.#pictures.set(message.view, [...(this.#pictures.get(message.view) ?? []), message]);
    });
  }

  static async connect(url: string, who: SignedIn): Promise<CameraWatcher> {
    const watcher = new CameraWatcher(url, who);
    await waitFor('the connection', () => watcher.socket.connected);
    return watcher;
  }

  /** Opens and watches; the view. */
  async watch(camera: string): Promise<string> {
    const { view } = await this.#who.client.call(cameraContract.open, { camera });
    await this.call(cameraMessages.watch, { view });
    return view;
  }

  /** Sends one of the cameras' messages; throws a SipinError when it is refused. */
  async call<Output>(message: string, input: unknown): Promise<Output> {
    const reply: CallReply = await this.socket.timeout(20_000).emitWithAck(message, input);
    if (reply.ok) return reply.output as Output;
    throw new SipinError(reply.error.category, reply.error.code, reply.error.params);
  }

  async close(view: string): Promise<void> {
    await this.#who.client.call(cameraContract.close, { view });
  }

  status(view: string): Status | undefined {
    return this.#statuses.get(view);
  }

  /** Waits until the stream of a view is in a state. */
  becomes(view: string, state: Status['state'], milliseconds?: number): Promise<Status> {
    return waitFor(
      `the stream to be ${state}`,
      () => {
        const status = this.#statuses.get(view);
        return status?.state === state ? status : undefined;
      },
      milliseconds,
    );
  }

  /** All frames that came for a view. */
  frames(view: string): PicturesMessage['frames'][number][] {
    return (this.#pictures.get(view) ?? []).flatMap(({ frames }) => [...frames]);
  }

  messages(view: string): readonly PicturesMessage[] {
    return this.#pictures.get(view) ?? [];
  }

  /** What the newest pulse said of a view. */
  pulse(view: string): PulseMessage['views'][number] | undefined {
    return this.#pulse?.views.find((each) => each.view === view);
  }

  stop(): void {
    this.socket.disconnect();
  }
}
