import { app, ipcMain, Notification, type WebContents, type WebFrameMain } from 'electron';
import { SipinError } from '../app/contract/index.ts';
import { bridgeChannels, type PageView } from '../app/desktop/index.ts';
import type { ConsoleWindow } from './console-window.ts';
import type { Desktop } from './desktop.ts';
import { type BridgeHandlers, type Caller, dispatch } from './dispatcher.ts';
import { isLocalPage } from './local-page.ts';
import { pickerOf } from './screen-picker.ts';

/** Answers the bridge's calls; returns what stops it. */
export function answerCalls(desktop: Desktop): () => void {
  const handlers = handlersOf(desktop);
  ipcMain.handle(bridgeChannels.call, (event, name: unknown, input: unknown) =>
    dispatch(
      handlers,
      { caller: callerOf(desktop, event.senderFrame), name, input, sender: event.sender },
      desktop.language,
    ),
  );
  return () => ipcMain.removeHandler(bridgeChannels.call);
}

function callerOf(desktop: Desktop, frame: WebFrameMain | null): Caller {
  if (!frame || frame.parent !== null) return 'stranger';
  if (desktop.isOwn(frame.url)) return 'console';
  return isLocalPage(frame.url) ? 'page' : 'stranger';
}

function handlersOf(desktop: Desktop): BridgeHandlers<WebContents> {
  const windowOf = (sender: WebContents): ConsoleWindow => {
    const window = desktop.windowOf(sender.id);
    if (!window) throw new SipinError('forbidden', 'desktop.sender-refused');
    return window;
  };
  const view = (sender: WebContents): PageView => ({
    language: desktop.language,
    state: pickerOf(sender.id)?.state ?? windowOf(sender).state,
  });
  const changeServer = (_: unknown, sender: WebContents) => {
    desktop.changeServer(windowOf(sender));
    return {};
  };
  return {
    console: {
      info: (_, sender) => ({
        version: app.getVersion(),
        electron: process.versions.electron,
        platform: process.platform,
        fullScreen: windowOf(sender).window.isFullScreen(),
      }),
      changeServer,
      openWindow: ({ path }) => {
        desktop.openWindow(path);
        return {};
      },
      setFullScreen: ({ on }, sender) => {
        windowOf(sender).window.setFullScreen(on);
        return { on };
      },
      setBadge: ({ count }) => {
        app.setBadgeCount(count);
        return {};
      },
      notify: ({ title, body }, sender) => {
        const window = windowOf(sender);
        if (window.window.isFocused()) return { shown: false };
        window.window.flashFrame(true);
        if (Notification.isSupported()) {
          const notification = new Notification({ title, body, urgency: 'critical' });
          notification.on('click', () => {
            if (!window.window.isDestroyed()) window.focus();
          });
          notification.show();
        }
        return { shown: true };
      },
    },
    page: {
      state: (_, sender) => view(sender),
      choose: async ({ address }, sender) => ({ server: await desktop.choose(windowOf(sender), address) }),
      back: (_, sender) => {
        windowOf(sender).recovery.retry();
        return {};
      },
      retry: (_, sender) => {
        windowOf(sender).recovery.retry();
        return {};
      },
      changeServer,
      language: ({ language }, sender) => {
        desktop.speak(language);
        return view(sender);
      },
      share: ({ id }, sender) => {
        const picker = pickerOf(sender.id);
        if (!picker) throw new SipinError('forbidden', 'desktop.sender-refused');
        picker.choose(id);
        return {};
      },
    },
  };
}
