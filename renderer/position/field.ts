import { type Frame, frameFlags, type State, stateOf, states } from '../../app/position/index.ts';
import type { WorkerState } from '../../app/worker/index.ts';

/** Looks of a state on the map: the number is what the shader draws, see shape-layer.ts. */
export const shapeOf: Readonly<Record<State, number>> = { duty: 0, busy: 1, silent: 2, sos: 3, off: 4 };

/** A worker's last position as panels show it; -1 is "not known". */
export interface Seen {
  readonly time: number;
  readonly longitude: number;
  readonly latitude: number;
  readonly accuracy: number;
  readonly speed: number;
  readonly battery: number;
  readonly flagged: boolean;
  readonly state: State;
}

/** What the layer draws: `count` workers in columns; `version` grows when more than the positions has changed. */
export interface Drawn {
  count: number;
  version: number;
  /** Slot of each worker drawn. */
  slots: Int32Array<ArrayBuffer>;
  positions: Float64Array<ArrayBuffer>;
  colors: Uint8Array<ArrayBuffer>;
  shapes: Float32Array<ArrayBuffer>;
}

/** How many are in each state, and how old the positions are of those who are not silent (ms; null: there is none). */
export interface Tally {
  readonly states: Readonly<Record<State, number>>;
  readonly newest: number | null;
  readonly oldest: number | null;
}

/** Longest time over which a worker is moved from one fix to the next, and the shortest, in ms. */
const slide = { longest: 6_000, shortest: 200 } as const;
/** Further apart than this (degrees) a worker jumps. */
const jump = 0.02;

type Rgba = readonly [number, number, number, number];

/**
 * All workers of the watched area: who they are, where they were last, and where they are drawn now. Columns of numbers
 * outside React; frames are written into it, layers are drawn out of it.
 */
export class WorkerField {
  readonly drawn: Drawn = {
    count: 0,
    version: 0,
    slots: new Int32Array(0),
    positions: new Float64Array(0),
    colors: new Uint8Array(0),
    shapes: new Float32Array(0),
  };
  readonly #colors: Readonly<Record<State, Rgba>>;
  readonly #slotOf = new Map<number, number>();
  readonly #workers: (WorkerState | undefined)[] = [];
  readonly #byId = new Map<string, number>();
  #length = 0;
  #time = new Float64Array(0);
  #flags = new Uint8Array(0);
  /** Where the movement began, where it ends, when it began and how long it takes. */
  #from = new Float64Array(0);
  #to = new Float64Array(0);
  #start = new Float64Array(0);
  #span = new Float64Array(0);
  /** Accuracy, speed and battery. */
  #detail = new Float32Array(0);
  #tally: Tally = { states: { sos: 0, busy: 0, duty: 0, silent: 0, off: 0 }, newest: null, oldest: null };
  #settled = 0;

  constructor(colors: Readonly<Record<State, Rgba>>) {
    this.#colors = colors;
  }

  /** Replaces who there is. Positions stay. */
  setWorkers(workers: readonly WorkerState[]): void {
    this.#byId.clear();
    this.#workers.fill(undefined);
    this.patchWorkers(workers);
  }

  /** Adds workers or replaces what is known of them. */
  patchWorkers(workers: readonly WorkerState[]): void {
    for (const worker of workers) {
      const slot = this.#slot(worker.index);
      this.#workers[slot] = worker;
      this.#byId.set(worker.id, slot);
      if (Number.isNaN(this.#time[slot])) {
        this.#flags[slot] =
          (worker.onDuty ? frameFlags.onDuty : 0) |
          (worker.busy ? frameFlags.busy : 0) |
          (worker.sosSince ? frameFlags.sos : 0);
      }
    }
  }

  /** Takes a frame in. `now` is the page's monotonic clock, by which the movement goes. */
  takeFrame(frame: Frame, now: number): void {
    const snapshot = frame.header.kind === 'snapshot';
    if (snapshot) this.#time.fill(Number.NaN);
    for (let at = 0; at < frame.count; at += 1) {
      const record = frame.record(at);
      const slot = this.#slot(record.index);
      this.#flags[slot] = record.flags;
      const before = this.#time[slot] ?? Number.NaN;
      if (record.flags & frameFlags.gone) {
        this.#time[slot] = Number.NaN;
        continue;
      }
      // A record that only changes the flags comes with the fix that is known, give or take the rounding of its age.
      if (Math.abs(record.time - before) < 150) continue;
      const x = slot * 2;
      const [fromX, fromY] = Number.isNaN(before)
        ? [record.longitude, record.latitude]
        : [this.#place(slot, 0, now), this.#place(slot, 1, now)];
      const far = Math.abs(record.longitude - fromX) > jump || Math.abs(record.latitude - fromY) > jump;
      const still = snapshot || far || Number.isNaN(before);
      this.#from[x] = still ? record.longitude : fromX;
      this.#from[x + 1] = still ? record.latitude : fromY;
      this.#to[x] = record.longitude;
      this.#to[x + 1] = record.latitude;
      this.#start[slot] = now;
      this.#span[slot] = still ? 0 : Math.min(slide.longest, Math.max(slide.shortest, record.time - before));
      if (!still) this.#settled = Math.max(this.#settled, now + (this.#span[slot] ?? 0));
      this.#time[slot] = record.time;
      const detail = slot * 3;
      this.#detail[detail] = record.accuracy;
      this.#detail[detail + 1] = record.speed;
      this.#detail[detail + 2] = record.battery;
    }
  }

  /** Is somebody still on the way to the last fix? */
  isMoving(now: number): boolean {
    return now < this.#settled;
  }

  /** Writes who is drawn, in which colour and shape. `serverTime` decides who is silent. */
  drawStates(serverTime: number): void {
    const { drawn } = this;
    if (drawn.slots.length < this.#length) this.#widenDrawn();
    const counts: Record<State, number> = { sos: 0, busy: 0, duty: 0, silent: 0, off: 0 };
    let newest = Number.POSITIVE_INFINITY;
    let oldest = -1;
    let count = 0;
    for (let slot = 0; slot < this.#length; slot += 1) {
      if (!this.#workers[slot]) continue;
      const time = this.#time[slot] ?? Number.NaN;
      const age = Number.isNaN(time) ? Number.POSITIVE_INFINITY : Math.max(0, serverTime - time);
      const state = this.#stateOf(slot, age);
      counts[state] += 1;
      if (state === 'off' || Number.isNaN(time)) continue;
      if (state !== 'silent') {
        if (age < newest) newest = age;
        if (age > oldest) oldest = age;
      }
      drawn.slots[count] = slot;
      drawn.shapes[count] = shapeOf[state];
      const color = this.#colors[state];
      const at = count * 4;
      drawn.colors[at] = color[0];
      drawn.colors[at + 1] = color[1];
      drawn.colors[at + 2] = color[2];
      drawn.colors[at + 3] = color[3];
      count += 1;
    }
    drawn.count = count;
    drawn.version += 1;
    this.#tally = { states: counts, newest: oldest < 0 ? null : newest, oldest: oldest < 0 ? null : oldest };
  }

  /** Writes where everybody who is drawn is now. */
  drawPositions(now: number): void {
    const { positions, slots, count } = this.drawn;
    for (let at = 0; at < count; at += 1) {
      const slot = slots[at] ?? 0;
      positions[at * 2] = this.#place(slot, 0, now);
      positions[at * 2 + 1] = this.#place(slot, 1, now);
    }
  }

  get tally(): Tally {
    return this.#tally;
  }

  /** All workers that are known. */
  *workers(): IterableIterator<WorkerState> {
    for (const worker of this.#workers) if (worker) yield worker;
  }

  workerById(id: string): WorkerState | undefined {
    return this.#workers[this.#byId.get(id) ?? -1];
  }

  /** The worker that is drawn at this place of the columns. */
  workerDrawn(at: number): WorkerState | undefined {
    return this.#workers[this.drawn.slots[at] ?? -1];
  }

  /** The last position of a worker; undefined when there is none. */
  seen(id: string, serverTime: number): Seen | undefined {
    const slot = this.#byId.get(id) ?? -1;
    const time = this.#time[slot] ?? Number.NaN;
    if (Number.isNaN(time)) return undefined;
    return {
      time,
      longitude: this.#to[slot * 2] ?? 0,
      latitude: this.#to[slot * 2 + 1] ?? 0,
      accuracy: this.#detail[slot * 3] ?? -1,
      speed: this.#detail[slot * 3 + 1] ?? -1,
      battery: this.#detail[slot * 3 + 2] ?? -1,
      flagged: ((this.#flags[slot] ?? 0) & frameFlags.flagged) !== 0,
      state: this.#stateOf(slot, Math.max(0, serverTime - time)),
    };
  }

  /** State of a worker, with or without a position. */
  state(id: string, serverTime: number): State {
    const slot = this.#byId.get(id);
    if (slot === undefined) return 'off';
    const time = this.#time[slot] ?? Number.NaN;
    return this.#stateOf(slot, Number.isNaN(time) ? Number.POSITIVE_INFINITY : Math.max(0, serverTime - time));
  }

  /** Where a worker is drawn now; undefined when it is not. */
  placeOf(id: string, now: number): [number, number] | undefined {
    const slot = this.#byId.get(id) ?? -1;
    if (Number.isNaN(this.#time[slot] ?? Number.NaN)) return undefined;
    return [this.#place(slot, 0, now), this.#place(slot, 1, now)];
  }

  #stateOf(slot: number, age: number): State {
    const flags = this.#flags[slot] ?? 0;
    return stateOf(
      {
        onDuty: (flags & frameFlags.onDuty) !== 0,
        busy: (flags & frameFlags.busy) !== 0,
        sos: (flags & frameFlags.sos) !== 0,
      },
      age,
    );
  }

  #place(slot: number, axis: 0 | 1, now: number): number {
    const at = slot * 2 + axis;
    const to = this.#to[at] ?? 0;
    const span = this.#span[slot] ?? 0;
    const share = span > 0 ? (now - (this.#start[slot] ?? 0)) / span : 1;
    if (share >= 1) return to;
    const from = this.#from[at] ?? 0;
    return from + (to - from) * Math.max(0, share);
  }

  #slot(index: number): number {
    const known = this.#slotOf.get(index);
    if (known !== undefined) return known;
    const slot = this.#length;
    this.#length += 1;
    this.#slotOf.set(index, slot);
    if (slot >= this.#time.length) this.#widen(Math.max(1_024, slot * 2));
    this.#time[slot] = Number.NaN;
    return slot;
  }

  #widen(length: number): void {
    const wider = <T extends Float64Array | Float32Array | Uint8Array>(column: T, made: T): T => {
      made.set(column);
      return made;
    };
    this.#time = wider(this.#time, new Float64Array(length).fill(Number.NaN));
    this.#flags = wider(this.#flags, new Uint8Array(length));
    this.#from = wider(this.#from, new Float64Array(length * 2));
    this.#to = wider(this.#to, new Float64Array(length * 2));
    this.#start = wider(this.#start, new Float64Array(length));
    this.#span = wider(this.#span, new Float64Array(length));
    this.#detail = wider(this.#detail, new Float32Array(length * 3));
  }

  #widenDrawn(): void {
    const length = this.#time.length;
    this.drawn.slots = new Int32Array(length);
    this.drawn.positions = new Float64Array(length * 2);
    this.drawn.colors = new Uint8Array(length * 4);
    this.drawn.shapes = new Float32Array(length);
  }
}

/** States in the order of the legend: the most urgent first; those off duty are not on the map. */
export const shownStates = states.filter((state) => state !== 'off');
