import { spawn } from 'node:child_process';
import { pictureBytes } from '../city/cameras/picture.ts';
import { stampOfPicture, timeOfStamp } from '../city/cameras/stamp.ts';
import { partPath } from './parts.ts';

/** What came of playing a stream. */
export interface Played {
  readonly code: number | null;
  /** Clock of each decoded picture by its stamp. */
  readonly clocks: readonly (number | undefined)[];
  /** What the player complained of. */
  readonly said: string;
}

/** Plays so many pictures of a simulated camera with ffmpeg, a player that is not ours, and decodes what comes. */
export function playRtsp(
  address: string,
  options: {
    readonly transport: 'tcp' | 'udp';
    readonly frames: number;
    readonly credentials?: { readonly user: string; readonly password: string };
  },
): Promise<Played> {
  const { transport, frames, credentials } = options;
  const who = credentials ? `${encodeURIComponent(credentials.user)}:${encodeURIComponent(credentials.password)}@` : '';
  const child = spawn(
    partPath('ffmpeg'),
    [
      ...['-loglevel', 'error', '-rtsp_transport', transport, '-timeout', '8000000'],
      ...['-i', address.replace('//', `//${who}`), '-frames:v', String(frames)],
      // Each picture once, as it came: none is doubled where one came late.
      ...['-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'yuv420p', 'pipe:1'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const chunks: Buffer[] = [];
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const all = Buffer.concat(chunks);
      const clocks = Array.from({ length: Math.floor(all.length / pictureBytes) }, (_, index) => {
        const stamp = stampOfPicture(all.subarray(index * pictureBytes, (index + 1) * pictureBytes));
        return stamp === undefined ? undefined : timeOfStamp(stamp, Date.now());
      });
      resolve({ code, clocks, said });
    });
  });
}
