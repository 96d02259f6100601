import { describe, expect, it } from 'vitest';
import { Packetizer } from './packetizer.ts';

const unit = (type: number, bytes: number) =>
  Buffer.from([0x60 | type, ...Array.from({ length: bytes - 1 }, (_, i) => i % 251)]);

/** The units in the packets, put together as RFC 6184 says. */
function unitsIn(packets: readonly Buffer[]): Buffer[] {
  const units: Buffer[] = [];
  for (const packet of packets) {
    const payload = packet.subarray(12);
    const [indicator = 0, header = 0] = payload;
    if ((indicator & 0x1f) !== 28) units.push(payload);
    else if (header & 0x80)
      units.push(Buffer.concat([Buffer.from([(indicator & 0xe0) | (header & 0x1f)]), payload.subarray(2)]));
    else units.push(Buffer.concat([units.pop() ?? Buffer.alloc(0), payload.subarray(2)]));
  }
  return units;
}

describe('packets of a simulated camera', () => {
  const units = [unit(7, 20), unit(8, 4), unit(5, 1_201), unit(5, 1_200), unit(1, 5_000)];

  it.each([100, 1_200, 60_000])('of at most %d bytes give the units back', (most) => {
    const packets = new Packetizer(most).packets(units, 1_000);
    expect(unitsIn(packets)).toEqual(units);
    for (const packet of packets) expect(packet.length).toBeLessThanOrEqual(most + 12);
    if (most === 60_000) expect(packets.length).toBe(units.length);
  });

  it('are numbered on, marked at the end of a picture, and timed at 90 kHz', () => {
    const packetizer = new Packetizer();
    const first = packetizer.packets(units, 1_000);
    const second = packetizer.packets([unit(1, 10)], 1_100);
    const all = [...first, ...second];
    all.forEach((packet, index) => {
      expect((packet.readUInt16BE(2) - (all[0]?.readUInt16BE(2) ?? 0)) & 0xffff).toBe(index);
      expect((packet.readUInt8(1) & 0x80) !== 0).toBe(index === first.length - 1 || index === all.length - 1);
      expect(packet.readUInt32BE(8)).toBe(packetizer.ssrc);
    });
    const timestamps = [...new Set(all.map((packet) => packet.readUInt32BE(4)))];
    expect(timestamps).toHaveLength(2);
    expect(((timestamps[1] ?? 0) - (timestamps[0] ?? 0)) >>> 0).toBe(9_000);
  });

  it('come with reports that join their time to the clock', () => {
    const packetizer = new Packetizer();
    const now = Date.UTC(2026, 10, 24) + 500;
    const packets = packetizer.packets([unit(1, 10)], now);
    const report = packetizer.report(now);
    expect(report.readUInt32BE(8) - 2_208_988_800).toBe(Math.floor(now / 1_000));
    expect(report.readUInt32BE(12)).toBe(2 ** 31);
    expect(report.readUInt32BE(16)).toBe(packets[0]?.readUInt32BE(4));
    expect([report.readUInt32BE(20), report.readUInt32BE(24)]).toEqual([1, 10]);
    expect(partsOf(report)).toEqual([200, 202]);
    expect(partsOf(packetizer.report(now, true))).toEqual([200, 202, 203]);
  });
});

/** Types of the parts of a compound RTCP packet; throws when their lengths do not add up. */
function partsOf(compound: Buffer): number[] {
  const types: number[] = [];
  let at = 0;
  while (at < compound.length) {
    types.push(compound.readUInt8(at + 1));
    at += 4 * (compound.readUInt16BE(at + 2) + 1);
  }
  if (at !== compound.length) throw new Error('lengths do not add up');
  return types;
}
