import { positionContract } from '../../app/position/index.ts';
import type { Live } from '../live/index.ts';
import type { QueueStore } from './queue-store.ts';

const everyMilliseconds = 5_000;
const batch = 500;

export interface TrackerSnapshot {
  readonly longitude: number;
  readonly latitude: number;
  readonly accuracy: number;
  /** ms since 1970 */
  readonly at: number;
}

/** Why there is no position: the phone refuses, or does not know. */
export type TrackerProblem = 'denied' | 'unavailable' | null;

/** Tells the server where the worker is, only while on duty; what could not be sent goes out in batches later. */
export class Tracker {
  readonly #store: QueueStore;
  readonly #live: Pick<Live, 'act'>;
  readonly #account: string;
  readonly #listeners = new Set<() => void>();
  #place: TrackerSnapshot | null = null;
  #problem: TrackerProblem = null;
  #watch: number | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #sending = false;
  #keptAt = 0;

  constructor(store: QueueStore, live: Pick<Live, 'act'>, account: string) {
    this.#store = store;
    this.#live = live;
    this.#account = account;
  }

  get place(): TrackerSnapshot | null {
    return this.#place;
  }

  get problem(): TrackerProblem {
    return this.#problem;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Begins with the duty. Idempotent. */
  start(): void {
    if (this.#watch !== undefined) return;
    this.#watch = navigator.geolocation.watchPosition(
      (position) => this.#moved(position),
      (error) => {
        this.#problem = error.code === error.PERMISSION_DENIED ? 'denied' : 'unavailable';
        this.#tell();
      },
      { enableHighAccuracy: true, maximumAge: 2_000 },
    );
    this.#timer = setInterval(() => {
      this.#keep();
      void this.#send();
    }, everyMilliseconds);
  }

  /** Ends with the duty: nothing is measured, kept or sent any more. Idempotent. */
  stop(): void {
    if (this.#watch !== undefined) navigator.geolocation.clearWatch(this.#watch);
    clearInterval(this.#timer);
    this.#watch = undefined;
    this.#timer = undefined;
  }

  #moved({ coords, timestamp }: GeolocationPosition): void {
    const first = this.#place === null;
    this.#problem = null;
    this.#place = {
      longitude: coords.longitude,
      latitude: coords.latitude,
      accuracy: coords.accuracy,
      at: timestamp,
    };
    this.#tell();
    if (first) {
      this.#keep();
      void this.#send();
    }
  }

  #keep(): void {
    const place = this.#place;
    if (!place || Date.now() - this.#keptAt < everyMilliseconds - 500) return;
    this.#keptAt = Date.now();
    void this.#store.addFix(this.#account, {
      at: new Date().toISOString(),
      longitude: place.longitude,
      latitude: place.latitude,
      accuracy: Math.min(place.accuracy, 100_000),
    });
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (;;) {
        const { keys, fixes } = await this.#store.fixes(this.#account, batch);
        if (fixes.length === 0) return;
        await this.#live.act(positionContract.report, { fixes });
        await this.#store.removeFixes(keys);
      }
    } catch {
      // No network: the fixes stay and go out with the next batch that gets through.
    } finally {
      this.#sending = false;
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
