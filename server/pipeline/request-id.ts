import { randomBytes } from 'node:crypto';

/** A short identifier of one call, easy to read out over the telephone: 10 characters. */
export function newRequestId(): string {
  return randomBytes(8).toString('base64url').replace(/[-_]/g, 'x').slice(0, 10);
}
