import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { interleavedLine } from './player.ts';

describe('a player over TCP that takes nothing', () => {
  it('is dropped, and little waits for it until then', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const player = connect((listener.address() as AddressInfo).port, '127.0.0.1').pause();
    player.on('error', () => undefined);
    const [socket] = (await once(listener, 'connection')) as [Socket];
    const line = interleavedLine(socket, [0, 1]);
    let most = 0;
    while (!socket.destroyed) {
      line.media(Buffer.alloc(60_000));
      most = Math.max(most, socket.writableLength);
      await new Promise(setImmediate);
    }
    expect(most).toBeLessThan(1_200_000);
    player.destroy();
    listener.close();
    await once(listener, 'close');
  });
});
