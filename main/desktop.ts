import { join } from 'node:path';
import { app, session } from 'electron';
import { SipinError } from '../app/contract/index.ts';
import { type Language, languageFor } from '../app/messages.ts';
import { type Address, isOwn, parseAddress } from './address.ts';
import { ConsoleWindow } from './console-window.ts';
import { buildMenu } from './menu.ts';
import { probe } from './probe.ts';
import { Settings } from './settings.ts';
import { type TextKey, textOf } from './texts.ts';
import { WindowStates } from './window-state.ts';

/** More windows than a desk has displays. */
const mostWindows = 8;

/** The desktop program: its server, its language and its windows. */
export class Desktop {
  /** Where the built files lie. */
  readonly folder: string;
  readonly states: WindowStates;
  readonly #settings: Settings;
  readonly #windows = new Set<ConsoleWindow>();

  constructor(folder: string) {
    this.folder = folder;
    const data = app.getPath('userData');
    this.#settings = new Settings(join(data, 'settings.json'));
    this.states = new WindowStates(join(data, 'windows.json'));
  }

  get server(): string | undefined {
    return this.#settings.server;
  }

  get language(): Language {
    return this.#settings.language ?? languageFor(app.getLocale());
  }

  /** A text in the language of the window. */
  t(key: TextKey): string {
    return textOf(this.language, key);
  }

  /** Does this address belong to the chosen server? */
  isOwn(url: string): boolean {
    return isOwn(url, this.server);
  }

  /** Does the chosen server answer? Throws why not. */
  async probe(): Promise<void> {
    if (this.server !== undefined) await this.#probe(this.server);
  }

  /** The window that a page belongs to. */
  windowOf(id: number): ConsoleWindow | undefined {
    return [...this.#windows].find(({ window }) => !window.isDestroyed() && window.webContents.id === id);
  }

  /** Opens the first window: the console, or the question where it is. */
  start(typed: string | undefined): void {
    const main = this.#newWindow('/');
    if (typed !== undefined) this.#startWith(main, typed);
    else if (this.server === undefined) this.#ask(main);
    else main.recovery.open('/');
    buildMenu(this);
  }

  /** Somebody started the program once more: the present window comes to the front, with another server if given. */
  again(typed: string | undefined): void {
    const main = this.main ?? this.#newWindow('/');
    if (typed !== undefined) this.#startWith(main, typed);
    else if (!main.window.webContents.getURL()) main.recovery.open('/');
    main.focus();
  }

  /** The window that was opened first and is still there. */
  get main(): ConsoleWindow | undefined {
    return [...this.#windows][0];
  }

  /** Opens a page of the console in a window of its own; one that is open already comes to the front. */
  openWindow(path: string, another = false): void {
    const open = [...this.#windows].find(({ key }) => key === path && key !== '/');
    if (open && !another) {
      open.focus();
      return;
    }
    if (this.#windows.size >= mostWindows) {
      throw new SipinError('limit', 'desktop.too-many-windows', { limit: mostWindows });
    }
    this.#newWindow(path).recovery.open(path);
  }

  /** Asks in this window for another server; the present one stays until another was found. */
  changeServer(window: ConsoleWindow): void {
    this.#ask(window);
  }

  /** Looks whether Sipin is there, remembers it and opens it in this window; further windows belonged to the old one. */
  async choose(window: ConsoleWindow, typed: string): Promise<string> {
    const address = parseAddress(typed);
    await this.#probe(address.origin);
    this.#remember(address);
    for (const other of this.#windows) if (other !== window) other.window.close();
    window.recovery.open(address.start);
    return address.origin;
  }

  /** Remembers the language of the window's own texts. */
  speak(language: Language): void {
    this.#settings.save({ language });
    buildMenu(this);
    for (const window of this.#windows) window.tell();
  }

  #startWith(window: ConsoleWindow, typed: string): void {
    try {
      const address = parseAddress(typed);
      this.#remember(address);
      window.recovery.open(address.start);
    } catch (error) {
      console.error('server:', error);
      this.#ask(window);
    }
  }

  #remember({ origin }: Address): void {
    if (origin !== this.server) this.#settings.save({ server: origin });
  }

  #ask(window: ConsoleWindow): void {
    window.recovery.show({
      view: 'first-start',
      server: this.server ?? null,
      putAside: this.server === undefined ? this.#settings.putAside : null,
    });
  }

  #newWindow(key: string): ConsoleWindow {
    const window = new ConsoleWindow(this, key);
    this.#windows.add(window);
    window.window.on('closed', () => this.#windows.delete(window));
    return window;
  }

  #probe(origin: string): Promise<void> {
    return probe(origin, (url, options) => session.defaultSession.fetch(url, options));
  }
}
