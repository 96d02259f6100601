import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Forwarder, mostPayload } from './forwarder.ts';
import { type Frame, FrameReader } from './frames.ts';
import { PacketOrder } from './order.ts';
import { type RtpPacket, readPacket, writePacket } from './packet.ts';
import { cutToFit, typesIn } from './unit.ts';

const sequenceSet = Buffer.from('6742c01ed900a02ff97011000003000100000300320f162e48', 'hex');
const pictureSet = Buffer.from('68ce3c80', 'hex');
const startCode = Buffer.from([0, 0, 0, 1]);

/** A unit of a type with this many bytes of anything but zeros. */
const unitOf = (type: number, bytes: number) => Buffer.concat([Buffer.from([0x60 | type]), Buffer.alloc(bytes, 0x5a)]);

/** Packets of one access unit as a camera sends them. */
function packetsOf(units: readonly Buffer[], sequence: number, timestamp: number, most = 1_000): RtpPacket[] {
  const payloads = units.flatMap((unit) => cutToFit(unit, most));
  return payloads.map((payload, index) => ({
    payloadType: 96,
    marker: index === payloads.length - 1,
    sequence: (sequence + index) & 0xffff,
    timestamp,
    ssrc: 7,
    payload,
  }));
}

function read(packets: readonly RtpPacket[], sets: readonly Buffer[] = []) {
  const frames: Frame[] = [];
  let lost = 0;
  const reader = new FrameReader(
    sets,
    (frame) => frames.push(frame),
    () => {
      lost += 1;
    },
  );
  for (const packet of packets) reader.push(packet, 1_000);
  return { frames, lost, reader };
}

describe('packets become frames', () => {
  it('whole again, however they were cut', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30_000 }), fc.integer({ min: 20, max: 60_000 }), (bytes, most) => {
        const unit = unitOf(1, bytes);
        const { frames, lost } = read(packetsOf([unit], 65_530, 90, most));
        expect(lost).toBe(0);
        expect(frames).toHaveLength(1);
        expect(frames[0]?.data.equals(Buffer.concat([startCode, unit]))).toBe(true);
      }),
    ));

  it('a key frame has its parameter sets before it, also those of the description', () => {
    const key = unitOf(5, 3_000);
    const described = read(packetsOf([key], 1, 90), [sequenceSet, pictureSet]);
    const sent = read(packetsOf([sequenceSet, pictureSet, key], 1, 90));
    const whole = Buffer.concat([sequenceSet, pictureSet, key].flatMap((unit) => [startCode, unit]));
    expect(described.frames[0]).toMatchObject({ key: true, data: whole });
    expect(sent.frames[0]).toMatchObject({ key: true, data: whole });
    expect(sent.reader.format).toEqual({ codec: 'avc1.42c01e', width: 640, height: 360 });
  });

  it('a frame of which a packet is missing is left out and told', () => {
    const packets = packetsOf([unitOf(5, 5_000)], 1, 90);
    const { frames, lost } = read([...packets.slice(0, 2), ...packets.slice(3), ...packetsOf([unitOf(1, 50)], 7, 180)]);
    expect(lost).toBe(1);
    expect(frames.map(({ rtp }) => rtp)).toEqual([180]);
  });

  it('ends a frame at the next time stamp where the camera sets no marker', () => {
    const [first] = packetsOf([unitOf(1, 50)], 1, 90);
    const next = packetsOf([unitOf(1, 60)], 2, 180);
    const { frames } = read([{ ...(first as RtpPacket), marker: false }, ...next]);
    expect(frames.map(({ rtp }) => rtp)).toEqual([90, 180]);
  });

  it('stands any packets', () =>
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 12, maxLength: 60 }), { maxLength: 50 }), (datagrams) => {
        read(datagrams.flatMap((data) => readPacket(Buffer.from([0x80, ...data.subarray(1)])) ?? []));
      }),
    ));
});

describe('an RTP packet', () => {
  it('is read as it was written', () =>
    fc.assert(
      fc.property(
        fc.record({
          payloadType: fc.integer({ min: 0, max: 127 }),
          marker: fc.boolean(),
          sequence: fc.integer({ min: 0, max: 0xffff }),
          timestamp: fc.integer({ min: 0, max: 0xffff_ffff }),
          ssrc: fc.integer({ min: 0, max: 0xffff_ffff }),
          payload: fc.uint8Array({ maxLength: 1_500 }).map((bytes) => Buffer.from(bytes)),
        }),
        (packet) => {
          expect(readPacket(writePacket(packet))).toEqual(packet);
        },
      ),
    ));

  it('loses its extension, its contributors and its padding', () => {
    const data = Buffer.from('b1e0000a000000640000000700000001bede000100000000aabb0002', 'hex');
    expect(readPacket(data)?.payload.toString('hex')).toBe('aabb');
  });

  it.each(['', '00', '40e0000a0000006400000007', '90e0000a0000006400000007', 'a0e0000a00000064000000077f'])(
    '%j is none',
    (hex) => expect(readPacket(Buffer.from(hex, 'hex'))).toBeUndefined(),
  );
});

describe('what is forwarded', () => {
  it('is the same picture in packets no larger than a datagram, numbered without holes', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 400, max: 60_000 }),
        (sizes, most) => {
          const forwarder = new Forwarder(99, 102);
          const { reader } = read([], [sequenceSet, pictureSet]);
          let sequence = 65_000;
          const sent: RtpPacket[] = [];
          const units = sizes.map((size, index) => unitOf(index === 0 ? 5 : 1, size));
          units.forEach((unit, index) => {
            const packets = packetsOf([unit], sequence, index * 3_600, most);
            sequence += packets.length;
            for (const packet of packets) {
              for (const data of forwarder.forward(packet, reader)) sent.push(readPacket(data) as RtpPacket);
            }
          });
          for (const { payload, ssrc, payloadType } of sent) {
            expect(payload.length).toBeLessThanOrEqual(mostPayload);
            expect([ssrc, payloadType]).toEqual([99, 102]);
          }
          expect(sent.map(({ sequence: own }) => own)).toEqual(sent.map((_, index) => (65_000 + index) & 0xffff));
          const { frames, lost } = read(sent);
          expect(lost).toBe(0);
          expect(frames.map(({ data }) => data.length)).toEqual(
            units.map(
              (unit, index) => unit.length + 4 + (index === 0 ? sequenceSet.length + pictureSet.length + 8 : 0),
            ),
          );
        },
      ),
      { numRuns: 40 },
    ));

  it('has the holes of what came', () => {
    const forwarder = new Forwarder(1, 96);
    const { reader } = read([]);
    const numbers = [10, 11, 14].flatMap((sequence) =>
      packetsOf([unitOf(1, 20)], sequence, sequence).flatMap((packet) =>
        forwarder.forward(packet, reader).map((data) => readPacket(data)?.sequence),
      ),
    );
    expect(numbers).toEqual([10, 11, 14]);
  });

  it('knows what a payload begins', () => {
    expect(typesIn(unitOf(5, 3))).toEqual([5]);
    expect(typesIn(Buffer.from('7c8500', 'hex'))).toEqual([5]);
    expect(typesIn(Buffer.from('7c0500', 'hex'))).toEqual([]);
    expect(typesIn(Buffer.from('78000267420002680100ff6501', 'hex'))).toEqual([7, 8]);
  });
});

describe('datagrams', () => {
  it('that overtook each other come in order, doubled ones once', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffff }),
        fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 30, maxLength: 60 }),
        (start, delays) => {
          const arrival = delays.map((delay, index) => ({ index, at: index + (index === 0 ? 0 : 0.5 + delay) }));
          arrival.sort((a, b) => a.at - b.at);
          const given: number[] = [];
          const order = new PacketOrder(({ sequence }) => given.push((sequence - start) & 0xffff));
          for (const { index } of arrival) {
            const [packet] = packetsOf([unitOf(1, 4)], (start + index) & 0xffff, index);
            order.push(packet as RtpPacket);
            order.push(packet as RtpPacket);
          }
          expect(given).toEqual(delays.map((_, index) => index));
        },
      ),
    ));

  it('of which one is lost go on without it', () => {
    const given: number[] = [];
    const order = new PacketOrder(({ sequence }) => given.push(sequence));
    for (let sequence = 0; sequence < 60; sequence += 1) {
      if (sequence !== 20) order.push(packetsOf([unitOf(1, 4)], sequence, 1)[0] as RtpPacket);
    }
    expect(given).toEqual(Array.from({ length: 60 }, (_, index) => index).filter((index) => index !== 20));
  });
});
