import type { BrowserWindow, RenderProcessGoneDetails } from 'electron';
import { SipinError, toSipinError } from '../app/contract/index.ts';
import type { PageState } from '../app/desktop/index.ts';
import { tryUrl } from './address.ts';
import { CrashCount, retryWait } from './backoff.ts';
import { isLocalPage, localPage } from './local-page.ts';
import { connectionError } from './probe.ts';

/** A page that hangs for so long is ended and loaded anew. */
const hangMilliseconds = 20_000;
/** Chromium's "another navigation came first": no failure. */
const aborted = -3;

type Cause = Extract<PageState, { view: 'crash' }>['cause'];

/** What recovery needs from the window that it serves. */
export interface Recovered {
  readonly window: BrowserWindow;
  origin(): string | undefined;
  isOwn(url: string): boolean;
  /** Makes sure that the server answers; throws why not. */
  probe(): Promise<void>;
  stateChanged(): void;
  /** Text behind the name in the title while the page hangs. */
  hangs(): string;
}

/**
 * Keeps one window on its console: shows why it is not there (server away, page crashed or hanging), and brings it
 * back by itself where that makes sense.
 */
export class Recovery {
  readonly #of: Recovered;
  readonly #crashes = new CrashCount();
  #path = '/';
  #state: PageState | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hang: ReturnType<typeof setTimeout> | undefined;
  #hung = false;
  #tries = 0;
  /** Which showing is the present one; an answer to an older one is too late. */
  #turn = 0;

  constructor(of: Recovered) {
    this.#of = of;
    const { webContents } = of.window;
    const remember = (url: string) => {
      const parsed = of.isOwn(url) ? tryUrl(url) : undefined;
      // Not the fragment: it may hold a one-time ticket, which is used up.
      if (parsed) this.#path = `${parsed.pathname}${parsed.search}`;
    };
    webContents.on('did-navigate', (_, url, status) => {
      remember(url);
      if (of.isOwn(url) && status >= 500) void this.#offline(serverFailing(url, status));
      else if (of.isOwn(url)) this.#settled();
    });
    webContents.on('did-navigate-in-page', (_, url, mainFrame) => {
      if (mainFrame) remember(url);
    });
    webContents.on('did-fail-load', (_, code, description, url, mainFrame) => {
      if (!mainFrame || code === aborted || isLocalPage(url)) return;
      remember(url);
      void this.#offline(connectionError(description, tryUrl(url)?.host ?? url));
    });
    webContents.on('render-process-gone', (_, details) => this.#gone(details));
    of.window.on('unresponsive', () => this.#hangs());
    of.window.on('responsive', () => this.#answersAgain());
    of.window.on('closed', () => this.#stop());
  }

  /** What the window's own page shows; undefined while the console is there. */
  get state(): PageState | undefined {
    return this.#state;
  }

  /** Opens a path of the console. */
  open(path: string): void {
    const origin = this.#of.origin();
    if (origin === undefined) return;
    this.#stop();
    // A failure is told by did-fail-load, which says more.
    this.#of.window.loadURL(`${origin}${path}`).catch(() => undefined);
  }

  /** Shows the window's own page. */
  show(state: PageState): void {
    this.#stop();
    this.#set(state);
    this.#load();
  }

  /** Goes on now instead of when the countdown has ended. */
  retry(): void {
    if (this.#state?.view === 'offline') void this.#try();
    else this.open(this.#path);
  }

  #set(state: PageState): void {
    this.#state = state;
    this.#of.stateChanged();
  }

  #load(): void {
    const { window } = this.#of;
    if (!isLocalPage(window.webContents.getURL()) || window.webContents.isCrashed()) {
      window.loadURL(localPage).catch((error: unknown) => console.error('page of the window:', error));
    }
  }

  /** The console is there. */
  #settled(): void {
    this.#stop();
    this.#state = undefined;
    this.#tries = 0;
  }

  #stop(): void {
    this.#turn += 1;
    clearTimeout(this.#timer);
    clearTimeout(this.#hang);
  }

  async #offline(error: SipinError): Promise<void> {
    this.#stop();
    this.#tries += 1;
    const wait = retryWait(this.#tries);
    this.#set({
      view: 'offline',
      server: this.#of.origin() ?? '',
      code: error.code,
      params: error.params,
      nextTryAt: Date.now() + wait,
    });
    this.#load();
    this.#timer = setTimeout(() => void this.#try(), wait);
  }

  async #try(): Promise<void> {
    if (this.#state?.view !== 'offline') return;
    this.#stop();
    const turn = this.#turn;
    this.#set({ ...this.#state, nextTryAt: null });
    try {
      await this.#of.probe();
      if (turn === this.#turn) this.open(this.#path);
    } catch (error) {
      if (turn === this.#turn) await this.#offline(toSipinError(error));
    }
  }

  #gone({ reason }: RenderProcessGoneDetails): void {
    if (reason === 'clean-exit') return;
    console.error(`renderer gone: ${reason}`);
    const before = this.#state;
    this.#stop();
    const now = Date.now();
    const { times, wait } = this.#crashes.add(now);
    const hung = this.#hung;
    this.#hung = false;
    const cause: Cause = hung
      ? 'unresponsive'
      : reason === 'oom'
        ? 'memory'
        : reason === 'killed'
          ? 'killed'
          : 'crashed';
    const state: PageState = { view: 'crash', cause, at: now, times, reloadAt: wait === undefined ? null : now + wait };
    if (before !== undefined) {
      // The window's own page itself has died: never at once again, and after some times not at all.
      this.#set(before.view === 'crash' ? state : before);
      if (wait !== undefined) this.#timer = setTimeout(() => this.#load(), wait);
      return;
    }
    this.#set(state);
    // Not within the event: Chromium is still clearing the old process away.
    setImmediate(() => {
      if (!this.#of.window.isDestroyed()) this.#load();
    });
    if (wait !== undefined) this.#timer = setTimeout(() => this.open(this.#path), wait);
  }

  #hangs(): void {
    const { window } = this.#of;
    window.setTitle(`${window.getTitle()} (${this.#of.hangs()})`);
    clearTimeout(this.#hang);
    this.#hang = setTimeout(() => {
      this.#hung = true;
      window.webContents.forcefullyCrashRenderer();
    }, hangMilliseconds);
  }

  #answersAgain(): void {
    clearTimeout(this.#hang);
    const { window } = this.#of;
    const title = window.webContents.getTitle();
    if (title !== '') window.setTitle(title);
  }
}

function serverFailing(url: string, status: number): SipinError {
  return new SipinError('unavailable', 'desktop.server-failing', { host: tryUrl(url)?.host ?? url, status });
}
