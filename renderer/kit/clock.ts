import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();
/** Server's clock less ours, in ms; ages are told by the server's clock. */
let offset = 0;
/** By how much more than by being late a time must differ for one of the clocks to have been set. */
const jumpMilliseconds = 5_000;

/** Sets the clock by what the server said its time was. */
export function setServerTime(iso: string): void {
  offset = Date.parse(iso) - Date.now();
}

/**
 * Hears the server's time again (ms since 1970). What was the quickest on its way is nearest to the truth, so an earlier
 * offset is only given up for a larger one, or when a clock was set.
 */
export function hearServerTime(milliseconds: number): void {
  const heard = milliseconds - Date.now();
  if (heard > offset || heard < offset - jumpMilliseconds) offset = heard;
}

/** The server's time in ms since 1970, as well as we know it. */
export function serverNow(): number {
  return Date.now() + offset;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = serverNow();
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The server's time, once a second; one timer for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => {
    if (!timer) now = serverNow();
    return now;
  });
}
