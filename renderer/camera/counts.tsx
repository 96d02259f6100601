import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelection } from '../kit/selection.ts';
import { useStrip } from '../kit/strip.ts';
import { CameraDrawer } from './list.tsx';
import { useCameras } from './queries.ts';
import { useConsoleGrid } from './state.ts';
import '../position/position.css';

/** How many cameras the chosen area has; opens their list. */
export function CameraCount() {
  const { t, i18n } = useTranslation('camera');
  const area = useSelection((state) => state.area);
  const { data } = useCameras();
  const height = useStrip((state) => state.height);
  const [open, setOpen] = useState(false);
  if (!data) return null;
  const failed = data.cameras.filter(({ stream }) => stream.state === 'failed').length;
  return (
    <>
      <button type="button" className="position-counts" onClick={() => setOpen(true)}>
        {t('count', { total: data.total.toLocaleString(i18n.language) })}
        {failed > 0 ? <span className="dim"> {t('count-failed', { number: failed })}</span> : null}
      </button>
      {open ? <CameraDrawer area={area} store={useConsoleGrid} above={height} close={() => setOpen(false)} /> : null}
    </>
  );
}
