import { ScatterplotLayer } from '@deck.gl/layers';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Incident, Urgency } from '../../app/incident/index.ts';
import { useMapSurface } from '../kit/map/index.ts';
import { useSelection } from '../kit/selection.ts';
import { useOpenIncidents } from './state.ts';

const fill: Readonly<Record<Urgency, [number, number, number, number]>> = {
  ordinary: [61, 156, 255, 255],
  urgent: [240, 169, 41, 255],
  emergency: [255, 90, 82, 255],
};

/** Open incidents on the map: colour and size by urgency, a white ring while they wait, a wide one when chosen. */
export function IncidentLayers() {
  const { t } = useTranslation('incident');
  const surface = useMapSurface();
  const { data } = useOpenIncidents();
  const { selection, choose } = useSelection();
  const chosen = selection?.kind === 'incident' ? selection.id : '';
  useEffect(() => {
    if (!surface) return;
    const layer = new ScatterplotLayer<Incident>({
      id: 'incident-points',
      data: data?.incidents ?? [],
      getPosition: ({ longitude, latitude }) => [longitude, latitude],
      radiusUnits: 'pixels',
      lineWidthUnits: 'pixels',
      getRadius: ({ id, urgency }) => (id === chosen ? 12 : urgency === 'ordinary' ? 7 : 9),
      getFillColor: ({ urgency }) => fill[urgency],
      stroked: true,
      getLineColor: ({ stage, id }) =>
        id === chosen || stage === 'reported' ? [255, 255, 255, 255] : [11, 17, 24, 255],
      getLineWidth: ({ id }) => (id === chosen ? 3 : 2),
      pickable: true,
      updateTriggers: { getRadius: chosen, getLineColor: chosen, getLineWidth: chosen },
    });
    surface.setLayers('incident', 50, [layer], {
      tooltip: ({ object }) => {
        const incident = object as Incident | null;
        return incident ? `${incident.title}\n${t(`stage.${incident.stage}`)} · ${t(`kind.${incident.kind}`)}` : null;
      },
      click: ({ object }) => {
        if (object) choose({ kind: 'incident', id: (object as Incident).id });
      },
    });
  }, [surface, data, chosen, choose, t]);
  useEffect(() => () => surface?.removeLayers('incident'), [surface]);
  return null;
}
