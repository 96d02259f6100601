import { ahead } from './order.ts';
import type { RtpPacket } from './packet.ts';
import { type PictureFormat, readSequenceSet } from './sequence-set.ts';
import { typeOf, unitsOfAggregate, unitType } from './unit.ts';

/** One whole coded picture. */
export interface Frame {
  readonly key: boolean;
  /** RTP timestamp: 90 kHz, 32 bits. */
  readonly rtp: number;
  /** When its last packet arrived, ms since 1970. */
  readonly at: number;
  /** Annex B, with the parameter sets before each key frame. */
  readonly data: Buffer;
}

/** Largest coded picture taken, in bytes. */
const mostFrame = 8 * 1024 * 1024;
const startCode = Buffer.from([0, 0, 0, 1]);

/** Puts the packets of an H.264 stream (RFC 6184, non-interleaved) together to whole frames. */
export class FrameReader {
  readonly #give: (frame: Frame) => void;
  /** A frame was left out: what follows cannot be decoded before the next key frame. */
  readonly #lost: () => void;
  #sequenceSet: Buffer | undefined;
  #pictureSet: Buffer | undefined;
  #format: PictureFormat | undefined;
  #units: Buffer[] = [];
  #pieces: Buffer[] = [];
  #size = 0;
  #timestamp: number | undefined;
  #sequence: number | undefined;
  #broken = false;

  constructor(parameterSets: readonly Buffer[], give: (frame: Frame) => void, lost: () => void) {
    this.#give = give;
    this.#lost = lost;
    for (const unit of parameterSets) this.#keepSet(unit);
  }

  /** Format of the pictures, once a sequence parameter set was seen. */
  get format(): PictureFormat | undefined {
    return this.#format;
  }

  /** The newest parameter sets, without start codes. */
  get parameterSets(): readonly Buffer[] {
    return [this.#sequenceSet, this.#pictureSet].filter((unit) => unit !== undefined);
  }

  /** Takes the next packet, in order; `now` in ms since 1970. */
  push(packet: RtpPacket, now: number): void {
    if (this.#timestamp !== undefined && packet.timestamp !== this.#timestamp) this.#finish(now);
    if (this.#sequence !== undefined && ahead(this.#sequence, packet.sequence) !== 1) this.#broken = true;
    this.#sequence = packet.sequence;
    this.#timestamp = packet.timestamp;
    const { payload } = packet;
    const type = typeOf(payload);
    if (type === unitType.aggregate) for (const unit of unitsOfAggregate(payload)) this.#unit(unit);
    else if (type === unitType.fragment) this.#fragment(payload);
    else if (type >= 1 && type < unitType.aggregate) this.#unit(payload);
    if (packet.marker) this.#finish(now);
  }

  #fragment(payload: Buffer): void {
    const flags = payload[1] ?? 0;
    if (flags & 0x80) this.#pieces = [Buffer.from([((payload[0] ?? 0) & 0xe0) | (flags & 0x1f)])];
    if (this.#pieces.length === 0) {
      this.#broken = true;
      return;
    }
    this.#add(payload.length);
    this.#pieces.push(payload.subarray(2));
    if (flags & 0x40) {
      const unit = Buffer.concat(this.#pieces);
      this.#pieces = [];
      this.#size -= unit.length;
      this.#unit(unit);
    }
  }

  #unit(unit: Buffer): void {
    this.#keepSet(unit);
    this.#add(unit.length);
    this.#units.push(unit);
  }

  #add(bytes: number): void {
    this.#size += bytes;
    if (this.#size <= mostFrame) return;
    this.#units = [];
    this.#pieces = [];
    this.#size = 0;
    this.#broken = true;
  }

  #keepSet(unit: Buffer): void {
    const type = typeOf(unit);
    if (type === unitType.sequenceSet) {
      // A copy: the packet it came in is part of a larger piece of memory.
      this.#sequenceSet = Buffer.from(unit);
      this.#format = readSequenceSet(unit) ?? this.#format;
    } else if (type === unitType.pictureSet) this.#pictureSet = Buffer.from(unit);
  }

  #finish(now: number): void {
    const units = this.#units;
    const broken = this.#broken || this.#pieces.length > 0;
    const rtp = this.#timestamp ?? 0;
    this.#units = [];
    this.#pieces = [];
    this.#size = 0;
    this.#broken = false;
    this.#timestamp = undefined;
    const types = units.map(typeOf);
    if (broken) this.#lost();
    if (broken || !types.some((type) => type >= unitType.slice && type <= unitType.key)) return;
    const key = types.includes(unitType.key);
    const sets = key && !types.includes(unitType.sequenceSet) ? this.parameterSets : [];
    this.#give({ key, rtp, at: now, data: Buffer.concat([...sets, ...units].flatMap((unit) => [startCode, unit])) });
  }
}
