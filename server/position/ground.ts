import type { Ground } from '../../app/position/index.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The base map of all screens, from the configuration; without any, the local one that needs no network.
 * SIPIN_MAPBOX_TOKEN (and SIPIN_MAPBOX_STYLE); SIPIN_MAP_STYLE, a style's address; or SIPIN_MAP_TILES, templates with
 * {z}, {x} and {y} separated by blanks, with SIPIN_MAP_DATUM (WGS-84, which CGCS2000 tiles of 天地图 are, or GCJ-02),
 * SIPIN_MAP_MAX_ZOOM and SIPIN_MAP_ATTRIBUTION. Throws when a datum is named that tiles do not come in.
 */
export function readGround(environment: Environment): Ground {
  const { SIPIN_MAPBOX_TOKEN, SIPIN_MAP_STYLE, SIPIN_MAP_TILES } = environment;
  if (SIPIN_MAPBOX_TOKEN) {
    const style = environment.SIPIN_MAPBOX_STYLE ?? 'mapbox://styles/mapbox/dark-v11';
    return { kind: 'mapbox', token: SIPIN_MAPBOX_TOKEN, style };
  }
  if (SIPIN_MAP_STYLE) return { kind: 'style', url: SIPIN_MAP_STYLE };
  if (SIPIN_MAP_TILES) {
    const datum = environment.SIPIN_MAP_DATUM ?? 'WGS-84';
    if (datum !== 'WGS-84' && datum !== 'GCJ-02') {
      throw new Error(`SIPIN_MAP_DATUM is ${datum}; map tiles come in WGS-84 or GCJ-02`);
    }
    return {
      kind: 'tiles',
      urls: SIPIN_MAP_TILES.trim().split(/\s+/),
      datum,
      maxZoom: Number(environment.SIPIN_MAP_MAX_ZOOM ?? 18),
      attribution: environment.SIPIN_MAP_ATTRIBUTION,
    };
  }
  return { kind: 'local' };
}

/**
 * Hosts that the page must be allowed to reach for this base map. A style may fetch from others: SIPIN_MAP_HOSTS.
 * Mapbox's collector of usage data is left out on purpose.
 */
export function groundHosts(ground: Ground, environment: Environment): readonly string[] {
  const further = (environment.SIPIN_MAP_HOSTS ?? '').split(/\s+/).filter(Boolean);
  if (ground.kind === 'mapbox') return ['https://api.mapbox.com', 'https://*.tiles.mapbox.com', ...further];
  const addresses = ground.kind === 'style' ? [ground.url] : ground.kind === 'tiles' ? ground.urls : [];
  const origins = addresses.flatMap((address) => {
    const origin = address.match(/^(https?:\/\/[^/{}\s;,']+)/)?.[1];
    return origin ? [origin] : [];
  });
  return [...new Set([...origins, ...further])];
}
