import { describe, expect, it } from 'vitest';
import { allocateFrame, type Fix, Frame, frameFlags, frameHeaderBytes } from '../../app/position/index.ts';
import { LatestPositions, recordWords } from './latest.ts';

const now = Date.UTC(2026, 10, 24, 12);
const fix: Fix = {
  time: now - 1_000,
  longitude: 119,
  latitude: 33.5,
  accuracy: 8,
  speed: 2,
  heading: 180,
  battery: 50,
};

describe('the latest positions', () => {
  it('give back the last fix with what is known of the worker', () => {
    const latest = new LatestPositions();
    latest.put(5_000, fix, frameFlags.onDuty, true);
    latest.setWorkerFlags(5_000, frameFlags.onDuty | frameFlags.busy);
    expect(latest.get(5_000)).toEqual({
      ...fix,
      index: 5_000,
      flags: frameFlags.onDuty | frameFlags.busy | frameFlags.flagged | frameFlags.heading,
    });
    expect(latest.get(4_999)).toBeUndefined();
    expect(latest.get(1_000_000)).toBeUndefined();
  });

  it('name each changed worker once', () => {
    const latest = new LatestPositions();
    latest.put(3, fix, 0, false);
    latest.put(3, { ...fix, time: now }, 0, false);
    latest.put(4, fix, 0, false);
    expect(latest.takeDirty()).toEqual([3, 4]);
    expect(latest.takeDirty()).toEqual([]);
  });

  it('say that a position is gone', () => {
    const latest = new LatestPositions();
    latest.put(3, fix, frameFlags.onDuty, false);
    latest.forget(3, 0);
    const bytes = allocateFrame('update', 1, now, 1);
    latest.copyRecord(3, now, new Int32Array(bytes.buffer), frameHeaderBytes / 4);
    expect(recordWords * 4).toBe(20);
    expect(Frame.read(bytes)?.record(0)).toMatchObject({ index: 3, flags: frameFlags.gone, longitude: 0, latitude: 0 });
    expect(latest.get(3)).toBeUndefined();
  });
});
