import { join } from 'node:path';
import { BrowserWindow } from 'electron';
import type { PageState } from '../app/desktop/index.ts';
import { localPage } from './local-page.ts';

interface Picker {
  readonly window: BrowserWindow;
  readonly state: PageState;
  chosen: string | null;
}

let open: Picker | undefined;

/** The picker whose page has this number. */
export function pickerOf(id: number): { readonly state: PageState; choose(source: string | null): void } | undefined {
  const picker = open;
  if (!picker || picker.window.isDestroyed() || picker.window.webContents.id !== id) return undefined;
  return {
    state: picker.state,
    choose(source) {
      picker.chosen = source;
      picker.window.close();
    },
  };
}

/** Asks which screen or window is shared; null when none was chosen. A second question ends the first. */
export function openPicker(folder: string, state: PageState): Promise<string | null> {
  open?.window.close();
  const parent = BrowserWindow.getFocusedWindow();
  const window = new BrowserWindow({
    ...(parent ? { parent, modal: true } : {}),
    width: 760,
    height: 560,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: '#0b1118',
    webPreferences: {
      preload: join(folder, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    },
  });
  const picker: Picker = { window, state, chosen: null };
  open = picker;
  window.webContents.on('will-frame-navigate', (event) => event.preventDefault());
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.webContents.on('render-process-gone', () => window.close());
  window.once('ready-to-show', () => window.show());
  return new Promise((resolve) => {
    window.once('closed', () => {
      if (open === picker) open = undefined;
      resolve(picker.chosen);
    });
    window.loadURL(localPage).catch(() => window.close());
  });
}
