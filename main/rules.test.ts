import { describe, expect, it } from 'vitest';
import { isOwn } from './address.ts';
import { CrashCount, retryWait } from './backoff.ts';
import { ownWindowPath } from './navigation.ts';
import { isPermitted } from './permission-rules.ts';

const own = 'https://sipin.example.org';
const page = `${own}/`;

describe('permissions', () => {
  const ask = (change: Partial<Parameters<typeof isPermitted>[0]>) =>
    isPermitted({ permission: 'media', from: page, mainFrame: true, around: [page], ...change }, (url) =>
      isOwn(url, own),
    );

  it.each([
    'media',
    'display-capture',
    'speaker-selection',
    'notifications',
    'fullscreen',
    'clipboard-sanitized-write',
  ])('%s is given to the console', (permission) => expect(ask({ permission })).toBe(true));
  it.each([
    'geolocation',
    'clipboard-read',
    'midi',
    'hid',
    'usb',
    'serial',
    'openExternal',
    'pointerLock',
    'unknown',
    '',
  ])('%s is given to nobody', (permission) => expect(ask({ permission })).toBe(false));
  it('nothing is given to another origin, to a frame, or to our frame in another page', () => {
    expect(ask({ from: 'https://evil.example/' })).toBe(false);
    expect(ask({ from: 'http://sipin.example.org/' })).toBe(false);
    expect(ask({ mainFrame: false })).toBe(false);
    expect(ask({ around: [page, 'https://evil.example/'] })).toBe(false);
    expect(ask({ from: '', around: [] })).toBe(false);
  });
});

describe('windows that a page may open', () => {
  it.each([
    [`${own}/cameras`, '/cameras'],
    [`${own}/conference/7?layout=grid#now`, '/conference/7?layout=grid#now'],
    [`${own}/api/docs`, undefined],
    ['https://evil.example/cameras', undefined],
    ['javascript:alert(1)', undefined],
    ['file:///etc/passwd', undefined],
    ['about:blank', undefined],
  ])('%s → %s', (url, path) => expect(ownWindowPath(url, own)).toBe(path));
});

describe('coming back after a crash', () => {
  it('waits longer each time, and stops when it happens again and again', () => {
    const count = new CrashCount();
    const waits = [0, 1, 2, 3, 4].map((each) => count.add(each * 1_000).wait);
    expect(waits).toEqual([3_000, 10_000, 30_000, undefined, undefined]);
  });
  it('begins anew when it was well for some minutes', () => {
    const count = new CrashCount();
    for (const at of [0, 1, 2, 3]) count.add(at);
    expect(count.add(6 * 60_000)).toEqual({ times: 1, wait: 3_000 });
  });
  it('tries an absent server more and more slowly, but never stops', () => {
    const waits = Array.from({ length: 50 }, (_, tries) => retryWait(tries));
    expect(waits.toSorted((a, b) => a - b)).toEqual(waits);
    expect(waits.at(-1)).toBe(15_000);
  });
});
