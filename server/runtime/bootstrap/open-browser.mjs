import { spawn } from 'node:child_process';
import { onPath } from './command.mjs';

/**
 * Opens the address in the user's browser; where there is none, the printed link is what there is.
 * @param {string} address
 */
export function openBrowser(address) {
  const opener =
    { darwin: 'open', win32: 'explorer' }[/** @type {'darwin'} */ (process.platform)] ?? onPath('xdg-open');
  if (!opener || (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)) return;
  const child = spawn(opener, [address], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
