import { randomBytes, randomInt } from 'node:crypto';

export const payloadType = 96;
const fragment = 28;

/** Makes RTP packets of H.264 (RFC 6184, packetization mode 1) and the reports that go with them, for one player. */
export class Packetizer {
  readonly ssrc = randomBytes(4).readUInt32BE();
  readonly #most: number;
  readonly #base = randomInt(2 ** 32);
  #sequence = randomInt(2 ** 16);
  #packets = 0;
  #bytes = 0;

  /** `most`: bytes of payload in one packet; larger units are cut into fragments. */
  constructor(most = 1_200) {
    this.#most = most;
  }

  /** Sequence number of the next packet. */
  get sequence(): number {
    return this.#sequence;
  }

  /** RTP timestamp of a time, ms since 1970. */
  timestampOf(time: number): number {
    return (this.#base + Math.round((time % 2 ** 32) * 90)) % 2 ** 32;
  }

  /** Packets of one picture that was taken at `time`; the last one is marked. */
  packets(units: readonly Buffer[], time: number): Buffer[] {
    const payloads = units.flatMap((unit) => this.#cut(unit));
    return payloads.map((payload, index) => {
      const header = Buffer.alloc(12);
      header.writeUInt8(0x80, 0);
      header.writeUInt8((index === payloads.length - 1 ? 0x80 : 0) | payloadType, 1);
      header.writeUInt16BE(this.#sequence, 2);
      header.writeUInt32BE(this.timestampOf(time), 4);
      header.writeUInt32BE(this.ssrc, 8);
      this.#sequence = (this.#sequence + 1) % 2 ** 16;
      this.#packets += 1;
      this.#bytes += payload.length;
      return Buffer.concat([header, payload]);
    });
  }

  /** An RTCP sender report with the name that RFC 3550 wants with it; `goodbye` says that nothing more comes. */
  report(now: number, goodbye = false): Buffer {
    const sender = Buffer.alloc(28);
    sender.writeUInt32BE(0x80c8_0006, 0);
    sender.writeUInt32BE(this.ssrc, 4);
    // NTP counts from 1900, in fractions of 2^32.
    sender.writeUInt32BE(Math.floor(now / 1_000) + 2_208_988_800, 8);
    sender.writeUInt32BE(Math.floor(((now % 1_000) / 1_000) * 2 ** 32), 12);
    sender.writeUInt32BE(this.timestampOf(now), 16);
    sender.writeUInt32BE(this.#packets % 2 ** 32, 20);
    sender.writeUInt32BE(this.#bytes % 2 ** 32, 24);
    // Its name (SDES, CNAME): the zeros at the end close the list and fill up the word.
    const name = Buffer.alloc(20);
    name.writeUInt32BE(0x81ca_0004, 0);
    name.writeUInt32BE(this.ssrc, 4);
    name.writeUInt16BE(0x0106, 8);
    name.write('camera', 10, 'latin1');
    const parts = [sender, name];
    if (goodbye) {
      const bye = Buffer.alloc(8);
      bye.writeUInt32BE(0x81cb_0001, 0);
      bye.writeUInt32BE(this.ssrc, 4);
      parts.push(bye);
    }
    return Buffer.concat(parts);
  }

  #cut(unit: Buffer): Buffer[] {
    if (unit.length <= this.#most) return [unit];
    const first = unit.readUInt8(0);
    const pieces: Buffer[] = [];
    const step = this.#most - 2;
    for (let at = 1; at < unit.length; at += step) {
      const end = Math.min(at + step, unit.length);
      const flags = (at === 1 ? 0x80 : 0) | (end === unit.length ? 0x40 : 0);
      const header = Buffer.from([(first & 0xe0) | fragment, flags | (first & 0x1f)]);
      pieces.push(Buffer.concat([header, unit.subarray(at, end)]));
    }
    return pieces;
  }
}
