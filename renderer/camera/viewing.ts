import {
  cameraContract,
  cameraMessages,
  frameAge,
  type PicturesMessage,
  rtpMilliseconds,
  type Status,
} from '../../app/camera/index.ts';
import { toSipinError } from '../../app/contract/index.ts';
import { serverNow } from '../kit/clock.ts';
import { textOfError } from '../kit/error-text.ts';
import { live } from '../live/index.ts';
import { Backoff } from './backoff.ts';
import { CameraLine } from './camera-line.ts';
import { canDecode } from './picture-decoder.ts';
import { readSoon } from './read-soon.ts';
import { Screen, type Shown } from './screen.ts';
import { type Standing, sameStanding, standingOf } from './standing.ts';
import { Taking } from './taking.ts';
import { onTick } from './ticker.ts';

/** What the tile shows around the picture. */
export interface ViewerSnapshot {
  readonly standing: Standing;
  readonly status: Status | null;
  /** Where what is seen comes from; null: nothing is seen yet. */
  readonly by: Shown['by'] | null;
  readonly width: number;
  readonly height: number;
}

/** How long mediasoup's pictures may stand while newer ones exist before those over the connection take over, in ms. */
const stalledMilliseconds = 2_000;
const nothing: ViewerSnapshot = { standing: { kind: 'connecting' }, status: null, by: null, width: 0, height: 0 };

/** The page's one line for cameras. */
export const cameraLine = new CameraLine(live.socket);

/** One camera that is looked through: opens it, keeps it open through everything, and knows what is on the screen. */
export class Viewer {
  readonly #camera: string;
  readonly #screen: Screen;
  readonly #taking: Taking;
  readonly #backoff = new Backoff();
  readonly #listeners = new Set<() => void>();
  readonly #stops: (() => void)[];
  #snapshot = nothing;
  /** Ends everything of the present view. */
  #present = new AbortController();
  #view: { readonly id: string; readonly stop: () => void } | undefined;
  #status: Status | null = null;
  #refused: { readonly text: string; readonly retryAt: number | null } | null = null;
  #shown: Shown | undefined;
  #shownCount = 0;
  #newest: { readonly rtp: number; readonly at: number } | undefined;
  #settled = false;
  #disposed = false;

  constructor(camera: string) {
    this.#camera = camera;
    this.#screen = new Screen((shown) => this.#seen(shown));
    this.#taking = new Taking(cameraLine.media, this.#screen, (error) => this.#fail(error, this.#present.signal));
    const awake = () => {
      if (!document.hidden) this.#screen.awake();
    };
    document.addEventListener('visibilitychange', awake);
    this.#stops = [
      cameraLine.media.hold(),
      cameraLine.media.onRenewed(() => this.#take()),
      cameraLine.onConnection((connected) => this.#connection(connected)),
      onTick(() => this.#tick()),
      () => document.removeEventListener('visibilitychange', awake),
    ];
    if (cameraLine.connected) void this.#open();
  }

  /** Holds the picture; the tile puts it where it belongs. */
  get element(): HTMLElement {
    return this.#screen.element;
  }

  get snapshot(): ViewerSnapshot {
    return this.#snapshot;
  }

  /** Calls back when the snapshot has changed; returns the unsubscribe. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Age of the frame on the screen in ms, by the server's clock; null: there is none, or its time is not known yet. */
  age(): number | null {
    const shown = this.#shown;
    if (!shown) return null;
    if (shown.at !== null) return Math.max(0, serverNow() - shown.at);
    return this.#newest ? frameAge(shown.rtp, this.#newest, serverNow()) : null;
  }

  /** Tries at once what would be tried again later. */
  tryNow(): void {
    const view = this.#view;
    if (!view || this.#refused) {
      this.#leave();
      void this.#open();
      return;
    }
    const watchAgain = async () => {
      await cameraLine.call(cameraMessages.unwatch, { view: view.id });
      await this.#watch(view.id, this.#present.signal);
    };
    watchAgain().catch((error: unknown) => this.#fail(error, this.#present.signal));
  }

  /** The picture on the screen as a PNG, and when it arrived from the camera (ms since 1970). */
  async photograph(): Promise<{ readonly picture: Blob; readonly at: number } | null> {
    const at = serverNow() - (this.age() ?? 0);
    const picture = await this.#screen.photograph();
    return picture ? { picture, at } : null;
  }

  /** Puts the picture into a small window that stays above all others. */
  async popOut(): Promise<void> {
    await this.#screen.video.requestPictureInPicture();
  }

  /** Closes the camera. Idempotent. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const stop of this.#stops) stop();
    this.#leave();
    this.#listeners.clear();
    this.#screen.dispose();
  }

  #connection(connected: boolean): void {
    this.#forget();
    // All consoles come back at the same time when the server does.
    if (connected) this.#later(Math.random() * 300);
    else this.#tick();
  }

  /** What was opened ended with its connection. */
  #forget(): void {
    this.#present.abort();
    this.#present = new AbortController();
    this.#untake();
    this.#view?.stop();
    this.#view = undefined;
    this.#status = null;
    this.#refused = null;
    // What is on the screen keeps its age when what it was reckoned from has gone.
    const age = this.age();
    if (this.#shown && age !== null) this.#shown = { ...this.#shown, at: serverNow() - age };
    this.#newest = undefined;
  }

  /** Forgets the view and says so. */
  #leave(): void {
    const view = this.#view;
    this.#forget();
    // Unheard it ends with the connection.
    if (view && cameraLine.connected) void live.act(cameraContract.close, { view: view.id }).catch(() => undefined);
  }

  async #open(): Promise<void> {
    const { signal } = this.#present;
    this.#refused = null;
    this.#tick();
    try {
      const { view } = await live.act(cameraContract.open, { camera: this.#camera });
      if (signal.aborted) {
        if (cameraLine.connected) void live.act(cameraContract.close, { view }).catch(() => undefined);
        return;
      }
      const stop = cameraLine.listen(view, {
        status: (status) => this.#hear(status),
        pictures: (message) => this.#decode(message),
        newest: (rtp, at) => {
          this.#newest = { rtp, at };
        },
      });
      this.#view = { id: view, stop };
      await this.#watch(view, signal);
    } catch (error) {
      this.#fail(error, signal);
    }
  }

  async #watch(view: string, signal: AbortSignal): Promise<void> {
    this.#untake();
    this.#shownCount = 0;
    const status = await cameraLine.call<Status>(cameraMessages.watch, { view });
    if (signal.aborted) return;
    this.#backoff.reset();
    this.#hear(status);
    this.#take();
  }

  #fail(thrown: unknown, signal: AbortSignal): void {
    if (signal.aborted || this.#disposed) return;
    const error = toSipinError(thrown);
    this.#forget();
    if (error.code === 'camera.view-unknown') {
      this.#later(Math.random() * 300);
      return;
    }
    // A refusal stays one until somebody changes something; only what may pass by itself is tried again.
    const final = error.category === 'not-found' || error.category === 'forbidden';
    const wait = this.#backoff.next();
    this.#refused = { text: textOfError(error), retryAt: final ? null : serverNow() + wait };
    if (!final) this.#later(wait);
    this.#tick();
  }

  #later(wait: number): void {
    const { signal } = this.#present;
    const timer = setTimeout(() => {
      if (!signal.aborted && cameraLine.connected) void this.#open();
    }, wait);
    signal.addEventListener('abort', () => clearTimeout(timer));
  }

  #hear(status: Status): void {
    const mediaGone = !status.media && this.#status?.media === true;
    if (status.state !== this.#status?.state || status.watching !== this.#status.watching) readSoon();
    this.#status = status;
    // The server has begun to send pictures over the connection again by itself.
    if (mediaGone) this.#untake();
    else if (status.state === 'live' && this.#taking.waits) this.#take();
    this.#tick();
  }

  #decode(message: PicturesMessage): void {
    const last = message.frames.at(-1);
    if (last) this.#newest = { rtp: last.rtp, at: last.at };
    if (canDecode) this.#screen.decode(message);
  }

  /** Takes the pictures from mediasoup; those over the connection go on until its first frame is seen. */
  #take(): void {
    if (!this.#view || this.#disposed) return;
    this.#settled = false;
    this.#taking.take(this.#view.id);
  }

  /** Gives up mediasoup's pictures; the last of them stays on the screen. */
  #untake(): void {
    this.#settled = false;
    this.#taking.stop();
  }

  #seen(shown: Shown): void {
    this.#shown = shown;
    this.#shownCount += 1;
    if (shown.by === 'video' && !this.#settled) {
      this.#settled = true;
      this.#taking.arrived();
      this.#screen.settle();
      this.#say(true);
    }
    // The first frame is told at once, the others as their age is.
    if (this.#shownCount <= 2 || shown.by !== this.#snapshot.by) this.#tick();
  }

  #say(settled: boolean): void {
    const view = this.#view;
    if (!view) return;
    const { signal } = this.#present;
    cameraLine
      .call(cameraMessages.settled, { view: view.id, settled })
      .catch((error: unknown) => this.#fail(error, signal));
  }

  /** Tells what is true now, and looks whether mediasoup's pictures have stopped. */
  #tick(): void {
    if (this.#settled && !document.hidden && this.#stalled()) {
      this.#untake();
      this.#say(false);
      if (this.#view) this.#taking.takeLater(this.#view.id);
    }
    const standing = standingOf({
      connected: cameraLine.connected,
      refused: this.#refused,
      stream: this.#status,
      age: this.age(),
      shown: this.#shownCount,
      gap: this.#screen.gap,
    });
    const by = this.#screen.by ?? null;
    const { width = 0, height = 0 } = this.#shown ?? {};
    const before = this.#snapshot;
    const same =
      sameStanding(standing, before.standing) &&
      this.#status === before.status &&
      by === before.by &&
      width === before.width &&
      height === before.height;
    if (same) return;
    this.#snapshot = { standing, status: this.#status, by, width, height };
    for (const listener of this.#listeners) listener();
  }

  #stalled(): boolean {
    if (!this.#shown || !this.#newest || this.#screen.videoQuiet < stalledMilliseconds) return false;
    return rtpMilliseconds(this.#shown.rtp, this.#newest.rtp) > stalledMilliseconds / 2;
  }
}
