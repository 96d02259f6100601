import type { types } from 'mediasoup-client';
import { toSipinError } from '../../app/contract/index.ts';
import { Backoff } from './backoff.ts';
import type { MediaLine } from './media-line.ts';
import type { Screen } from './screen.ts';

/** Takes one view's pictures from mediasoup, again and again until they come, and puts them on the screen. */
export class Taking {
  readonly #media: MediaLine;
  readonly #screen: Screen;
  readonly #ended: (error: unknown) => void;
  readonly #backoff = new Backoff();
  #attempt = new AbortController();
  #consumer: types.Consumer | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `ended` is called when the server does not know the view any more. */
  constructor(media: MediaLine, screen: Screen, ended: (error: unknown) => void) {
    this.#media = media;
    this.#screen = screen;
    this.#ended = ended;
  }

  /** Is it waiting to try again? */
  get waits(): boolean {
    return this.#timer !== undefined;
  }

  /** Takes them now, in place of what was taken before. */
  take(view: string): void {
    this.stop();
    const { signal } = this.#attempt;
    void this.#consume(view, signal).catch((error: unknown) => {
      if (signal.aborted) return;
      if (toSipinError(error).code === 'camera.view-unknown') this.#ended(error);
      else this.takeLater(view);
    });
  }

  /** Takes them after a while. */
  takeLater(view: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.take(view), this.#backoff.next());
  }

  /** They are on the screen. */
  arrived(): void {
    this.#backoff.reset();
  }

  /** Gives them up; the last of them stays on the screen. Idempotent. */
  stop(): void {
    this.#attempt.abort();
    this.#attempt = new AbortController();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const consumer = this.#consumer;
    this.#consumer = undefined;
    this.#screen.detach();
    consumer?.close();
  }

  async #consume(view: string, signal: AbortSignal): Promise<void> {
    // Undefined: the way to mediasoup was lost meanwhile; with the next one they are taken anew.
    const consumer = await this.#media.consume(view, signal);
    if (!consumer) return;
    this.#consumer = consumer;
    this.#screen.awake();
    this.#screen.attach(consumer.track);
  }
}
