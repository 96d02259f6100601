import { distance } from '../area/index.ts';
import type { Fix, Refusal, State } from './model.ts';

/** A phone's clock may be fast by this much, in ms. */
const futureMilliseconds = 60_000;
/** Older fixes are not taken: a week. */
const oldMilliseconds = 7 * 24 * 3_600_000;
/** Faster than this from one fix to the next cannot be: 150 km/h in m/s. */
const fastest = 150 / 3.6;
/** A worker on duty of whom nothing was heard for so long is silent, in ms. */
export const silentMilliseconds = 10 * 60_000;

/** Why this fix is not taken, or null. */
export function fixProblem(fix: Fix, now: number): Refusal | null {
  const { time, longitude, latitude } = fix;
  if (!Number.isFinite(time) || !Number.isFinite(longitude) || !Number.isFinite(latitude)) return 'not-a-number';
  if (time > now + futureMilliseconds) return 'future';
  if (time < now - oldMilliseconds) return 'old';
  if (longitude < 73 || longitude > 136 || latitude < 3 || latitude > 54) return 'outside-china';
  return null;
}

/** Is the way between two fixes too far for the time between them? What the accuracies explain is not held against it. */
export function tooFast(
  before: Pick<Fix, 'time' | 'longitude' | 'latitude' | 'accuracy'>,
  after: Pick<Fix, 'time' | 'longitude' | 'latitude' | 'accuracy'>,
): boolean {
  const seconds = (after.time - before.time) / 1_000;
  if (seconds <= 0) return false;
  const slack = Math.min(Math.max(before.accuracy, 0) + Math.max(after.accuracy, 0), 500);
  const metres = distance(before.longitude, before.latitude, after.longitude, after.latitude) - slack;
  return metres / seconds > fastest;
}

/** What the map shows of a worker. `age` of the last position in ms; Infinity when there is none. */
export function stateOf(worker: { onDuty: boolean; busy: boolean; sos: boolean }, age: number): State {
  if (worker.sos) return 'sos';
  if (!worker.onDuty) return 'off';
  if (age > silentMilliseconds) return 'silent';
  return worker.busy ? 'busy' : 'duty';
}
