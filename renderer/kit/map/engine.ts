import type { DeckProps } from '@deck.gl/core';
import type { IControl, Map as MaplibreMap } from 'maplibre-gl';
import type { Bounds } from '../../../app/area/index.ts';
import type { Ground } from '../../../app/position/index.ts';
import { labelFont, shiftedProtocol, styleOf } from './ground.ts';

/** Where a new map looks at first. */
export type Start = { readonly bounds: Bounds } | { readonly center: [number, number]; readonly zoom: number };

/** What draws deck.gl layers into a base map. */
export interface Overlay {
  setProps(props: Partial<DeckProps>): void;
}

/**
 * A base map with deck.gl in it. maplibre-gl and mapbox-gl speak the same for all that the surface asks of them, so
 * the map has maplibre's type whichever it is.
 */
export interface Engine {
  readonly map: MaplibreMap;
  readonly overlay: Overlay;
  /** Removes the map and frees what it held on the graphics card. */
  dispose(): void;
}

/** Opens the base map that is configured: mapbox-gl when a token is given, else maplibre-gl. */
export function openEngine(container: HTMLElement, ground: Ground, start: Start, props: DeckProps): Promise<Engine> {
  return ground.kind === 'mapbox'
    ? openMapbox(container, ground, start, props)
    : openMaplibre(container, ground, start, props);
}

const common = { attributionControl: false as const, fadeDuration: 0, dragRotate: false, pitchWithRotate: false };

let prepared = false;

async function openMaplibre(container: HTMLElement, ground: Ground, start: Start, props: DeckProps): Promise<Engine> {
  const [maplibre, { MapLibreOverlay }, { default: workerUrl }] = await Promise.all([
    import('maplibre-gl'),
    import('@deck.gl/maplibre'),
    import('maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'),
    import('maplibre-gl/dist/maplibre-gl.css'),
  ]);
  if (!prepared) {
    maplibre.setWorkerUrl(workerUrl);
    maplibre.addProtocol(shiftedProtocol.scheme, shiftedProtocol.load);
    prepared = true;
  }
  const map = new maplibre.Map({
    ...common,
    ...start,
    container,
    style: styleOf(ground),
    localIdeographFontFamily: labelFont,
    renderWorldCopies: false,
    minZoom: 4,
    maxZoom: 20,
  });
  map.touchZoomRotate.disableRotation();
  if (ground.kind !== 'local') map.addControl(new maplibre.AttributionControl({ compact: true }), 'bottom-left');
  const overlay = new MapLibreOverlay({ ...props, interleaved: true });
  map.addControl(overlay);
  return { map, overlay, dispose: () => map.remove() };
}

async function openMapbox(
  container: HTMLElement,
  ground: Extract<Ground, { kind: 'mapbox' }>,
  start: Start,
  props: DeckProps,
): Promise<Engine> {
  const [{ default: mapbox }, { MapboxOverlay }] = await Promise.all([
    import('mapbox-gl'),
    import('@deck.gl/mapbox'),
    import('mapbox-gl/dist/mapbox-gl.css'),
  ]);
  mapbox.accessToken = ground.token;
  const map = new mapbox.Map({
    ...common,
    ...start,
    container,
    style: ground.style,
    localIdeographFontFamily: labelFont,
    // A globe bends what the selection tools draw as straight lines.
    projection: 'mercator',
    attributionControl: true,
    minZoom: 4,
    maxZoom: 20,
  }) as unknown as MaplibreMap;
  const overlay = new MapboxOverlay({ ...props, interleaved: true } as ConstructorParameters<typeof MapboxOverlay>[0]);
  map.addControl(overlay as unknown as IControl);
  return { map, overlay: overlay as unknown as Overlay, dispose: () => map.remove() };
}
