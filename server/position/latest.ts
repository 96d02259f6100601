import { type Fix, Frame, type FrameRecord, frameFlags, packAge, packDetail } from '../../app/position/index.ts';

/** 32-bit words of a record: index, longitude, latitude, age with speed and heading, accuracy with battery and flags. */
export const recordWords = 5;

/** What the registry says of a worker, as flags of a record. */
export function flagsOf(worker: { onDuty: boolean; busy: boolean; sosSince: Date | null }): number {
  return (
    (worker.onDuty ? frameFlags.onDuty : 0) |
    (worker.busy ? frameFlags.busy : 0) |
    (worker.sosSince ? frameFlags.sos : 0)
  );
}

const workerFlags = frameFlags.onDuty | frameFlags.busy | frameFlags.sos;

/**
 * Where every worker was last, by index, ready to be copied into frames. Numbers in typed arrays: 100,000 workers take
 * 3 MB and no garbage.
 */
export class LatestPositions {
  #times = new Float64Array(1_024).fill(Number.NaN);
  #words = new Int32Array(1_024 * recordWords);
  #isDirty = new Uint8Array(1_024);
  #dirty: number[] = [];

  /** Time of the last fix in ms; NaN when there is none. */
  timeOf(index: number): number {
    return this.#times[index] ?? Number.NaN;
  }

  /** Takes a fix as the latest. `flagged`: too fast from the one before. */
  put(index: number, fix: Fix, worker: number, flagged: boolean): void {
    this.#grow(index);
    this.#times[index] = fix.time;
    const { low, high } = packDetail(fix, worker | (flagged ? frameFlags.flagged : 0));
    const at = index * recordWords;
    this.#words[at] = index;
    this.#words[at + 1] = Math.round(fix.longitude * 1e7);
    this.#words[at + 2] = Math.round(fix.latitude * 1e7);
    this.#words[at + 3] = low;
    this.#words[at + 4] = high;
    this.#mark(index);
  }

  /** The worker's duty, order or call for help has changed; the position stays. */
  setWorkerFlags(index: number, flags: number): void {
    this.#grow(index);
    const at = index * recordWords;
    this.#words[at] = index;
    this.#words[at + 4] = ((this.#words[at + 4] ?? 0) & ~(workerFlags << 16)) | (flags << 16);
    this.#mark(index);
  }

  /** Forgets the position (off duty). */
  forget(index: number, flags: number): void {
    this.#grow(index);
    this.#times[index] = Number.NaN;
    this.#words.fill(0, index * recordWords, (index + 1) * recordWords);
    this.#words[index * recordWords] = index;
    this.#words[index * recordWords + 4] = flags << 16;
    this.#mark(index);
  }

  /** The last fix of a worker with its flags; undefined when there is none. */
  get(index: number): FrameRecord | undefined {
    const time = this.timeOf(index);
    if (Number.isNaN(time)) return undefined;
    const words = new Int32Array(4 + recordWords);
    const header = new DataView(words.buffer);
    header.setUint8(0, 1);
    header.setUint8(1, 2);
    header.setUint32(4, 1, true);
    header.setFloat64(8, time, true);
    this.copyRecord(index, time, words, 4);
    return Frame.read(new Uint8Array(words.buffer))?.record(0);
  }

  /** Copies the record of a worker as it is at `now`. Without a position it says "gone". */
  copyRecord(index: number, now: number, target: Int32Array, offset: number): void {
    const at = index * recordWords;
    const words = this.#words;
    const time = this.timeOf(index);
    const gone = Number.isNaN(time);
    target[offset] = words[at] ?? index;
    target[offset + 1] = words[at + 1] ?? 0;
    target[offset + 2] = words[at + 2] ?? 0;
    target[offset + 3] = (words[at + 3] ?? 0) | (gone ? 0 : packAge(now - time));
    target[offset + 4] = (words[at + 4] ?? 0) | (gone ? frameFlags.gone << 16 : 0);
  }

  /** Indices of what has changed since this was last asked. */
  takeDirty(): readonly number[] {
    const taken = this.#dirty;
    for (const index of taken) this.#isDirty[index] = 0;
    this.#dirty = [];
    return taken;
  }

  #mark(index: number): void {
    if (this.#isDirty[index]) return;
    this.#isDirty[index] = 1;
    this.#dirty.push(index);
  }

  #grow(index: number): void {
    if (index < this.#times.length) return;
    const length = Math.max(index + 1, this.#times.length * 2);
    const times = new Float64Array(length).fill(Number.NaN);
    times.set(this.#times);
    this.#times = times;
    const words = new Int32Array(length * recordWords);
    words.set(this.#words);
    this.#words = words;
    const isDirty = new Uint8Array(length);
    isDirty.set(this.#isDirty);
    this.#isDirty = isDirty;
  }
}
