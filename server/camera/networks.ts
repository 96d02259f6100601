import { lookup } from 'node:dns/promises';
import { BlockList, connect, isIPv4, type Socket } from 'node:net';
import type { CameraNetwork } from '../../app/camera/index.ts';
import { CameraError } from './failure.ts';

const connectMilliseconds = 4_000;
const defaultPort = 554;

/** Host and port of an RTSP address. */
export function placeOf(address: string): { host: string; port: number } {
  const url = new URL(address);
  return { host: url.hostname, port: url.port === '' ? defaultPort : Number(url.port) };
}

/** The networks and ports in which cameras may be reached; the only way by which a connection to a camera is made. */
export class CameraNetworks {
  #allowed: readonly { readonly addresses: BlockList; readonly first: number; readonly last: number }[] = [];

  /** Allows these in place of those before. */
  set(networks: readonly CameraNetwork[]): void {
    this.#allowed = networks.map(({ network, ports: [first, last] }) => {
      const [address = '', bits = '32'] = network.split('/');
      const addresses = new BlockList();
      addresses.addSubnet(address, Number(bits), 'ipv4');
      return { addresses, first, last };
    });
  }

  /** May an IPv4 address be reached at this port? */
  allows(address: string, port: number): boolean {
    return this.#allowed.some(
      ({ addresses, first, last }) => port >= first && port <= last && addresses.check(address, 'ipv4'),
    );
  }

  /** Could this camera be reached, as far as that can be told without looking its name up? */
  mayRegister(address: string): boolean {
    if (!URL.canParse(address)) return false;
    const { host, port } = placeOf(address);
    if (isIPv4(host)) return this.allows(host, port);
    return this.#allowed.some(({ first, last }) => port >= first && port <= last);
  }

  /**
   * Connects to a camera. The name is looked up once and what came out is checked and connected to, so that a name
   * cannot first point here and then there. Rejects with a CameraError.
   */
  async connect(address: string, signal: AbortSignal): Promise<Socket> {
    const { host, port } = placeOf(address);
    const found = isIPv4(host)
      ? host
      : await lookup(host, { family: 4 }).then(
          (result) => result.address,
          () => {
            throw new CameraError('unreachable', 'DNS');
          },
        );
    if (!this.allows(found, port)) throw new CameraError('not-allowed');
    return new Promise((resolve, reject) => {
      const socket = connect({ host: found, port });
      const give = (error: CameraError) => {
        socket.destroy();
        reject(error);
      };
      const timer = setTimeout(() => give(new CameraError('no-answer')), connectMilliseconds);
      const aborted = () => give(new CameraError('ended'));
      signal.addEventListener('abort', aborted, { once: true });
      socket.once('close', () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', aborted);
      });
      const failed = (error: NodeJS.ErrnoException) => give(new CameraError('unreachable', error.code ?? null));
      socket.once('error', failed);
      socket.once('connect', () => {
        clearTimeout(timer);
        socket.off('error', failed);
        signal.removeEventListener('abort', aborted);
        resolve(socket);
      });
    });
  }
}
