import { serverNow } from '../kit/clock.ts';
import type { ConsoleFeature } from '../kit/feature.ts';
import { usePrimarySurface } from '../kit/map/use-map-surface.ts';
import { useSelection } from '../kit/selection.ts';
import { PositionLayers } from './layers.tsx';
import { CallsForHelp } from './now.tsx';
import { WorkerPanel } from './panel.tsx';
import { SelectedPanel } from './selected-panel.tsx';
import { useWatch } from './state.ts';

const mostHits = 10;

export const positionFeature: ConsoleFeature = {
  word: 'position',
  Layers: PositionLayers,
  Now: CallsForHelp,
  panels: { worker: WorkerPanel, workers: SelectedPanel },
  async search(text) {
    const { watch } = useWatch.getState();
    if (!watch) return [];
    const found = [];
    for (const worker of watch.field.workers()) {
      if (!worker.name.includes(text)) continue;
      found.push(worker);
      if (found.length >= mostHits) break;
    }
    return found.map(({ id, name, area }) => ({
      key: `worker ${id}`,
      title: name,
      detail: area,
      choose() {
        useSelection.getState().choose({ kind: 'worker', id });
        const seen = watch.field.seen(id, serverNow());
        const { surface } = usePrimarySurface.getState();
        if (seen) surface?.flyTo({ longitude: seen.longitude, latitude: seen.latitude, zoom: 15 });
      },
    }));
  },
};
