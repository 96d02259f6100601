import type { Socket as UdpSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import type { PictureTaker, SimulatedCamera } from './camera.ts';
import type { Fault } from './faults.ts';
import type { CodedPicture } from './flv.ts';
import { Packetizer } from './packetizer.ts';

/** The way of packets to a player. */
export interface Line {
  media(packet: Buffer): void;
  control(packet: Buffer): void;
}

/** What a TCP player may be behind before it is dropped. */
const mostUnsent = 1024 * 1024;
const mostUnsentDatagrams = 512 * 1024;
const reportMilliseconds = 5_000;
const largePacket = 60_000;

/** Packets between the answers of the RTSP connection. One who does not keep up is dropped. */
export function interleavedLine(socket: Socket, channels: readonly [number, number]): Line {
  const send = (channel: number, packet: Buffer) => {
    if (socket.destroyed) return;
    const header = Buffer.from([0x24, channel, packet.length >> 8, packet.length & 0xff]);
    socket.write(Buffer.concat([header, packet]));
    if (socket.writableLength > mostUnsent) socket.destroy();
  };
  return { media: (packet) => send(channels[0], packet), control: (packet) => send(channels[1], packet) };
}

/** Packets in datagrams; what the system does not take in time is lost, as in a network. */
export function datagramLine(
  sockets: { readonly media: UdpSocket; readonly control: UdpSocket },
  host: string,
  ports: readonly [number, number],
): Line {
  const send = (socket: UdpSocket, port: number, packet: Buffer) => {
    if (socket.getSendQueueSize() < mostUnsentDatagrams) socket.send(packet, port, host, () => undefined);
  };
  return {
    media: (packet) => send(sockets.media, ports[0], packet),
    control: (packet) => send(sockets.control, ports[1], packet),
  };
}

/** Sends one camera's pictures to one player, with reports, from PLAY to TEARDOWN. */
export class Player implements PictureTaker {
  readonly #camera: SimulatedCamera;
  readonly #line: Line;
  readonly #has: (fault: Fault) => boolean;
  readonly #gone: () => void;
  readonly packetizer: Packetizer;
  #reports: NodeJS.Timeout | undefined;
  #begun = false;

  constructor(options: {
    readonly camera: SimulatedCamera;
    readonly line: Line;
    readonly interleaved: boolean;
    readonly has: (fault: Fault) => boolean;
    /** The camera has no more pictures. */
    readonly gone: () => void;
  }) {
    this.#camera = options.camera;
    this.#line = options.line;
    this.#has = options.has;
    this.#gone = options.gone;
    this.packetizer = new Packetizer(options.interleaved && options.has('large-packets') ? largePacket : undefined);
  }

  play(): void {
    if (this.#reports) return;
    this.#camera.add(this);
    const report = () => this.#line.control(this.packetizer.report(Date.now()));
    this.#reports = setInterval(report, reportMilliseconds);
    report();
  }

  pause(): void {
    clearInterval(this.#reports);
    this.#reports = undefined;
    this.#camera.remove(this);
    this.#begun = false;
  }

  /** Ends; says goodbye to who has been playing. Idempotent. */
  stop(): void {
    if (this.#reports) this.#line.control(this.packetizer.report(Date.now(), true));
    this.pause();
  }

  picture({ key, units }: CodedPicture, drawnAt: number, parameterSets: readonly Buffer[]): void {
    if (this.#has('no-packets')) return;
    this.#begun ||= key;
    if (!this.#begun) return;
    const whole = key && !this.#has('bare') ? [...parameterSets, ...units] : units;
    for (const packet of this.packetizer.packets(whole, drawnAt)) this.#line.media(packet);
  }

  ended(): void {
    this.stop();
    this.#gone();
  }
}
