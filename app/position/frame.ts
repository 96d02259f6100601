import type { Fix } from './model.ts';

/**
 * The binary frame, little-endian. Header of 16 bytes: version (u8), kind (u8), number in the stream of its area (u16,
 * wraps), count of records (u32), time of the sender's clock in ms (f64). Then 20 bytes for each worker:
 *
 *     0 index      u32   of the worker
 *     4 longitude  i32   1e-7 degree, WGS-84
 *     8 latitude   i32
 *    12 age        u16   of the fix at the header's time: below 32768 in 0.1 s, from there on in minutes
 *    14 speed      u8    0.5 m/s, 255 unknown
 *    15 heading    u8    360/256 degree, meaningful when the flag says so
 *    16 accuracy   u8    metres up to 200, then steps of 50 m, 255 unknown
 *    17 battery    u8    percent, 255 unknown
 *    18 flags      u8
 *    19            u8    0
 */
export const frameVersion = 1;
export const frameHeaderBytes = 16;
export const frameRecordBytes = 20;
/** More records than this are refused in what comes in. */
export const ingestMost = 20_000;

/** `update`: what has changed; `snapshot`: all there is; `ingest`: from a gateway to the server. */
export const frameKinds = { update: 1, snapshot: 2, ingest: 3 } as const;
export type FrameKind = keyof typeof frameKinds;

export const frameFlags = {
  onDuty: 1,
  busy: 2,
  sos: 4,
  /** Too fast from the fix before. */
  flagged: 8,
  heading: 16,
  /** The worker has no position any more (off duty): coordinates mean nothing. */
  gone: 32,
} as const;

/** One record as it is read: the fix (time by the sender's clock), whose it is, and its flags. */
export interface FrameRecord extends Fix {
  readonly index: number;
  readonly flags: number;
}

export interface FrameHeader {
  readonly kind: FrameKind;
  readonly number: number;
  readonly time: number;
  readonly count: number;
}

const minutesFrom = 32_768;

/** Age as it stands in a record. */
export function packAge(milliseconds: number): number {
  const tenths = Math.round(Math.max(0, milliseconds) / 100);
  return tenths < minutesFrom ? tenths : Math.min(65_535, minutesFrom + Math.floor(milliseconds / 60_000));
}

/** Milliseconds of an age in a record. */
export function unpackAge(packed: number): number {
  return packed < minutesFrom ? packed * 100 : (packed - minutesFrom) * 60_000;
}

/** The eight bytes of a record after the coordinates and the age's two, as two numbers of 32 bits with the age. */
export function packDetail(fix: Fix, flags: number): { readonly low: number; readonly high: number } {
  const speed = fix.speed < 0 ? 255 : Math.min(254, Math.round(fix.speed * 2));
  const heading = fix.heading < 0 ? 0 : Math.round((fix.heading / 360) * 256) & 255;
  const accuracy =
    fix.accuracy < 0
      ? 255
      : fix.accuracy <= 200
        ? Math.round(fix.accuracy)
        : Math.min(254, 196 + Math.round(fix.accuracy / 50));
  const battery = fix.battery < 0 ? 255 : Math.round(Math.min(100, fix.battery));
  const all = (flags & ~frameFlags.heading) | (fix.heading < 0 ? 0 : frameFlags.heading);
  return { low: (speed << 16) | (heading << 24), high: accuracy | (battery << 8) | (all << 16) };
}

/** A frame for `count` records; they are written with `writeRecord`. */
export function allocateFrame(kind: FrameKind, number: number, time: number, count: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(frameHeaderBytes + count * frameRecordBytes);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, frameVersion);
  view.setUint8(1, frameKinds[kind]);
  view.setUint16(2, number & 0xffff, true);
  view.setUint32(4, count, true);
  view.setFloat64(8, time, true);
  return bytes;
}

/** Writes the record at a place; `time` is that of the frame's header. */
export function writeRecord(view: DataView, at: number, index: number, fix: Fix, flags: number, time: number): void {
  const offset = frameHeaderBytes + at * frameRecordBytes;
  const { low, high } = packDetail(fix, flags);
  view.setUint32(offset, index, true);
  view.setInt32(offset + 4, Math.round(fix.longitude * 1e7), true);
  view.setInt32(offset + 8, Math.round(fix.latitude * 1e7), true);
  view.setInt32(offset + 12, packAge(time - fix.time) | low, true);
  view.setInt32(offset + 16, high, true);
}

/** A whole frame of these records. */
export function encodeFrame(
  kind: FrameKind,
  number: number,
  time: number,
  records: readonly (Fix & { readonly index: number; readonly flags: number })[],
): Uint8Array<ArrayBuffer> {
  const bytes = allocateFrame(kind, number, time, records.length);
  const view = new DataView(bytes.buffer);
  records.forEach((record, at) => {
    writeRecord(view, at, record.index, record, record.flags, time);
  });
  return bytes;
}

/** A frame that was received, checked as a whole; records are read out of it one by one. */
export class Frame {
  readonly header: FrameHeader;
  readonly #view: DataView;

  private constructor(header: FrameHeader, view: DataView) {
    this.header = header;
    this.#view = view;
  }

  /** The frame in these bytes, or null when they are none: another version, another length, too many records. */
  static read(bytes: Uint8Array, most = 1_000_000): Frame | null {
    if (bytes.byteLength < frameHeaderBytes) return null;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (view.getUint8(0) !== frameVersion) return null;
    const kind = (Object.keys(frameKinds) as FrameKind[]).find((each) => frameKinds[each] === view.getUint8(1));
    const count = view.getUint32(4, true);
    const time = view.getFloat64(8, true);
    if (!kind || count > most || bytes.byteLength !== frameHeaderBytes + count * frameRecordBytes) return null;
    if (!Number.isFinite(time) || time < 0 || time > 8.64e15) return null;
    return new Frame({ kind, number: view.getUint16(2, true), time, count }, view);
  }

  get count(): number {
    return this.header.count;
  }

  /** The record at a place below `count`. */
  record(at: number): FrameRecord {
    const offset = frameHeaderBytes + at * frameRecordBytes;
    const view = this.#view;
    const speed = view.getUint8(offset + 14);
    const accuracy = view.getUint8(offset + 16);
    const battery = view.getUint8(offset + 17);
    const flags = view.getUint8(offset + 18);
    return {
      index: view.getUint32(offset, true),
      longitude: view.getInt32(offset + 4, true) / 1e7,
      latitude: view.getInt32(offset + 8, true) / 1e7,
      time: this.header.time - unpackAge(view.getUint16(offset + 12, true)),
      speed: speed === 255 ? -1 : speed / 2,
      heading: flags & frameFlags.heading ? (view.getUint8(offset + 15) / 256) * 360 : -1,
      accuracy: accuracy === 255 ? -1 : accuracy <= 200 ? accuracy : (accuracy - 196) * 50,
      battery: battery > 100 ? -1 : battery,
      flags,
    };
  }
}
