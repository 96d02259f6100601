import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** Two neighbouring UDP ports, the even one for RTP, the odd one for RTCP. */
export interface PortPair {
  readonly media: Socket;
  readonly control: Socket;
  readonly ports: readonly [number, number];
  close(): Promise<void>;
}

const attempts = 50;

/** Opens a pair of ports on this address. */
export async function openPortPair(host: string): Promise<PortPair> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = 20_000 + 2 * Math.floor(Math.random() * 20_000);
    const media = await bind(host, port);
    const control = media && (await bind(host, port + 1));
    if (!media || !control) {
      media?.close();
      continue;
    }
    // A player that has gone is answered with "port unreachable", which is no error of ours.
    for (const socket of [media, control]) socket.on('error', () => undefined);
    const closed = Promise.all([once(media, 'close'), once(control, 'close')]);
    return {
      media,
      control,
      ports: [port, port + 1],
      async close() {
        media.close();
        control.close();
        await closed;
      },
    };
  }
  throw new Error('there is no free pair of UDP ports for the simulated cameras');
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
