import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

const variables = {
  livekit: 'SIPIN_LIVEKIT',
  mediasoup: 'MEDIASOUP_WORKER_BIN',
  ffmpeg: 'SIPIN_FFMPEG',
  postgres: 'SIPIN_POSTGRES',
  rtspServer: 'SIPIN_RTSP_SERVER',
  electron: 'ELECTRON_OVERRIDE_DIST_PATH',
  desktop: 'SIPIN_DESKTOP',
} as const;

/** Path of a real part, found as `npm start` finds it; prepared when it is not there yet. */
export function partPath(name: keyof typeof variables): string {
  const variable = variables[name];
  const present = process.env[variable];
  if (present) return present;
  const script = join(root, 'server', 'runtime', 'bootstrap', 'part.mjs');
  const path = execFileSync(process.execPath, [script, name], { encoding: 'utf8' }).trim().split('\n').at(-1) ?? '';
  process.env[variable] = path;
  return path;
}
