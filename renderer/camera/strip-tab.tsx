import { useTranslation } from 'react-i18next';
import { CameraGrid } from './grid.tsx';
import { useConsoleGrid } from './state.ts';

/** The tiles in the console's strip, with the way to those of a second display. */
export function CameraStrip() {
  const { t } = useTranslation('camera');
  return (
    <CameraGrid
      store={useConsoleGrid}
      tools={
        <a className="camera-second" href="/cameras" target="_blank" rel="noreferrer" title={t('second-display')}>
          {t('second-display-short')}
        </a>
      }
    />
  );
}
