import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** Two neighbouring UDP ports, the even one for RTP, the odd one for RTCP (RFC 3550, 11). */
export interface Datagrams {
  readonly port: number;
  close(): void;
}

const firstPort = 20_000;
const lastPort = 60_000;
const attempts = 50;
/** A key frame of a large picture comes in one burst. */
const receiveBuffer = 2 * 1024 * 1024;

/** Opens a pair of ports on an address of this machine; takes packets from the one camera only. */
export async function openDatagrams(
  localAddress: string,
  cameraAddress: string,
  packet: (data: Buffer) => void,
): Promise<Datagrams> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = firstPort + 2 * Math.floor((Math.random() * (lastPort - firstPort)) / 2);
    const media = await bind(localAddress, port);
    if (!media) continue;
    const control = await bind(localAddress, port + 1);
    if (!control) {
      media.close();
      continue;
    }
    try {
      media.setRecvBufferSize(receiveBuffer);
    } catch {
      // The system allows less; what it allows is taken.
    }
    media.on('message', (data, { address }) => {
      if (address === cameraAddress) packet(data);
    });
    for (const socket of [media, control]) socket.on('error', () => undefined);
    return {
      port,
      close() {
        media.close();
        control.close();
      },
    };
  }
  throw new Error('there is no free pair of UDP ports');
}

async function bind(address: string, port: number): Promise<Socket | undefined> {
  const socket = createSocket('udp4');
  socket.bind({ address, port, exclusive: true });
  try {
    await once(socket, 'listening');
    return socket;
  } catch {
    socket.close();
    return undefined;
  }
}
