import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { freePort } from '../../server/runtime/free-port.ts';
import { CameraPicture } from '../city/cameras/picture.ts';
import { partPath } from './parts.ts';
import { waitFor } from './wait.ts';

const rate = 10;

/** An RTSP server that is not ours, with one stream; it knows datagrams only and no passwords. */
export interface ForeignRtsp {
  readonly address: string;
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts Debian's rtsp-server-perl and has ffmpeg announce a stream to it: H.264 with a key frame every 2 s, drawn as
 * the simulated cameras' pictures are, with their time stamp. Resolves when players can have it.
 */
export async function startForeignRtsp(number = 1): Promise<ForeignRtsp> {
  const port = await freePort();
  const announcePort = await freePort();
  const server = spawn(
    partPath('rtspServer'),
    [
      ...['--clientport', String(port), '--client_listen_address', '127.0.0.1'],
      ...['--serverport', String(announcePort), '--source_listen_address', '127.0.0.1'],
      ...['--rtp_start_port', String(await evenPort())],
    ],
    { stdio: 'ignore' },
  );
  const running = [server];
  const address = `rtsp://127.0.0.1:${port}/foreign`;
  let timer: NodeJS.Timeout | undefined;
  const stop = async () => {
    clearInterval(timer);
    await Promise.all(running.splice(0).map(end));
  };
  try {
    await waitFor('rtsp-server-perl', () => answers(announcePort, 'OPTIONS', `rtsp://127.0.0.1:${announcePort}/`));
    const announcer = spawn(partPath('ffmpeg'), announcement(`rtsp://127.0.0.1:${announcePort}/foreign`), {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    running.push(announcer);
    announcer.stdin.on('error', () => undefined);
    const picture = new CameraPicture(number);
    timer = setInterval(() => {
      if (announcer.stdin.writableLength === 0) announcer.stdin.write(picture.at(Date.now()));
    }, 1_000 / rate);
    await waitFor('the announced stream', () => answers(port, 'DESCRIBE', address));
    return { address, port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function announcement(address: string): string[] {
  return [
    ...['-loglevel', 'quiet', '-f', 'rawvideo', '-pixel_format', 'yuv420p', '-video_size', '640x360'],
    ...['-framerate', String(rate), '-i', 'pipe:0', '-c:v', 'libx264', '-preset', 'superfast', '-tune', 'zerolatency'],
    ...[
      '-profile:v',
      'baseline',
      '-threads',
      '1',
      '-g',
      String(2 * rate),
      '-b:v',
      '400k',
      '-bsf:v',
      'dump_extra=freq=keyframe',
    ],
    ...['-f', 'rtsp', '-rtsp_transport', 'udp', '-pkt_size', '1200', address],
  ];
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Is this request answered with 200? */
function answers(port: number, method: string, uri: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${method} ${uri} RTSP/1.0\r\nCSeq: 1\r\n\r\n`));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('data', (data) => {
      resolve(/^RTSP\/1\.0 200 /.test(data.toString('latin1')));
      socket.destroy();
    });
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
  });
}

/** An even UDP port that is free; the server counts on from there. */
async function evenPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return Math.min(port - (port % 2), 64_000);
}
