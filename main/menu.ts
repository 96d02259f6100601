import { BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';
import { messages } from '../app/messages.ts';
import type { ConsoleWindow } from './console-window.ts';
import type { Desktop } from './desktop.ts';

/** The menu of all windows, in the language of the window; its keys work while it is hidden, too. */
export function buildMenu(desktop: Desktop): void {
  const texts = messages[desktop.language].desktop;
  const { menu } = texts;
  const inFront = (act: (window: ConsoleWindow) => void) => () => {
    const focused = BrowserWindow.getFocusedWindow();
    const window = (focused && desktop.windowOf(focused.webContents.id)) ?? desktop.main;
    if (window) act(window);
  };
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const template: MenuItemConstructorOptions[] = [
    {
      label: texts.product,
      submenu: [
        { label: texts['change-server'], click: inFront((window) => desktop.changeServer(window)) },
        separator,
        { role: 'quit', label: menu.quit },
      ],
    },
    {
      label: menu.edit,
      submenu: [
        { role: 'undo', label: menu.undo },
        { role: 'redo', label: menu.redo },
        separator,
        { role: 'cut', label: menu.cut },
        { role: 'copy', label: menu.copy },
        { role: 'paste', label: menu.paste },
        { role: 'selectAll', label: menu['select-all'] },
      ],
    },
    {
      label: menu.view,
      submenu: [
        {
          label: menu.reload,
          accelerator: 'CmdOrCtrl+R',
          click: inFront((window) =>
            window.recovery.state ? window.recovery.retry() : window.window.webContents.reload(),
          ),
        },
        separator,
        { role: 'zoomIn', label: menu['zoom-in'], accelerator: 'CmdOrCtrl+=' },
        { role: 'zoomOut', label: menu['zoom-out'] },
        { role: 'resetZoom', label: menu['zoom-reset'] },
        separator,
        { role: 'togglefullscreen', label: texts['full-screen'] },
      ],
    },
    {
      label: menu.window,
      submenu: [
        {
          label: menu['second-window'],
          accelerator: 'CmdOrCtrl+Shift+N',
          click: () => {
            if (desktop.server !== undefined) secondWindow(desktop);
          },
        },
        { role: 'close', label: menu.close },
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function secondWindow(desktop: Desktop): void {
  try {
    desktop.openWindow('/');
  } catch (error) {
    console.error('second window:', error);
  }
}
