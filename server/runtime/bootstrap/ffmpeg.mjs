import { onPath } from './command.mjs';
import { debianPackages, isDebian } from './debian.mjs';
import { StepError } from './terminal.mjs';

/**
 * ffmpeg, which makes the pictures of the simulated cameras: configured, on the PATH, else Debian's.
 * @returns {Promise<string>}
 */
export async function ffmpeg() {
  const present = process.env.SIPIN_FFMPEG ?? onPath('ffmpeg');
  if (present) return present;
  if (isDebian) await debianPackages(['ffmpeg']);
  const installed = onPath('ffmpeg');
  if (installed) return installed;
  throw new StepError('There is no ffmpeg.', 'install ffmpeg so that it is on the PATH, or set SIPIN_FFMPEG to it');
}
