import type { Fix } from '../../app/position/index.ts';

/** PostgreSQL counts microseconds from 2000-01-01. */
const epoch2000 = Date.UTC(2000, 0, 1);
/** Count of fields, then length and value of each: see the columns in writer.ts. */
const rowBytes = 2 + 9 * 4 + 4 + 8 + 4 + 4 + 5 * 2;
const header = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const trailer = Buffer.from([0xff, 0xff]);

const known = (value: number, most: number) => (value < 0 ? -1 : Math.min(most, Math.round(value)));

/** Rows of the table of tracks in PostgreSQL's binary COPY format. Text would cost three times the time. */
export class CopyRows {
  #bytes: Buffer;
  #view: DataView;
  #rows = 0;

  constructor(rows = 1_024) {
    this.#bytes = Buffer.alloc(header.length + rows * rowBytes + trailer.length);
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    header.copy(this.#bytes);
  }

  get rows(): number {
    return this.#rows;
  }

  add(index: number, fix: Fix, flags: number): void {
    let at = header.length + this.#rows * rowBytes;
    if (at + rowBytes + trailer.length > this.#bytes.length) this.#grow();
    const view = this.#view;
    const small = (value: number) => {
      view.setInt32(at, 2);
      view.setInt16(at + 4, value);
      at += 6;
    };
    const integer = (value: number) => {
      view.setInt32(at, 4);
      view.setInt32(at + 4, value);
      at += 8;
    };
    view.setInt16(at, 9);
    at += 2;
    integer(index);
    view.setInt32(at, 8);
    view.setBigInt64(at + 4, BigInt(Math.round(fix.time - epoch2000)) * 1_000n);
    at += 12;
    integer(Math.round(fix.longitude * 1e7));
    integer(Math.round(fix.latitude * 1e7));
    small(fix.speed < 0 ? -1 : Math.min(32_767, Math.round(fix.speed * 10)));
    small(known(fix.heading, 360));
    small(known(fix.accuracy, 32_767));
    small(known(fix.battery, 100));
    small(flags);
    this.#rows += 1;
  }

  /** All bytes as COPY wants them; nothing may be added afterwards. */
  finish(): Buffer {
    const end = header.length + this.#rows * rowBytes;
    trailer.copy(this.#bytes, end);
    return this.#bytes.subarray(0, end + trailer.length);
  }

  #grow(): void {
    const bytes = Buffer.alloc(this.#bytes.length * 2);
    this.#bytes.copy(bytes);
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}
