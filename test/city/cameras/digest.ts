import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Name and password that a camera wants. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** What came of looking at a request's Authorization header. */
export type Verdict = 'granted' | 'refused' | 'stale';

const md5 = (text: string) => createHash('md5').update(text, 'utf8').digest('hex');

/**
 * Digest authentication with MD5, as cameras do it: RFC 2069, or with `qop` RFC 7616. Nonces carry their time, signed,
 * so that none has to be kept; one that is too old is answered with `stale=true`.
 */
export class DigestGate {
  readonly #realm: string;
  readonly #nonceMilliseconds: number;
  readonly #secret = randomBytes(16);

  constructor(realm: string, nonceMilliseconds: number) {
    this.#realm = realm;
    this.#nonceMilliseconds = nonceMilliseconds;
  }

  /** Value of WWW-Authenticate. */
  challenge(options: { readonly qop: boolean; readonly stale: boolean }, now = Date.now()): string {
    const qop = options.qop ? ', qop="auth", algorithm=MD5' : '';
    const stale = options.stale ? ', stale=true' : '';
    return `Digest realm="${this.#realm}", nonce="${this.#nonce(now)}"${qop}${stale}`;
  }

  /** Is the request of one who knows name and password? `qop` is what was asked for in the challenge. */
  check(
    header: string | undefined,
    request: { readonly method: string; readonly uri: string },
    credentials: Credentials,
    qop: boolean,
    now = Date.now(),
  ): Verdict {
    const values = valuesOf(header);
    if (values?.get('username') !== credentials.user || values.get('realm') !== this.#realm) return 'refused';
    const nonce = values.get('nonce') ?? '';
    const madeAt = Number.parseInt(nonce.slice(0, 12), 16);
    if (nonce !== this.#nonce(madeAt) || values.get('uri') !== request.uri) return 'refused';
    const who = md5(`${credentials.user}:${this.#realm}:${credentials.password}`);
    const what = md5(`${request.method}:${request.uri}`);
    const counted = qop
      ? `${nonce}:${values.get('nc') ?? ''}:${values.get('cnonce') ?? ''}:${values.get('qop') ?? ''}`
      : nonce;
    if (qop && values.get('qop') !== 'auth') return 'refused';
    const expected = Buffer.from(md5(`${who}:${counted}:${what}`));
    const given = Buffer.from((values.get('response') ?? '').toLowerCase());
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'refused';
    return now - madeAt > this.#nonceMilliseconds ? 'stale' : 'granted';
  }

  #nonce(madeAt: number): string {
    const time = Math.max(0, madeAt || 0)
      .toString(16)
      .padStart(12, '0');
    return time + createHmac('sha256', this.#secret).update(time).digest('hex').slice(0, 20);
  }
}

/** Values of a Digest header by lower-case name; undefined when it is none. */
function valuesOf(header: string | undefined): Map<string, string> | undefined {
  if (!header || !/^digest\s/i.test(header)) return undefined;
  const values = new Map<string, string>();
  for (const [, name = '', quoted, bare] of header
    .slice(7)
    .matchAll(/(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g)) {
    values.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '');
  }
  return values;
}
