import { describe, expect, it } from 'vitest';
import { connectionError, probe } from './probe.ts';

const answering =
  (body: string, status = 200) =>
  () =>
    Promise.resolve(new Response(body, { status }));
const health = JSON.stringify({ now: new Date(0).toISOString(), parts: {} });
const origin = 'https://sipin.example.org';

describe('looking whether Sipin is there', () => {
  it('finds it', () => expect(probe(origin, answering(health))).resolves.toBeUndefined());
  it.each([
    ['another website', answering('<html>'), 'desktop.no-sipin'],
    ['another JSON', answering('{"now":"today"}'), 'desktop.no-sipin'],
    ['nothing of that name', answering('', 404), 'desktop.no-sipin'],
    ['an endless answer', answering('x'.repeat(300_000)), 'desktop.no-sipin'],
    ['a server in trouble', answering('', 503), 'desktop.server-failing'],
  ])('is not taken in by %s', (_, fetch, code) => expect(probe(origin, fetch)).rejects.toThrow(code));
});

describe('what a failure to connect means', () => {
  it.each([
    ['ERR_CONNECTION_REFUSED', 'desktop.refused'],
    ['ERR_NAME_NOT_RESOLVED', 'desktop.name-unknown'],
    ['ERR_CERT_AUTHORITY_INVALID', 'desktop.certificate'],
    ['ERR_CERT_DATE_INVALID', 'desktop.certificate'],
    ['ERR_SSL_PROTOCOL_ERROR', 'desktop.not-secure'],
    ['ERR_CONNECTION_TIMED_OUT', 'desktop.timed-out'],
    ['TimeoutError The operation was aborted due to timeout', 'desktop.timed-out'],
    ['ERR_EMPTY_RESPONSE', 'desktop.no-sipin'],
    ['ERR_INTERNET_DISCONNECTED', 'desktop.unreachable'],
    ['ERR_ADDRESS_UNREACHABLE', 'desktop.unreachable'],
  ])('%s: %s', (reason, code) => expect(connectionError(reason, 'host').code).toBe(code));
});
