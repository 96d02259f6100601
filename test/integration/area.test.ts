import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areaContract, convert, unpackShape } from '../../app/area/index.ts';
import { type SignedIn, startTestServer, type TestServer } from '../harness/server.ts';
import { waitFor } from '../harness/wait.ts';

const square = (longitude: number, latitude: number, side: number): [number, number][] => [
  [longitude, latitude],
  [longitude + side, latitude],
  [longitude + side, latitude + side],
  [longitude, latitude + side],
  [longitude, latitude],
];

const areas = [
  { code: '3208', name: '淮安市', polygons: [[square(119, 33, 0.4)]] },
  { code: '320803', name: '淮安区', polygons: [[square(119, 33, 0.2)]] },
  { code: '320804', name: '淮阴区', polygons: [[square(119.2, 33, 0.2)]] },
  { code: '320803001', name: '淮城街道', polygons: [[square(119, 33, 0.1)]] },
  { code: '320803001001', name: '友谊社区', polygons: [[square(119, 33, 0.05)]] },
  { code: '320803001001001', name: '友谊社区第一网格', polygons: [[square(119, 33, 0.02)]] },
];

describe('areas', () => {
  let server: TestServer;
  let administrator: SignedIn;
  let county: SignedIn;

  beforeAll(async () => {
    server = await startTestServer();
    administrator = await server.signIn('administrator', '3208');
    county = await server.signIn('operator', '320803');
    await administrator.client.call(areaContract.importAreas, { datum: 'WGS-84', areas });
  });
  afterAll(() => server.stop());

  it('gives each account its own area and what is below, nothing beside', async () => {
    const city = await administrator.client.call(areaContract.list, { to: 'grid' });
    expect(city.areas.map((area) => area.code)).toEqual(areas.map((area) => area.code).sort());
    const own = await county.client.call(areaContract.list, { to: 'grid' });
    expect(own.areas.every((area) => area.code.startsWith('320803'))).toBe(true);
    expect(own.areas).toHaveLength(4);
  });

  it.each([
    ['the neighbour', '320804'],
    ['the city', '3208'],
  ])('refuses %s to the county', async (_, code) => {
    const refusal = { code: 'contract.area-refused', category: 'forbidden' };
    await expect(county.client.call(areaContract.get, { code })).rejects.toMatchObject(refusal);
    await expect(county.client.call(areaContract.list, { within: code })).rejects.toMatchObject(refusal);
    await expect(county.client.call(areaContract.shapes, { within: code, level: 'village' })).rejects.toMatchObject(
      refusal,
    );
  });

  it('refuses an import to who is no administrator, and outside of the jurisdiction', async () => {
    const draft = {
      datum: 'WGS-84' as const,
      areas: [{ code: '320804', name: '别处', polygons: [[square(119, 33, 0.1)]] }],
    };
    await expect(county.client.call(areaContract.importAreas, draft)).rejects.toMatchObject({
      code: 'contract.role-refused',
    });
    const other = await server.signIn('administrator', '320803');
    await expect(other.client.call(areaContract.importAreas, draft)).rejects.toMatchObject({
      code: 'contract.area-refused',
    });
    const { area } = await administrator.client.call(areaContract.get, { code: '320804' });
    expect(area.name).toBe('淮阴区');
  });

  it('knows pinyin and initials', async () => {
    const { area, ancestors } = await county.client.call(areaContract.get, { code: '320803001001' });
    expect(area).toMatchObject({ pinyin: 'youyishequ', initials: 'yysq' });
    expect(ancestors.map((each) => each.name)).toEqual(['淮安市', '淮安区', '淮城街道']);
  });

  it('converts the datum of the source at the edge, within a metre', async () => {
    const gcj = convert(119.3, 33.1, 'WGS-84', 'GCJ-02');
    const ring = square(119.3, 33.1, 0.01).map(([x, y]) => convert(x, y, 'WGS-84', 'GCJ-02'));
    expect(Math.abs(gcj[0] - 119.3)).toBeGreaterThan(0.001);
    await administrator.client.call(areaContract.importAreas, {
      datum: 'GCJ-02',
      areas: [{ code: '320804001', name: '王家营街道', polygons: [[ring]] }],
    });
    const { shapes } = await administrator.client.call(areaContract.shapes, { within: '320804', level: 'town' });
    const [first] = unpackShape(shapes[0]?.shape ?? []).flat(2);
    expect(first?.[0]).toBeCloseTo(119.3, 5);
    expect(first?.[1]).toBeCloseTo(33.1, 5);
  });

  it('tells consoles of the area that something changed', async () => {
    const { version } = await administrator.client.call(areaContract.list, {});
    await administrator.client.call(areaContract.importAreas, { datum: 'WGS-84', areas: areas.slice(0, 1) });
    const later = await waitFor('a newer version', async () => {
      const now = await administrator.client.call(areaContract.list, {});
      return now.version > version && now.version;
    });
    expect(later).toBeGreaterThan(version);
  });
});
