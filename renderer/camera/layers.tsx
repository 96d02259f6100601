import { IconLayer, PolygonLayer } from '@deck.gl/layers';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Camera, Stream } from '../../app/camera/index.ts';
import { useMapSurface } from '../kit/map/index.ts';
import { useSelection } from '../kit/selection.ts';
import { iconColors, iconMapping, iconSheet } from './map-icons.ts';
import { useCameras } from './queries.ts';
import { sectorRing } from './sector.ts';
import { openInConsole, useMayWatch } from './state.ts';

type Listed = Camera & { readonly stream: Stream };

/** Cones are drawn from this zoom on: further away they would be smaller than the camera itself. */
const conesFrom = 13;
const orders = { cones: 30, cameras: 40 } as const;

/** Cameras on the map, coloured and marked by the state of their stream, and where they look. */
export function CameraLayers() {
  const { t } = useTranslation('camera');
  const surface = useMapSurface();
  const { data } = useCameras();
  const selection = useSelection((state) => state.selection);
  const chosen = selection?.kind === 'camera' ? selection.id : '';
  const may = useMayWatch();
  const [near, setNear] = useState(false);

  useEffect(() => {
    if (!surface) return;
    const look = () => setNear(surface.view.zoom >= conesFrom);
    look();
    return surface.onView(look);
  }, [surface]);

  useEffect(() => {
    if (!surface) return;
    const cameras = data?.cameras ?? [];
    const cones = new PolygonLayer<Listed>({
      id: 'camera-cones',
      data: near ? cameras : cameras.filter(({ id }) => id === chosen),
      getPolygon: sectorRing,
      getFillColor: ({ id, stream: { state } }) => {
        const [red, green, blue] = iconColors[state];
        return [red, green, blue, id === chosen ? 90 : 40];
      },
      getLineColor: ({ stream: { state } }) => iconColors[state],
      lineWidthUnits: 'pixels',
      getLineWidth: ({ id }) => (id === chosen ? 2 : 1),
      stroked: true,
      updateTriggers: { getFillColor: chosen, getLineWidth: chosen },
    });
    surface.setLayers('camera-cones', orders.cones, [cones]);
    const icons = new IconLayer<Listed>({
      id: 'camera-icons',
      data: cameras,
      // The sheet is drawn here, not loaded: deck.gl takes a canvas, which its types do not say.
      iconAtlas: iconSheet() as unknown as string,
      iconMapping,
      getIcon: ({ stream: { state } }) => state,
      getPosition: ({ longitude, latitude }) => [longitude, latitude],
      getColor: ({ stream: { state } }) => iconColors[state],
      sizeUnits: 'pixels',
      getSize: ({ id }) => (id === chosen ? 34 : near ? 26 : 18),
      pickable: true,
      updateTriggers: { getSize: [chosen, near] },
    });
    surface.setLayers('camera', orders.cameras, [icons], {
      tooltip: ({ object }) => {
        const camera = object as Listed | null;
        return camera ? `${camera.name}\n${t(`streams.${camera.stream.state}`)}` : null;
      },
      click: ({ object }) => {
        const camera = object as Listed | null;
        if (!camera) return;
        useSelection.getState().choose({ kind: 'camera', id: camera.id });
        if (may) openInConsole(camera.id, camera.name);
      },
    });
  }, [surface, data, chosen, near, may, t]);

  useEffect(
    () => () => {
      surface?.removeLayers('camera');
      surface?.removeLayers('camera-cones');
    },
    [surface],
  );
  return null;
}
