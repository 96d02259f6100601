import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { cameraContract, watchRoles } from '../../app/camera/index.ts';
import type { ConsoleFeature } from '../kit/feature.ts';
import { usePrimarySurface } from '../kit/map/use-map-surface.ts';
import { useSelection } from '../kit/selection.ts';
import { live } from '../live/index.ts';
import { CameraCount } from './counts.tsx';
import { CameraLayers } from './layers.tsx';
import { CameraPanel } from './panel.tsx';
import { stripKey } from './state.ts';
import { CameraStrip } from './strip-tab.tsx';

export const cameraFeature: ConsoleFeature = {
  word: 'camera',
  Counts: CameraCount,
  Layers: CameraLayers,
  panels: { camera: CameraPanel },
  strip: { key: stripKey, useLabel: () => useTranslation('camera').t('title'), Component: CameraStrip },
  pages: [
    {
      path: '/cameras',
      roles: watchRoles,
      useLabel: () => useTranslation('camera').t('page'),
      Component: lazy(() => import('./page.tsx')),
    },
    {
      path: '/cameras/setup',
      roles: cameraContract.register.roles,
      useLabel: () => useTranslation('camera').t('setup.title'),
      Component: lazy(() => import('./setup-page.tsx')),
    },
  ],
  async search(text, area) {
    const { cameras } = await live.query(cameraContract.list, { area, search: text, limit: 8 });
    return cameras.map(({ id, name, number, longitude, latitude }) => ({
      key: `camera ${id}`,
      title: name,
      detail: number,
      choose() {
        useSelection.getState().choose({ kind: 'camera', id });
        usePrimarySurface.getState().surface?.flyTo({ longitude, latitude, zoom: 15 });
      },
    }));
  },
};
