import type { types } from 'mediasoup-client';
import { Device } from 'mediasoup-client';
import { type ConsumeReply, cameraMessages, type TransportReply } from '../../app/camera/index.ts';
import type { CameraLine } from './camera-line.ts';

/** How long until the way to mediasoup is made again after it failed, in ms; doubled each time up to the last. */
const againMilliseconds = [500, 10_000] as const;

/** A way to mediasoup that stands. */
interface Way {
  readonly device: Device;
  readonly transport: types.Transport;
}

/**
 * The page's one way to mediasoup, shared by all tiles and made as soon as the first of them is there, so that opening
 * a camera has not to wait for it. Made again when mediasoup or the connection has come back, or when it has failed.
 */
export class MediaLine {
  readonly #line: CameraLine;
  readonly #renewals = new Set<() => void>();
  readonly #waiting = new Set<() => void>();
  #holders = 0;
  #way: Way | undefined;
  #device: { readonly device: Device; readonly capabilities: string } | undefined;
  #making = 0;
  #failed = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(line: CameraLine) {
    this.#line = line;
  }

  /** Somebody is going to need it; returns the end of that. The last one closes it. */
  hold(): () => void {
    this.#holders += 1;
    if (this.#holders === 1) this.renew();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#holders -= 1;
      if (this.#holders === 0) this.drop();
    };
  }

  /** Calls back when there is a new way, on which everything has to be taken anew; returns the unsubscribe. */
  onRenewed(listener: () => void): () => void {
    this.#renewals.add(listener);
    return () => this.#renewals.delete(listener);
  }

  /** Makes the way anew: nothing of the old one is good any more. */
  renew(): void {
    this.drop();
    if (this.#holders > 0 && this.#line.connected) void this.#make();
  }

  /** Closes the way; whoever waits goes on waiting for the next. */
  drop(): void {
    this.#making += 1;
    clearTimeout(this.#timer);
    const way = this.#way;
    this.#way = undefined;
    way?.transport.close();
  }

  /** Takes a view's pictures from mediasoup as soon as there is a way; undefined when the signal said not to. */
  async consume(view: string, signal: AbortSignal): Promise<types.Consumer | undefined> {
    const way = await this.#standing(signal);
    if (!way || signal.aborted) return undefined;
    const { device, transport } = way;
    const reply = await this.#line.call<ConsumeReply>(cameraMessages.consume, {
      view,
      transport: transport.id,
      rtpCapabilities: device.recvRtpCapabilities,
    });
    if (signal.aborted || transport.closed) return undefined;
    const consumer = await transport.consume(reply as unknown as types.ConsumerOptions);
    if (!signal.aborted) return consumer;
    consumer.close();
    return undefined;
  }

  #standing(signal: AbortSignal): Promise<Way | undefined> {
    if (this.#way || signal.aborted) return Promise.resolve(signal.aborted ? undefined : this.#way);
    return new Promise((resolve) => {
      const answer = () => {
        this.#waiting.delete(answer);
        signal.removeEventListener('abort', answer);
        resolve(signal.aborted ? undefined : this.#way);
      };
      signal.addEventListener('abort', answer);
      this.#waiting.add(answer);
    });
  }

  async #make(): Promise<void> {
    const making = this.#making;
    try {
      const reply = await this.#line.call<TransportReply>(cameraMessages.transport, {});
      const device = await this.#deviceFor(reply.routerRtpCapabilities);
      if (this.#making !== making) return;
      const { id, iceParameters, iceCandidates, dtlsParameters } = reply as unknown as types.TransportOptions;
      // No STUN server: cameras are watched in the network in which the server is.
      const transport = device.createRecvTransport({
        id,
        iceParameters,
        iceCandidates,
        dtlsParameters,
        iceServers: [],
      });
      transport.on('connect', ({ dtlsParameters: own }, done, failed) => {
        this.#line
          .call(cameraMessages.connect, { transport: id, dtlsParameters: own })
          .then(done, (error: unknown) => failed(error instanceof Error ? error : new Error(String(error))));
      });
      transport.on('connectionstatechange', (state) => {
        if (state === 'connected') this.#failed = 0;
        if (state === 'failed' && this.#way?.transport === transport) {
          this.drop();
          this.#later();
        }
      });
      this.#way = { device, transport };
      for (const answer of [...this.#waiting]) answer();
      for (const listener of this.#renewals) listener();
    } catch {
      // mediasoup is not there yet, or the connection has gone: pictures come without it meanwhile.
      if (this.#making === making) this.#later();
    }
  }

  #later(): void {
    const wait = Math.min(againMilliseconds[0] * 2 ** this.#failed, againMilliseconds[1]);
    this.#failed = Math.min(this.#failed + 1, 10);
    this.#timer = setTimeout(() => this.renew(), wait * (0.75 + Math.random() / 2));
  }

  /** What the browser can do is asked once for as long as the server offers the same. */
  async #deviceFor(routerRtpCapabilities: Record<string, unknown>): Promise<Device> {
    const capabilities = JSON.stringify(routerRtpCapabilities);
    if (this.#device?.capabilities === capabilities) return this.#device.device;
    const device = await Device.factory();
    await device.load({ routerRtpCapabilities: routerRtpCapabilities as types.RtpCapabilities });
    this.#device = { device, capabilities };
    return device;
  }
}
