import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Settings } from './settings.ts';
import { placeWindow, type Rectangle, WindowStates } from './window-state.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sipin-kept-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('settings', () => {
  const path = () => join(folder, 'settings.json');

  it('remember the server and the language', () => {
    new Settings(path()).save({ server: 'https://sipin.example.org' });
    new Settings(path()).save({ language: 'en' });
    expect(new Settings(path())).toMatchObject({ server: 'https://sipin.example.org', language: 'en', putAside: null });
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it.each(['', '{', 'null', '{"version":1,"server":"http://evil.example","language":null}', '{"version":2}'])(
    'that are broken (%s) are put aside, and nothing is taken from them',
    (text) => {
      writeFileSync(path(), text);
      const settings = new Settings(path());
      expect(settings.server).toBeUndefined();
      expect(readFileSync(join(folder, settings.putAside ?? ''), 'utf8')).toBe(text);
    },
  );

  it('that cannot be written say so and are not taken for saved', () => {
    writeFileSync(join(folder, 'file'), '');
    const settings = new Settings(join(folder, 'settings.json'));
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    expect(() => settings.save({ server: 'https://sipin.example.org' })).toThrow('desktop.cannot-save');
    expect(settings.server).toBeUndefined();
  });
});

describe('the place of a window', () => {
  const left = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } };
  const right = { id: 2, workArea: { x: 1920, y: 0, width: 1280, height: 1024 } };
  const state = (bounds: Rectangle, display = 1) => ({ bounds, display, maximised: false, fullScreen: false });

  it('is what it was', () => {
    const bounds = { x: 2000, y: 50, width: 1000, height: 700 };
    expect(placeWindow(state(bounds, 2), [left, right])).toEqual(bounds);
  });
  it('is on a display that is there, when its own was taken away', () => {
    const bounds = { x: 2000, y: 50, width: 1000, height: 700 };
    expect(placeWindow(state(bounds, 2), [left])).toEqual({ x: 920, y: 50, width: 1000, height: 700 });
  });
  it('is in the middle of the first display at the first start', () => {
    expect(placeWindow(undefined, [left, right])).toEqual({ x: 240, y: 70, width: 1440, height: 900 });
  });
  it('is always whole on one display, whatever was kept', () => {
    const whole = fc.integer({ min: -100_000, max: 100_000 });
    const size = fc.integer({ min: 1, max: 100_000 });
    const bounds = fc.record({ x: whole, y: whole, width: size, height: size });
    fc.assert(
      fc.property(bounds, fc.integer({ min: 0, max: 3 }), (kept, display) => {
        const placed = placeWindow(state(kept, display), [left, right]);
        const inside = [left, right].some(
          ({ workArea: area }) =>
            placed.x >= area.x &&
            placed.y >= area.y &&
            placed.x + placed.width <= area.x + area.width &&
            placed.y + placed.height <= area.y + area.height,
        );
        expect(inside).toBe(true);
      }),
    );
  });
  it('is remembered for each window, but not for endlessly many', () => {
    const path = join(folder, 'windows.json');
    const states = new WindowStates(path);
    for (let each = 0; each < 40; each += 1) states.set(`/page-${each}`, state({ ...left.workArea, x: each }));
    const again = new WindowStates(path);
    expect(again.get('/page-39')?.bounds.x).toBe(39);
    expect(again.get('/page-0')).toBeUndefined();
  });
  it('is the usual one when the file is broken', () => {
    const path = join(folder, 'windows.json');
    writeFileSync(path, '{"version":1,"windows":{"/":{"bounds":null}}}');
    expect(new WindowStates(path).get('/')).toBeUndefined();
  });
});
