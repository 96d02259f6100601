import { describe, expect, it } from 'vitest';
import type { Fix } from './model.ts';
import { fixProblem, silentMilliseconds, stateOf, tooFast } from './rules.ts';

const now = Date.UTC(2026, 10, 24, 12);
const good: Fix = {
  time: now,
  longitude: 119,
  latitude: 33.5,
  accuracy: 10,
  speed: 1,
  heading: 90,
  battery: 80,
};
const week = 7 * 86_400_000;

describe('a fix', () => {
  it.each<[string, Partial<Fix>, string | null]>([
    ['now', {}, null],
    ['a minute ahead', { time: now + 60_000 }, null],
    ['further ahead', { time: now + 60_001 }, 'future'],
    ['a week ago', { time: now - week }, null],
    ['longer ago', { time: now - week - 1 }, 'old'],
    ['without a place', { longitude: Number.NaN }, 'not-a-number'],
    ['without a time', { time: Number.NaN }, 'not-a-number'],
    ['nowhere', { latitude: Number.POSITIVE_INFINITY }, 'not-a-number'],
    ['on Null Island', { longitude: 0, latitude: 0 }, 'outside-china'],
    ['in Tokyo', { longitude: 139.7, latitude: 35.7 }, 'outside-china'],
    ['with the coordinates swapped', { longitude: 33.5, latitude: 119 }, 'outside-china'],
  ])('%s → %3$s', (_, change, problem) => {
    expect(fixProblem({ ...good, ...change }, now)).toBe(problem);
  });

  // 0.01 degrees of latitude are 1,112 m.
  it.each([
    ['1.1 km in 60 s, 67 km/h', 0.01, 60_000, 0, false],
    ['1.1 km in 20 s, 200 km/h', 0.01, 20_000, 0, true],
    ['1.1 km in 20 s, which bad accuracy explains', 0.01, 20_000, 400, false],
    ['a jump that no accuracy explains', 1, 20_000, 5_000, true],
    ['the same moment', 0.01, 0, 0, false],
    ['before', 0.01, -1_000, 0, false],
  ])('%s', (_, north, later, accuracy, flagged) => {
    const before = { ...good, accuracy };
    expect(tooFast(before, { ...before, latitude: good.latitude + north, time: now + later })).toBe(flagged);
  });
});

describe('the state of a worker', () => {
  const duty = { onDuty: true, busy: false, sos: false };
  it.each([
    ['on duty', duty, 0, 'duty'],
    ['busy', { ...duty, busy: true }, 1_000, 'busy'],
    ['heard of ten minutes ago', duty, silentMilliseconds, 'duty'],
    ['silent', { ...duty, busy: true }, silentMilliseconds + 1, 'silent'],
    ['never heard of', duty, Number.POSITIVE_INFINITY, 'silent'],
    ['off duty', { ...duty, onDuty: false, busy: true }, 0, 'off'],
    ['calling for help, though silent', { ...duty, sos: true }, Number.POSITIVE_INFINITY, 'sos'],
    ['calling for help off duty', { onDuty: false, busy: false, sos: true }, 0, 'sos'],
  ])('%s', (_, worker, age, state) => {
    expect(stateOf(worker, age)).toBe(state);
  });
});
