import { type Act, type InputOf, SipinError, toSipinError } from '../../app/contract/index.ts';
import { allActs } from '../../app/contracts.ts';
import { photoPath, storedPhoto } from '../../app/file/index.ts';
import { type Live, newKey } from '../live/index.ts';
import type { QueuedAct, QueueStore } from './queue-store.ts';

const firstDelay = 1_000;
const longestDelay = 30_000;

/** What the page shows of the outbox. */
export interface OutboxSnapshot {
  /** Acts that wait, the oldest first. */
  readonly waiting: readonly QueuedAct[];
  /** Acts that the server refused; the worker must see them. */
  readonly refused: readonly QueuedAct[];
  /** When the last one went out, or was taken: the lists of orders and reports are read again then. */
  readonly sentAt: number;
}

/**
 * Sends what the worker did, in order, exactly once: each act is on the phone's storage before anything is sent, is
 * sent under its own key until the server has acknowledged it, and only then leaves the queue.
 */
export class Outbox {
  readonly #store: QueueStore;
  readonly #live: Pick<Live, 'act'>;
  readonly #account: string;
  readonly #listeners = new Set<() => void>();
  readonly #wake = () => this.flush();
  #snapshot: OutboxSnapshot = { waiting: [], refused: [], sentAt: 0 };
  #running = false;
  #again = false;
  #delay = firstDelay;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(store: QueueStore, live: Pick<Live, 'act'>, account: string) {
    this.#store = store;
    this.#live = live;
    this.#account = account;
    window.addEventListener('online', this.#wake);
    void this.#refresh().then(() => this.flush());
  }

  get snapshot(): OutboxSnapshot {
    return this.#snapshot;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes an act on: resolves once it is safely on the phone; sending follows by itself. */
  async put<D extends Act>(
    declaration: D,
    input: InputOf<D>,
    title: string,
    photos: readonly Blob[] = [],
  ): Promise<void> {
    await this.#store.add({
      key: newKey(),
      account: this.#account,
      act: declaration.key,
      input: input as Record<string, unknown>,
      photos,
      title,
      at: new Date().toISOString(),
    });
    await this.#refresh();
    this.flush();
  }

  /** Forgets an act that the server refused. */
  async discard(number: number): Promise<void> {
    await this.#store.remove(number);
    await this.#refresh();
  }

  /** Tries to send now. */
  flush(): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = true;
    void this.#drain().finally(() => {
      this.#running = false;
      if (this.#again) {
        this.#again = false;
        this.flush();
      }
    });
  }

  async #drain(): Promise<void> {
    for (;;) {
      const next = this.#snapshot.waiting[0];
      if (!next || this.#stopped) return;
      try {
        await this.#send(next);
        this.#delay = firstDelay;
      } catch (thrown) {
        const error = toSipinError(thrown);
        const final = ['input', 'forbidden', 'not-found', 'conflict'].includes(error.category);
        if (!final) {
          // No network, no server, not signed in, too fast: it stays where it is and is tried again.
          this.#timer = setTimeout(() => this.flush(), this.#delay);
          this.#delay = Math.min(this.#delay * 2, longestDelay);
          return;
        }
        await this.#store.refuse(next, error.code);
        await this.#refresh();
      }
    }
  }

  async #send(act: QueuedAct): Promise<void> {
    const declaration = allActs.find((each) => each.key === act.act);
    if (!declaration) throw new SipinError('input', 'contract.unknown-call', { name: act.act });
    const hashes: string[] = [];
    for (const photo of act.photos) hashes.push(await sendPhoto(photo));
    const input = hashes.length > 0 ? { ...act.input, photos: hashes } : act.input;
    await this.#live.act(declaration, input, act.key);
    if (act.number !== undefined) await this.#store.remove(act.number);
    await this.#refresh(Date.now());
  }

  async #refresh(sentAt = this.#snapshot.sentAt): Promise<void> {
    const own = (await this.#store.acts()).filter(({ account }) => account === this.#account);
    this.#snapshot = {
      waiting: own.filter(({ refused }) => refused === undefined),
      refused: own.filter(({ refused }) => refused !== undefined),
      sentAt,
    };
    for (const listener of this.#listeners) listener();
  }

  /** Stops sending; what waits stays on the phone. Idempotent. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    window.removeEventListener('online', this.#wake);
  }
}

/** Sends a photo under the hash of its content, which makes sending it twice harmless; the hash it is kept under. */
async function sendPhoto(photo: Blob): Promise<string> {
  const content = await photo.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  const hash = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  let response: Response;
  try {
    response = await fetch(photoPath(hash), {
      method: 'PUT',
      headers: { 'content-type': photo.type || 'image/jpeg' },
      body: content,
    });
  } catch (error) {
    throw new SipinError('unavailable', 'contract.offline', {}, { cause: error });
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return storedPhoto.parse(body).hash;
  const { error } = (body ?? {}) as { error?: { category: SipinError['category']; code: string } };
  throw error ? new SipinError(error.category, error.code) : new SipinError('unavailable', 'contract.offline');
}
