import { createHash, randomBytes } from 'node:crypto';

/** Name and password of a camera. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** What a camera asks for in WWW-Authenticate. */
export type Challenge =
  | { readonly scheme: 'basic' }
  | {
      readonly scheme: 'digest';
      readonly realm: string;
      readonly nonce: string;
      readonly opaque: string | undefined;
      readonly algorithm: 'MD5' | 'SHA-256';
      /** With `qop=auth` (RFC 7616), or as in RFC 2069, which many cameras still speak. */
      readonly protected: boolean;
      /** The password was right but the nonce too old. */
      readonly stale: boolean;
    };

/** Reads the header; the strongest of several challenges, undefined when there is none that we can answer. */
export function readChallenge(header: string | undefined): Challenge | undefined {
  const challenges = (header ?? '').split('\n').flatMap((line) => challengeOf(line) ?? []);
  const strength = (challenge: Challenge) => (challenge.scheme === 'basic' ? 0 : challenge.algorithm === 'MD5' ? 1 : 2);
  return challenges.sort((a, b) => strength(b) - strength(a))[0];
}

function challengeOf(line: string): Challenge | undefined {
  const [, scheme = '', rest = ''] = /^\s*(\w+)\s*(.*)$/.exec(line) ?? [];
  if (/^basic$/i.test(scheme)) return { scheme: 'basic' };
  if (!/^digest$/i.test(scheme)) return undefined;
  const values = new Map<string, string>();
  for (const [, name = '', quoted, bare] of rest.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/g)) {
    values.set(name.toLowerCase(), quoted ?? bare ?? '');
  }
  const nonce = values.get('nonce');
  const algorithm = (values.get('algorithm') ?? 'MD5').toUpperCase();
  if (nonce === undefined || (algorithm !== 'MD5' && algorithm !== 'SHA-256')) return undefined;
  const qop = values.get('qop');
  return {
    scheme: 'digest',
    realm: values.get('realm') ?? '',
    nonce,
    opaque: values.get('opaque'),
    algorithm,
    protected: qop?.split(',').some((each) => each.trim() === 'auth') ?? false,
    stale: values.get('stale')?.toLowerCase() === 'true',
  };
}

/** Answers challenges; counts the requests made under one nonce, as RFC 7616 wants. */
export class Authorization {
  readonly #credentials: Credentials;
  readonly #challenge: Challenge;
  #count = 0;

  constructor(credentials: Credentials, challenge: Challenge) {
    this.#credentials = credentials;
    this.#challenge = challenge;
  }

  /** Value of the Authorization header of a request. */
  header(method: string, uri: string): string {
    const { user, password } = this.#credentials;
    const challenge = this.#challenge;
    if (challenge.scheme === 'basic') return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const { realm, nonce, opaque, algorithm } = challenge;
    const hash = (text: string) =>
      createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
        .update(text)
        .digest('hex');
    const who = hash(`${user}:${realm}:${password}`);
    const what = hash(`${method}:${uri}`);
    const parts = [
      `username="${user.replace(/[\\"]/g, '\\$&')}"`,
      `realm="${realm}"`,
      `nonce="${nonce}"`,
      `uri="${uri}"`,
    ];
    if (challenge.protected) {
      this.#count += 1;
      const count = this.#count.toString(16).padStart(8, '0');
      const own = randomBytes(8).toString('hex');
      const response = hash(`${who}:${nonce}:${count}:${own}:auth:${what}`);
      parts.push('qop=auth', `nc=${count}`, `cnonce="${own}"`, `response="${response}"`);
    } else {
      parts.push(`response="${hash(`${who}:${nonce}:${what}`)}"`);
    }
    if (algorithm !== 'MD5') parts.push(`algorithm=${algorithm}`);
    if (opaque !== undefined) parts.push(`opaque="${opaque}"`);
    return `Digest ${parts.join(', ')}`;
  }
}
