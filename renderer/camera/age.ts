/** An age as it is written in a corner of a picture: tenths of a second below ten, then whole units. */
export function frameAgeParts(milliseconds: number): {
  readonly unit: 'seconds' | 'minutes' | 'hours' | 'days';
  readonly count: string;
} {
  const seconds = Math.max(0, milliseconds) / 1_000;
  if (seconds < 9.95) return { unit: 'seconds', count: seconds.toFixed(1) };
  if (seconds < 60) return { unit: 'seconds', count: String(Math.floor(seconds)) };
  if (seconds < 3_600) return { unit: 'minutes', count: String(Math.floor(seconds / 60)) };
  if (seconds < 86_400) return { unit: 'hours', count: String(Math.floor(seconds / 3_600)) };
  return { unit: 'days', count: String(Math.floor(seconds / 86_400)) };
}

/** Whole seconds until a moment, never below none. */
export function secondsUntil(moment: number, now: number): number {
  return Math.max(0, Math.ceil((moment - now) / 1_000));
}
