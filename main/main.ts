import { app, session } from 'electron';
import { answerCalls } from './calls.ts';
import { Desktop } from './desktop.ts';
import { declareLocalPage, serveLocalPage } from './local-page.ts';
import { guardPermissions } from './permissions.ts';
import { allowScreenShare } from './screen-share.ts';
import { takeInstance } from './single-instance.ts';

/** The desktop window: `sipin [--server=ADDRESS] [--data=FOLDER]`. */

const option = (name: string) => app.commandLine.getSwitchValue(name) || undefined;
const data = option('data');
if (data !== undefined) app.setPath('userData', data);
declareLocalPage();

let desktop: Desktop | undefined;
const first = takeInstance(option('server'), (server) => desktop?.again(server));
if (first) void app.whenReady().then(start, fail);

function start(): void {
  const folder = import.meta.dirname;
  const opened = new Desktop(folder);
  desktop = opened;
  const isOwn = (url: string) => opened.isOwn(url);
  serveLocalPage(session.defaultSession, folder);
  guardPermissions(session.defaultSession, isOwn);
  allowScreenShare(session.defaultSession, folder, isOwn);
  const stopAnswering = answerCalls(opened);
  app.on('child-process-gone', (_, { type, reason, exitCode }) => {
    // Chromium starts its GPU and service processes anew by itself; that it did stands in the log.
    console.error(`${type} process gone: ${reason} (${exitCode})`);
  });
  app.on('activate', () => opened.again(undefined));
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('will-quit', stopAnswering);
  opened.start(option('server'));
}

function fail(error: unknown): void {
  console.error(error);
  app.exit(1);
}
