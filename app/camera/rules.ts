import type { Stream } from './model.ts';

/** After how long without a frame a stream that was live is stale, in ms. Key frame intervals of 4 s are common, frames are not that far apart. */
export const staleMilliseconds = 2_000;
/** How long a camera is pulled on after the last viewer has gone, in ms: somebody may come back. */
export const lingerMilliseconds = 10_000;

/** How long to wait before the next attempt, in ms, after so many failed ones: 1 s, doubled up to 30 s. */
export function retryDelay(failedAttempts: number): number {
  return Math.min(1_000 * 2 ** Math.min(Math.max(failedAttempts - 1, 0), 10), 30_000);
}

/** Milliseconds from an RTP timestamp to a later one (90 kHz, 32 bits that wrap around); negative when it is earlier. */
export function rtpMilliseconds(from: number, to: number): number {
  return ((to - from) | 0) / 90;
}

/**
 * Age of a frame in ms, by the server's clock: `frame` is its RTP timestamp, `anchor` another frame of the same stream
 * with the time at which it arrived from the camera.
 */
export function frameAge(frame: number, anchor: { readonly rtp: number; readonly at: number }, now: number): number {
  return Math.max(0, now - (anchor.at + rtpMilliseconds(anchor.rtp, frame)));
}

/** How it stands with a stream that nobody watches. */
export const idleStream: Stream = {
  state: 'idle',
  since: new Date(0).toISOString(),
  failure: null,
  detail: null,
  nextRetry: null,
  width: null,
  height: null,
  codec: null,
  watching: 0,
  viewers: [],
};
