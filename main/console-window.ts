import { join } from 'node:path';
import { BrowserWindow, screen } from 'electron';
import { bridgeChannels, type PageState } from '../app/desktop/index.ts';
import type { Desktop } from './desktop.ts';
import { guardNavigation } from './navigation.ts';
import { Recovery } from './recovery.ts';
import { type DisplayArea, placeWindow, smallest } from './window-state.ts';

/** Moves and resizes come in swarms; the last of them is written. */
const saveMilliseconds = 400;

/** One window with the console of the chosen server, or with what is said in its place. */
export class ConsoleWindow {
  readonly window: BrowserWindow;
  readonly recovery: Recovery;
  /** Under which the place of the window is remembered: the path that it was opened with. */
  readonly key: string;
  readonly #desktop: Desktop;
  #saving: ReturnType<typeof setTimeout> | undefined;

  constructor(desktop: Desktop, key: string) {
    this.#desktop = desktop;
    this.key = key;
    const state = desktop.states.get(key);
    this.window = new BrowserWindow({
      ...placeWindow(state, displays()),
      minWidth: smallest.width,
      minHeight: smallest.height,
      show: false,
      backgroundColor: '#0b1118',
      autoHideMenuBar: true,
      icon: join(desktop.folder, 'icon.png'),
      fullscreen: state?.fullScreen ?? false,
      webPreferences: {
        preload: join(desktop.folder, 'preload.cjs'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        // Positions and calls go on while the window is behind others.
        backgroundThrottling: false,
      },
    });
    if (state?.maximised) this.window.maximize();
    this.window.once('ready-to-show', () => this.window.show());
    this.window.on('focus', () => this.window.flashFrame(false));
    guardNavigation(this.window.webContents, {
      isOwn: (url) => desktop.isOwn(url),
      origin: () => desktop.server,
      openWindow: (path) => desktop.openWindow(path),
    });
    this.recovery = new Recovery({
      window: this.window,
      origin: () => desktop.server,
      isOwn: (url) => desktop.isOwn(url),
      probe: () => desktop.probe(),
      stateChanged: () => this.tell(),
      hangs: () => desktop.t('unresponsive'),
    });
    this.#keepPlace();
  }

  /** What the window's own page has to show. */
  get state(): PageState {
    return this.recovery.state ?? { view: 'first-start', server: this.#desktop.server ?? null, putAside: null };
  }

  /** Tells the window's own page that its state has changed. */
  tell(): void {
    if (this.window.isDestroyed() || this.window.webContents.isCrashed() || !this.recovery.state) return;
    this.window.webContents.send(bridgeChannels.state, { language: this.#desktop.language, state: this.state });
  }

  /** Brings it to the front. */
  focus(): void {
    if (this.window.isMinimized()) this.window.restore();
    this.window.show();
    this.window.focus();
  }

  #keepPlace(): void {
    const { window } = this;
    const save = () => {
      clearTimeout(this.#saving);
      try {
        this.#desktop.states.set(this.key, {
          bounds: window.getNormalBounds(),
          display: screen.getDisplayMatching(window.getBounds()).id,
          maximised: window.isMaximized(),
          fullScreen: window.isFullScreen(),
        });
      } catch (error) {
        // A full disk must not take the window along.
        console.error('place of the window not kept:', error);
      }
    };
    const soon = () => {
      clearTimeout(this.#saving);
      this.#saving = setTimeout(save, saveMilliseconds);
    };
    window.on('resize', soon);
    window.on('move', soon);
    window.on('maximize', soon);
    window.on('unmaximize', soon);
    window.on('enter-full-screen', soon);
    window.on('leave-full-screen', soon);
    window.on('close', save);
    window.on('closed', () => clearTimeout(this.#saving));
  }
}

function displays(): [DisplayArea, ...DisplayArea[]] {
  const primary = screen.getPrimaryDisplay();
  return [primary, ...screen.getAllDisplays().filter(({ id }) => id !== primary.id)];
}
