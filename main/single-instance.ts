import { app } from 'electron';

/**
 * One program for one data folder. The first gets true and hears of every further start (with the server asked for);
 * any other ends at once.
 */
export function takeInstance(server: string | undefined, onAgain: (server: string | undefined) => void): boolean {
  if (!app.requestSingleInstanceLock({ server })) {
    app.quit();
    return false;
  }
  app.on('second-instance', (_event, _arguments, _folder, told) => {
    const asked = (told as { server?: unknown } | null)?.server;
    onAgain(typeof asked === 'string' ? asked : undefined);
  });
  return true;
}
