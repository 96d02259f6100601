import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { protocol, type Session } from 'electron';

const scheme = 'sipin-window';
/** Address of the one page that is shipped with the window; what it shows is its state. */
export const localPage = `${scheme}://page/`;

const files: Readonly<Record<string, { readonly name: string; readonly type: string }>> = {
  '/': { name: 'page.html', type: 'text/html; charset=utf-8' },
  '/page.js': { name: 'page.js', type: 'text/javascript; charset=utf-8' },
  '/page.css': { name: 'page.css', type: 'text/css; charset=utf-8' },
};

/** Only its own script and style; it fetches nothing, frames nothing, sends no form. Previews of screens are data. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Must be called before Electron is ready: the scheme has an origin of its own. */
export function declareLocalPage(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }]);
}

/** Serves the three files of the page and nothing else. */
export function serveLocalPage(session: Session, folder: string): void {
  session.protocol.handle(scheme, async (request) => {
    const { host, pathname } = new URL(request.url);
    const file = host === 'page' && request.method === 'GET' ? files[pathname] : undefined;
    if (!file) return new Response(null, { status: 404 });
    return new Response(await readFile(join(folder, file.name)), {
      headers: {
        'content-type': file.type,
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
    });
  });
}

/** Is this the window's own page? */
export function isLocalPage(url: string): boolean {
  return url.startsWith(localPage);
}
