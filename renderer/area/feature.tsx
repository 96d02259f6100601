import { searchAreas } from '../../app/area/index.ts';
import type { ConsoleFeature } from '../kit/feature.ts';
import { useSelection } from '../kit/selection.ts';
import { AreaLayers } from './layers.tsx';
import { AreaPanel } from './panel.tsx';
import { readAreas } from './state.ts';
import { AreaTree } from './tree.tsx';

const mostHits = 6;

export const areaFeature: ConsoleFeature = {
  word: 'area',
  Tree: AreaTree,
  Layers: AreaLayers,
  panels: { area: AreaPanel },
  async search(text) {
    return searchAreas(await readAreas(), text, mostHits).map((area) => ({
      key: `area ${area.code}`,
      title: area.name,
      detail: area.code,
      choose: () => useSelection.getState().chooseArea(area.code),
    }));
  },
};
