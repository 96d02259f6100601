import type { Bounds } from '../../app/area/index.ts';
import { randomSource } from './random.ts';

/** Metres of one degree of latitude. */
const metresPerDegree = 111_320;

/** How people move about their grid: on foot, or by electric bicycle (m/s). */
const speeds = [1.1, 1.4, 4.5] as const;

/** Where one worker walks: from one place in the grid to the next, with pauses. */
export interface Patch {
  readonly bounds: Bounds;
  /** Is the point inside the grid? Places outside are not walked to. */
  inside(longitude: number, latitude: number): boolean;
  readonly longitude: number;
  readonly latitude: number;
}

/** A worker's place and movement at a moment. */
export interface Place {
  readonly longitude: number;
  readonly latitude: number;
  /** Metres per second over ground. */
  readonly speed: number;
  /** Degrees clockwise from north. */
  readonly heading: number;
}

/**
 * One simulated worker on the move. Deterministic by seed; `step` is told how many seconds have passed.
 */
export class Walker {
  readonly #patch: Patch;
  readonly #random: () => number;
  #longitude: number;
  #latitude: number;
  #target: readonly [number, number];
  #speed: number;
  #pause = 0;
  #heading = 0;
  #moving = false;

  constructor(patch: Patch, seed: number) {
    this.#patch = patch;
    this.#random = randomSource(seed);
    [this.#longitude, this.#latitude] = this.#somewhere();
    this.#target = this.#somewhere();
    this.#speed = speeds[Math.floor(this.#random() * speeds.length)] ?? 1.1;
  }

  get place(): Place {
    return {
      longitude: this.#longitude,
      latitude: this.#latitude,
      speed: this.#moving ? this.#speed : 0,
      heading: this.#heading,
    };
  }

  /** Sends the worker to a place, for an order; it walks on about the grid afterwards. */
  goTo(longitude: number, latitude: number): void {
    this.#target = [longitude, latitude];
    this.#pause = 0;
    this.#speed = 4.5;
  }

  step(seconds: number): Place {
    this.#moving = false;
    if (this.#pause > 0) {
      this.#pause -= seconds;
      return this.place;
    }
    const perLongitude = metresPerDegree * Math.cos((this.#latitude * Math.PI) / 180);
    const east = (this.#target[0] - this.#longitude) * perLongitude;
    const north = (this.#target[1] - this.#latitude) * metresPerDegree;
    const distance = Math.hypot(east, north);
    const reach = this.#speed * seconds;
    if (distance <= reach) {
      [this.#longitude, this.#latitude] = this.#target;
      this.#target = this.#somewhere();
      this.#pause = this.#random() < 0.4 ? 10 + this.#random() * 110 : 0;
      return this.place;
    }
    this.#moving = true;
    this.#longitude += ((east / distance) * reach) / perLongitude;
    this.#latitude += ((north / distance) * reach) / metresPerDegree;
    this.#heading = ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
    return this.place;
  }

  #somewhere(): readonly [number, number] {
    const [west, south, east, north] = this.#patch.bounds;
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const longitude = west + (east - west) * this.#random();
      const latitude = south + (north - south) * this.#random();
      if (this.#patch.inside(longitude, latitude)) return [longitude, latitude];
    }
    return [this.#patch.longitude, this.#patch.latitude];
  }
}
