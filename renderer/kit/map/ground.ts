import type { RequestParameters, StyleSpecification } from 'maplibre-gl';
import { convert } from '../../../app/area/index.ts';
import type { Ground } from '../../../app/position/index.ts';
import { colors } from '../theme.ts';

/** Font of labels; ideographs are drawn from the system's fonts, so that no glyph files are needed. */
export const labelFont = '"Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif';

/** The ground that needs no network: a plain night-blue sheet on which the words draw their layers. */
const localStyle: StyleSpecification = {
  version: 8,
  sources: {},
  layers: [{ id: 'ground', type: 'background', paint: { 'background-color': colors.ground } }],
};

/** Scheme under which tiles of another datum are asked for; the rest is the template's own address. */
const shiftedScheme = 'gcj02';

/** The style of a configured base map: a style's address, or tiles on the local ground. */
export function styleOf(ground: Ground): string | StyleSpecification {
  if (ground.kind === 'style') return ground.url;
  if (ground.kind !== 'tiles') return localStyle;
  const shifted = ground.datum === 'GCJ-02';
  return {
    ...localStyle,
    sources: Object.fromEntries(
      ground.urls.map((url, index) => [
        `tiles-${index}`,
        {
          type: 'raster',
          tiles: [shifted ? `${shiftedScheme}://${url}#{z}/{x}/{y}` : url],
          tileSize: 256,
          maxzoom: ground.maxZoom,
          ...(ground.attribution ? { attribution: ground.attribution } : {}),
        },
      ]),
    ),
    layers: [
      ...localStyle.layers,
      ...ground.urls.map((_, index) => ({
        id: `tiles-${index}`,
        type: 'raster' as const,
        source: `tiles-${index}`,
        // Light tiles under a dark console: taken back so that the layers stand out.
        paint: { 'raster-opacity': 0.55, 'raster-saturation': -0.4 },
      })),
    ],
  };
}

const tileSize = 256;

/** Pixel of a point in the world at a zoom (Web Mercator, 256-pixel tiles). */
export function pixelAt(longitude: number, latitude: number, zoom: number): [number, number] {
  const size = tileSize * 2 ** zoom;
  const sine = Math.sin((latitude * Math.PI) / 180);
  return [((longitude + 180) / 360) * size, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size];
}

/** Longitude and latitude of a world pixel at a zoom. */
export function pointAt(x: number, y: number, zoom: number): [number, number] {
  const size = tileSize * 2 ** zoom;
  const bend = Math.PI * (1 - (2 * y) / size);
  return [(x / size) * 360 - 180, (Math.atan(Math.sinh(bend)) * 180) / Math.PI];
}

/**
 * Shift, in pixels, between a WGS-84 tile and the same place in a GCJ-02 tile set. Within one tile the shift differs
 * by far less than a pixel, so one number per tile is exact enough.
 */
export function shiftOf(z: number, x: number, y: number): [number, number] {
  const middle = [(x + 0.5) * tileSize, (y + 0.5) * tileSize] as const;
  const [longitude, latitude] = pointAt(middle[0], middle[1], z);
  const [east, north] = pixelAt(...convert(longitude, latitude, 'WGS-84', 'GCJ-02'), z);
  return [east - middle[0], north - middle[1]];
}

/** Puts one WGS-84 tile together out of the up to four GCJ-02 tiles that it lies on. */
async function loadShifted({ url }: RequestParameters, abort: AbortController): Promise<{ data: ArrayBuffer }> {
  const [template = '', place = ''] = url.slice(shiftedScheme.length + 3).split('#');
  const [z = 0, x = 0, y = 0] = place.split('/').map(Number);
  const [dx, dy] = shiftOf(z, x, y);
  const left = x + Math.floor(dx / tileSize);
  const top = y + Math.floor(dy / tileSize);
  const canvas = new OffscreenCanvas(tileSize, tileSize);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2D canvas');
  const parts = [0, 1].flatMap((right) => [0, 1].map((down) => [left + right, top + down] as const));
  await Promise.all(
    parts.map(async ([column, row]) => {
      const offsetX = column * tileSize - (x * tileSize + dx);
      const offsetY = row * tileSize - (y * tileSize + dy);
      if (offsetX <= -tileSize || offsetX >= tileSize || offsetY <= -tileSize || offsetY >= tileSize) return;
      const address = template.replace('{z}', String(z)).replace('{x}', String(column)).replace('{y}', String(row));
      const response = await fetch(address, { signal: abort.signal });
      if (!response.ok) return;
      context.drawImage(await createImageBitmap(await response.blob()), Math.round(offsetX), Math.round(offsetY));
    }),
  );
  return { data: await (await canvas.convertToBlob()).arrayBuffer() };
}

/** What maplibre must be told once so that tiles of GCJ-02 can be asked for. */
export const shiftedProtocol = { scheme: shiftedScheme, load: loadShifted };
