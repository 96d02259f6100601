import { z } from 'zod';
import { moment, SipinError } from '../app/contract/index.ts';
import { tryUrl } from './address.ts';

const patience = 6_000;
/** The answer of a server that is ours is some hundred bytes. */
const largest = 256 * 1024;
const health = z.object({ now: moment, parts: z.record(z.string(), z.unknown()) });

/** Fetches as the pages do: with the system's certificates and proxy. */
export type Fetch = (url: string, options: RequestInit) => Promise<Response>;

/** Makes sure that Sipin answers at this origin; otherwise says why not. */
export async function probe(origin: string, fetch: Fetch): Promise<void> {
  const host = tryUrl(origin)?.host ?? origin;
  let response: Response;
  let body: string;
  try {
    response = await fetch(`${origin}/api/health`, {
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
    });
    body = await readAtMost(response);
  } catch (error) {
    throw connectionError(reasonOf(error), host, error);
  }
  if (response.status >= 500) {
    throw new SipinError('unavailable', 'desktop.server-failing', { host, status: response.status });
  }
  if (!response.ok || !isHealth(body)) throw new SipinError('input', 'desktop.no-sipin', { host });
}

/** What a failure to connect means, by Chromium's name for it (ERR_…). */
export function connectionError(reason: string, host: string, cause?: unknown): SipinError {
  const code = /ERR_CONNECTION_REFUSED/.test(reason)
    ? 'desktop.refused'
    : /ERR_NAME_(NOT_RESOLVED|RESOLUTION_FAILED)|ERR_ICANN_NAME_COLLISION/.test(reason)
      ? 'desktop.name-unknown'
      : /ERR_CERT_|ERR_SSL_SERVER_CERT/.test(reason)
        ? 'desktop.certificate'
        : /ERR_SSL_|ERR_BAD_SSL/.test(reason)
          ? 'desktop.not-secure'
          : /TIMED_OUT|TimeoutError|timeout/i.test(reason)
            ? 'desktop.timed-out'
            : /ERR_(EMPTY_RESPONSE|INVALID_HTTP_RESPONSE|TOO_LARGE|REDIRECT)|redirect/i.test(reason)
              ? 'desktop.no-sipin'
              : 'desktop.unreachable';
  return new SipinError('unavailable', code, { host, reason }, { cause });
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name} ${error.message}` : String(error);
  return /ERR_[A-Z_]+/.exec(text)?.[0] ?? text.slice(0, 120);
}

async function readAtMost(response: Response): Promise<string> {
  let text = '';
  if (!response.body) return text;
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return text;
    text += decoder.decode(value, { stream: true });
    if (text.length > largest) {
      await reader.cancel();
      throw new Error('ERR_TOO_LARGE');
    }
  }
}

function isHealth(body: string): boolean {
  try {
    return health.safeParse(JSON.parse(body)).success;
  } catch {
    return false;
  }
}
