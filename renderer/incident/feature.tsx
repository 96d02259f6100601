import { incidentContract } from '../../app/incident/index.ts';
import type { ConsoleFeature } from '../kit/feature.ts';
import { usePrimarySurface } from '../kit/map/use-map-surface.ts';
import { useSelection } from '../kit/selection.ts';
import { live } from '../live/index.ts';
import { IncidentLayers } from './layers.tsx';
import { IncidentCount } from './list.tsx';
import { IncomingIncidents } from './now.tsx';
import { IncidentPanel } from './panel.tsx';

export const incidentFeature: ConsoleFeature = {
  word: 'incident',
  Counts: IncidentCount,
  Now: IncomingIncidents,
  Layers: IncidentLayers,
  panels: { incident: IncidentPanel },
  async search(text, area) {
    const { incidents } = await live.query(incidentContract.list, { area, search: text, limit: 5 });
    return incidents.map(({ id, title, number, longitude, latitude }) => ({
      key: `incident ${id}`,
      title,
      detail: number,
      choose() {
        useSelection.getState().choose({ kind: 'incident', id });
        usePrimarySurface.getState().surface?.flyTo({ longitude, latitude, zoom: 14 });
      },
    }));
  },
};
