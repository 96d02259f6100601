import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { bridgeChannels, consoleCalls, pageCalls } from '../app/desktop/names.ts';

/** One function a call; the window checks who calls and with what. Nothing of Electron itself is handed to the page. */
const functions = (names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => [name, (input: unknown) => ipcRenderer.invoke(bridgeChannels.call, name, input)]),
  );

if (location.protocol === 'sipin-window:') {
  contextBridge.exposeInMainWorld('sipinPage', {
    ...functions(pageCalls),
    onState: (listener: (view: unknown) => void) => {
      const onMessage = (_: IpcRendererEvent, view: unknown) => listener(view);
      ipcRenderer.on(bridgeChannels.state, onMessage);
      return () => {
        ipcRenderer.off(bridgeChannels.state, onMessage);
      };
    },
  });
} else {
  contextBridge.exposeInMainWorld('sipinDesktop', functions(consoleCalls));
}
