import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeFrame,
  Frame,
  frameFlags,
  frameHeaderBytes,
  frameRecordBytes,
  ingestMost,
  packAge,
  unpackAge,
} from './frame.ts';

const now = Date.UTC(2026, 10, 24, 12);
const unknownOr = (most: number) => fc.oneof(fc.constant(-1), fc.double({ min: 0, max: most, noNaN: true }));
const record = fc.record({
  index: fc.integer({ min: 1, max: 0xffffffff }),
  time: fc.integer({ min: now - 21 * 86_400_000, max: now }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  speed: unknownOr(120),
  heading: unknownOr(360),
  accuracy: unknownOr(2_500),
  battery: unknownOr(100),
  flags: fc.integer({ min: 0, max: 63 }),
});

describe('a frame', () => {
  it('brings back what was put in, as exactly as it says', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 20 }), fc.integer({ min: 0, max: 0xffff }), (records, number) => {
        const bytes = encodeFrame('update', number, now, records);
        expect(bytes.byteLength).toBe(frameHeaderBytes + records.length * frameRecordBytes);
        const frame = Frame.read(bytes);
        expect(frame?.header).toEqual({ kind: 'update', number, time: now, count: records.length });
        records.forEach((sent, at) => {
          const got = frame?.record(at);
          if (!got) throw new Error('no record');
          expect(got.index).toBe(sent.index);
          expect(Math.abs(got.longitude - sent.longitude)).toBeLessThan(1e-7);
          expect(Math.abs(got.latitude - sent.latitude)).toBeLessThan(1e-7);
          const age = now - sent.time;
          expect(Math.abs(now - got.time - age)).toBeLessThanOrEqual(age < 3_276_000 ? 50 : 60_000);
          expect(Math.abs(got.speed - sent.speed)).toBeLessThanOrEqual(0.25);
          expect(Math.abs(got.battery - sent.battery)).toBeLessThanOrEqual(0.5);
          expect(Math.abs(got.accuracy - sent.accuracy)).toBeLessThanOrEqual(sent.accuracy > 200 ? 30 : 0.5);
          expect(got.flags & frameFlags.heading ? got.heading >= 0 : got.heading === -1).toBe(true);
          expect(got.flags & ~frameFlags.heading).toBe(sent.flags & ~frameFlags.heading);
        });
      }),
    );
  });

  it('never takes garbage for a frame of another size, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const frame = Frame.read(bytes);
        if (frame) expect(bytes.byteLength).toBe(frameHeaderBytes + frame.count * frameRecordBytes);
      }),
    );
  });

  it('survives any change of a byte of a good one', () => {
    const good = encodeFrame('ingest', 1, now, [
      { index: 7, time: now, longitude: 119, latitude: 33, speed: 1, heading: 2, accuracy: 3, battery: 4, flags: 0 },
    ]);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, value) => {
        const bad = good.slice();
        bad[at] = value;
        const frame = Frame.read(bad);
        for (let each = 0; each < (frame?.count ?? 0); each += 1) {
          expect(Object.values(frame?.record(each) ?? {}).every(Number.isFinite)).toBe(true);
        }
      }),
    );
  });

  it('refuses more records than allowed', () => {
    expect(Frame.read(encodeFrame('ingest', 0, now, []), ingestMost)).not.toBeNull();
    const bytes = new Uint8Array(frameHeaderBytes + (ingestMost + 1) * frameRecordBytes);
    bytes.set(encodeFrame('ingest', 0, now, []));
    new DataView(bytes.buffer).setUint32(4, ingestMost + 1, true);
    expect(Frame.read(bytes, ingestMost)).toBeNull();
    expect(Frame.read(bytes)).not.toBeNull();
  });

  it.each([0, 99, 5_000, 3_276_700, 3_276_800, 3_600_000, 86_400_000])('keeps an age of %i ms', (age) => {
    expect(Math.abs(unpackAge(packAge(age)) - age)).toBeLessThan(age < 3_276_750 ? 51 : 60_000);
  });
});
