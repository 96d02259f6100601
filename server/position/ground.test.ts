import { describe, expect, it } from 'vitest';
import { groundHosts, readGround } from './ground.ts';

describe('the configured base map', () => {
  it('is local when nothing is configured, and reaches no other host', () => {
    const ground = readGround({});
    expect(ground).toEqual({ kind: 'local' });
    expect(groundHosts(ground, {})).toEqual([]);
  });

  it('takes tiles with their datum, and allows their hosts only', () => {
    const environment = {
      SIPIN_MAP_TILES: 'https://tiles.test/vec/{z}/{x}/{y}.png?tk=1  https://labels.test/{z}/{y}/{x}',
      SIPIN_MAP_DATUM: 'GCJ-02',
    };
    const ground = readGround(environment);
    expect(ground).toMatchObject({ kind: 'tiles', datum: 'GCJ-02', maxZoom: 18 });
    expect(groundHosts(ground, environment)).toEqual(['https://tiles.test', 'https://labels.test']);
  });

  it('refuses a datum that it cannot convert', () => {
    expect(() => readGround({ SIPIN_MAP_TILES: 'https://t/{z}/{x}/{y}', SIPIN_MAP_DATUM: 'BD-09' })).toThrow(/BD-09/);
  });
});
