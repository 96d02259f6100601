import type { CallReply } from '../../app/contract/index.ts';
import { Frame, positionMessages } from '../../app/position/index.ts';
import { workerContract } from '../../app/worker/index.ts';
import { serverNow } from '../kit/clock.ts';
import { colors } from '../kit/theme.ts';
import { live } from '../live/index.ts';
import { WorkerField } from './field.ts';

const rgba = (hex: string, alpha = 255) =>
  [
    Number.parseInt(hex.slice(1, 3), 16),
    Number.parseInt(hex.slice(3, 5), 16),
    Number.parseInt(hex.slice(5, 7), 16),
    alpha,
  ] as const;

/** Colour of each state, by its meaning: red act now, blue ours, green fine, amber late. */
export const stateColors = {
  sos: rgba(colors.act),
  busy: rgba(colors.accent),
  duty: rgba(colors.fine),
  silent: rgba(colors.late),
  off: rgba(colors.dim),
} as const;

/** After a hole in the numbers of frames a snapshot is asked for, but not more often than this, in ms. */
const resyncMilliseconds = 3_000;
const acknowledgeMilliseconds = 10_000;

/** How far the watching has got. */
export type WatchState = 'loading' | 'live';

/**
 * Keeps a field of workers current: who they are by a query and its events, where they are by binary frames. A hole
 * in the frames (this console was slow, or away) is mended by a snapshot.
 */
export class PositionWatch {
  readonly field = new WorkerField(stateColors);
  readonly #area: string;
  readonly #stops: (() => void)[] = [];
  readonly #listeners = new Set<() => void>();
  #number: number | undefined;
  #resyncAt = 0;
  #resyncTimer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;
  #state: WatchState = 'loading';
  /** When the last frame came, by the server's clock. */
  heardAt = 0;

  constructor(area: string) {
    this.#area = area;
    const { socket } = live;
    const onFrame = (bytes: ArrayBuffer) => this.#take(new Uint8Array(bytes));
    const onConnect = () => void this.#watch();
    socket.on(positionMessages.frame, onFrame);
    socket.on('connect', onConnect);
    this.#stops.push(
      () => socket.off(positionMessages.frame, onFrame),
      () => socket.off('connect', onConnect),
      live.on(workerContract.changed, ({ workers }) => {
        this.field.patchWorkers(workers);
        this.#tell();
      }),
      live.onReset(() => void this.#readWorkers()),
    );
    void this.#readWorkers();
    if (socket.connected) void this.#watch();
  }

  get state(): WatchState {
    return this.#state;
  }

  /** Calls back when a frame was taken in or workers have changed; returns the unsubscribe. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#resyncTimer);
    for (const stop of this.#stops) stop();
    this.#listeners.clear();
    if (live.socket.connected) live.socket.emit(positionMessages.unwatch);
  }

  async #readWorkers(): Promise<void> {
    try {
      const { workers } = await live.query(workerContract.directory, { area: this.#area });
      if (this.#stopped) return;
      this.field.setWorkers(workers);
      this.#tell();
    } catch {
      if (!this.#stopped) setTimeout(() => !this.#stopped && void this.#readWorkers(), resyncMilliseconds);
    }
  }

  async #watch(): Promise<void> {
    this.#resyncAt = performance.now();
    try {
      const reply: CallReply = await live.socket
        .timeout(acknowledgeMilliseconds)
        .emitWithAck(positionMessages.watch, { area: this.#area });
      if (this.#stopped || !reply.ok) return;
      const { frame } = reply.output as { frame: ArrayBuffer };
      const snapshot = Frame.read(new Uint8Array(frame));
      if (!snapshot) return;
      this.#number = snapshot.header.number;
      this.#state = 'live';
      this.#takeIn(snapshot);
    } catch {
      // No answer: the line was cut. The next connection watches again.
      this.#resync();
    }
  }

  #take(bytes: Uint8Array): void {
    const frame = Frame.read(bytes);
    // Before the snapshot nothing is drawn: it would be half the truth.
    if (!frame || this.#number === undefined) return;
    const expected = (this.#number + 1) & 0xffff;
    const older =
      ((expected - frame.header.number) & 0xffff) > 0 && ((expected - frame.header.number) & 0xffff) < 0x8000;
    if (older) return;
    if (frame.header.number !== expected) this.#resync();
    this.#number = frame.header.number;
    this.#takeIn(frame);
  }

  #takeIn(frame: Frame): void {
    this.field.takeFrame(frame, performance.now());
    this.heardAt = serverNow();
    this.#tell();
  }

  #resync(): void {
    if (this.#resyncTimer !== undefined || this.#stopped) return;
    const wait = Math.max(0, this.#resyncAt + resyncMilliseconds - performance.now());
    this.#resyncTimer = setTimeout(() => {
      this.#resyncTimer = undefined;
      if (live.socket.connected && !this.#stopped) void this.#watch();
    }, wait);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
