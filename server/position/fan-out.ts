import type { Server, Socket } from 'socket.io';
import { allocateFrame, frameHeaderBytes, frameRecordBytes, positionMessages } from '../../app/position/index.ts';
import { ancestorsOf } from '../pipeline/socket.ts';
import type { WorkerRegistry } from '../worker/registry.ts';
import { type LatestPositions, recordWords } from './latest.ts';

/** An area that consoles watch: they share its frames. */
interface Watched {
  readonly area: string;
  readonly room: string;
  watchers: number;
  /** Number of the last frame: a console that finds a gap asks for a snapshot. */
  number: number;
  /** Records gathered in this tick. */
  words: Int32Array<ArrayBuffer>;
  count: number;
  snapshot: { readonly at: number; readonly bytes: Uint8Array } | undefined;
}

/** How often frames go out, in ms. */
const tickMilliseconds = 200;
const headerWords = frameHeaderBytes / 4;

/**
 * Tells consoles where the workers of the area are that they watch: one binary frame for each watched area and tick,
 * volatile. A console that is slow misses frames; nothing is kept for it.
 */
export class FanOut {
  readonly #io: Server;
  readonly #latest: LatestPositions;
  readonly #registry: WorkerRegistry;
  readonly #watched = new Map<string, Watched>();
  readonly #areaOf = new WeakMap<Socket, string>();
  /** Which watched areas a worker lies in, by index; forgotten when the watched areas change. */
  #watchedOf: (readonly Watched[] | undefined)[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(io: Server, latest: LatestPositions, registry: WorkerRegistry) {
    this.#io = io;
    this.#latest = latest;
    this.#registry = registry;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.tick(), tickMilliseconds);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** From now on this console gets the frames of the area, in place of one before; answers with all there is. */
  watch(socket: Socket, area: string): Uint8Array {
    this.unwatch(socket);
    const watched = this.#watched.get(area) ?? this.#open(area);
    watched.watchers += 1;
    this.#areaOf.set(socket, area);
    void socket.join(watched.room);
    return this.#snapshot(watched);
  }

  unwatch(socket: Socket): void {
    const area = this.#areaOf.get(socket);
    const watched = area === undefined ? undefined : this.#watched.get(area);
    if (!watched) return;
    this.#areaOf.delete(socket);
    void socket.leave(watched.room);
    watched.watchers -= 1;
    if (watched.watchers > 0) return;
    this.#watched.delete(watched.area);
    this.#watchedOf = [];
  }

  /** Puts what has changed since the last tick into frames and sends them. */
  tick(): void {
    const now = Date.now();
    const dirty = this.#latest.takeDirty();
    if (this.#watched.size === 0) return;
    for (const index of dirty) {
      for (const watched of this.#watchedBy(index)) {
        const at = headerWords + watched.count * recordWords;
        if (at + recordWords > watched.words.length) {
          const wider = new Int32Array(Math.max(watched.words.length * 2, at + recordWords));
          wider.set(watched.words);
          watched.words = wider;
        }
        this.#latest.copyRecord(index, now, watched.words, at);
        watched.count += 1;
      }
    }
    for (const watched of this.#watched.values()) {
      if (watched.count > 0) this.#send(watched, now);
    }
  }

  #send(watched: Watched, now: number): void {
    watched.number = (watched.number + 1) & 0xffff;
    const frame = allocateFrame('update', watched.number, now, watched.count);
    const { buffer } = watched.words;
    frame.set(new Uint8Array(buffer, frameHeaderBytes, watched.count * frameRecordBytes), frameHeaderBytes);
    watched.count = 0;
    this.#io.to(watched.room).volatile.emit(positionMessages.frame, Buffer.from(frame.buffer));
  }

  #open(area: string): Watched {
    const watched: Watched = {
      area,
      room: `position:${area}`,
      watchers: 0,
      number: 0,
      words: new Int32Array(headerWords + 256 * recordWords),
      count: 0,
      snapshot: undefined,
    };
    this.#watched.set(area, watched);
    this.#watchedOf = [];
    return watched;
  }

  #watchedBy(index: number): readonly Watched[] {
    const known = this.#watchedOf[index];
    if (known) return known;
    const worker = this.#registry.byIndex(index);
    if (!worker) return [];
    const found = ancestorsOf(worker.area).flatMap((area) => this.#watched.get(area) ?? []);
    this.#watchedOf[index] = found;
    return found;
  }

  /** All positions of the area; many consoles that come back at once share one. */
  #snapshot(watched: Watched): Uint8Array {
    const now = Date.now();
    if (watched.snapshot && now - watched.snapshot.at < tickMilliseconds) return watched.snapshot.bytes;
    const indices: number[] = [];
    for (const worker of this.#registry.all()) {
      if (worker.area.startsWith(watched.area) && !Number.isNaN(this.#latest.timeOf(worker.index))) {
        indices.push(worker.index);
      }
    }
    const bytes = allocateFrame('snapshot', watched.number, now, indices.length);
    const words = new Int32Array(bytes.buffer);
    indices.forEach((index, at) => {
      this.#latest.copyRecord(index, now, words, headerWords + at * recordWords);
    });
    watched.snapshot = { at: now, bytes };
    return bytes;
  }
}
