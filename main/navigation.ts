import type { WebContents } from 'electron';
import { consolePath } from '../app/desktop/index.ts';
import { tryUrl } from './address.ts';

/** The path of one of our own pages that may open in a window of its own; undefined for everything else. */
export function ownWindowPath(url: string, origin: string | undefined): string | undefined {
  const parsed = tryUrl(url);
  if (!parsed || parsed.origin !== origin) return undefined;
  const path = consolePath.safeParse(`${parsed.pathname}${parsed.search}${parsed.hash}`);
  return path.success ? path.data : undefined;
}

/** Keeps a page where it belongs: no way to another origin, and new windows only as windows of ours. */
export function guardNavigation(
  contents: WebContents,
  rules: { isOwn(url: string): boolean; origin(): string | undefined; openWindow(path: string): void },
): void {
  contents.on('will-frame-navigate', (event) => {
    if (!rules.isOwn(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!rules.isOwn(event.url)) event.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    const path = ownWindowPath(url, rules.origin());
    if (path !== undefined) rules.openWindow(path);
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
