import { CameraServer } from '../city/cameras/rtsp-server.ts';

interface Order {
  readonly cameras: number;
  readonly rate: number;
  readonly ffmpeg: string;
}

/** What the bench is told once the cameras can be opened. */
export interface BenchCameras {
  readonly host: string;
  readonly port: number;
  /** By number, from 1; without name and password. */
  readonly addresses: readonly string[];
}

// Cameras in a process of their own, so that drawing and encoding is not counted to those who forward.
process.once('message', async ({ cameras, rate, ffmpeg }: Order) => {
  const numbers = Array.from({ length: cameras }, (_, at) => at + 1);
  const server = await CameraServer.start({
    cameras: numbers.map((number) => ({ number })),
    ffmpeg,
    rate,
    keySeconds: 2,
  });
  const { host, port } = server;
  process.send?.({ host, port, addresses: numbers.map((each) => server.addressOf(each)) } satisfies BenchCameras);
  process.on('disconnect', () => void server.stop().then(() => process.exit(0)));
});
