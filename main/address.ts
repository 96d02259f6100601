import { SipinError } from '../app/contract/index.ts';

/** Where the server is, and what of it is opened first. */
export interface Address {
  /** Scheme, host and port; what is remembered. */
  readonly origin: string;
  /** Path and fragment: that of a one-time sign-in link, else `/`. */
  readonly start: string;
}

/** Is this host the machine itself? Only then may the address be http. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/i.test(hostname);
}

/**
 * Understands what somebody typed or pasted: https anywhere, http only for this machine, without a scheme what fits;
 * nothing with a name and password in it.
 */
export function parseAddress(typed: string): Address {
  const text = typed.trim();
  const url = tryUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `${schemeFor(text)}://${text}`);
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '' || url.username !== '' || url.password !== '') {
    throw new SipinError('input', 'desktop.address-invalid');
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new SipinError('input', 'desktop.address-insecure', { host: url.host });
  }
  return { origin: url.origin, start: `${url.pathname}${url.search}${url.hash}` };
}

/** Is the address of this page one of the server's own? */
export function isOwn(url: string, origin: string | undefined): boolean {
  return origin !== undefined && tryUrl(url)?.origin === origin;
}

/** An address as URL; undefined when it is none. */
export function tryUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function schemeFor(text: string): 'http' | 'https' {
  const host = tryUrl(`http://${text}`)?.hostname ?? '';
  return isLoopback(host) ? 'http' : 'https';
}
