import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLoopback, isOwn, parseAddress } from './address.ts';

describe('the address of the server', () => {
  it.each([
    ['https://sipin.example.org', 'https://sipin.example.org', '/'],
    ['  sipin.example.org:7700/ ', 'https://sipin.example.org:7700', '/'],
    ['127.0.0.1:7700', 'http://127.0.0.1:7700', '/'],
    ['localhost', 'http://localhost', '/'],
    ['[::1]:7700', 'http://[::1]:7700', '/'],
    ['HTTPS://Sipin.Example.org:443/', 'https://sipin.example.org', '/'],
    ['https://10.1.2.3:7700/sign-in#ticket', 'https://10.1.2.3:7700', '/sign-in#ticket'],
  ])('%s is understood', (typed, origin, start) => expect(parseAddress(typed)).toEqual({ origin, start }));

  it.each([
    ['', 'desktop.address-invalid'],
    ['ftp://sipin.example.org', 'desktop.address-invalid'],
    ['javascript://127.0.0.1', 'desktop.address-invalid'],
    ['file:///etc/passwd', 'desktop.address-invalid'],
    ['https://name:secret@sipin.example.org', 'desktop.address-invalid'],
    ['http://sipin.example.org', 'desktop.address-insecure'],
    ['http://127.0.0.1.example.org', 'desktop.address-insecure'],
    ['http://localhost.example.org', 'desktop.address-insecure'],
    ['http://10.1.2.3:7700', 'desktop.address-insecure'],
  ])('%s is refused', (typed, code) => expect(() => parseAddress(typed)).toThrow(code));

  it('is never http beyond this machine, whatever is typed', () => {
    const anything = fc.oneof(fc.string(), fc.webUrl(), fc.domain(), fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(anything, (typed) => {
        try {
          const { origin } = parseAddress(typed);
          const url = new URL(origin);
          expect(url.protocol === 'https:' || isLoopback(url.hostname)).toBe(true);
          // What is remembered is understood again as the same.
          expect(parseAddress(origin)).toEqual({ origin, start: '/' });
        } catch (error) {
          expect((error as Error).message).toMatch(/^desktop\.address-/);
        }
      }),
    );
  });
});

describe('our own origin', () => {
  const own = 'https://sipin.example.org';
  it.each([
    [`${own}/cameras`, true],
    ['https://sipin.example.org:443/', true],
    ['https://sipin.example.org:7700/', false],
    ['http://sipin.example.org/', false],
    ['https://sipin.example.org.evil.example/', false],
    ['https://sipin.example.org@evil.example/', false],
    ['blob:https://evil.example/1', false],
    ['about:blank', false],
    ['', false],
  ])('%s: %s', (url, expected) => expect(isOwn(url, own)).toBe(expected));
  it('is nothing before a server was chosen', () => expect(isOwn('about:blank', undefined)).toBe(false));
});
