import { useTranslation } from 'react-i18next';
import { serverNow, useNow } from '../kit/clock.ts';
import { useAttention } from '../kit/desktop.ts';
import { useMapSurface } from '../kit/map/index.ts';
import { useSelection } from '../kit/selection.ts';
import { StateSign } from './legend.tsx';
import { useWatch } from './state.ts';

const mostShown = 20;

/** Who calls for help, above everything else that is to be done. */
export function CallsForHelp() {
  const { t } = useTranslation('worker');
  const watch = useWatch((state) => state.watch);
  const surface = useMapSurface();
  useNow();
  const now = serverNow();
  const calling =
    watch && watch.field.tally.states.sos > 0
      ? [...watch.field.workers()].filter(({ id }) => watch.field.state(id, now) === 'sos')
      : [];
  const names = calling.slice(0, mostShown).map(({ name }) => name);
  useAttention(
    calling.length > 0 ? `sos ${calling.map(({ id }) => id).join()}` : undefined,
    t('sos-now', { name: names.join('、') }),
    '',
  );
  if (!watch || calling.length === 0) return null;
  return (
    <>
      {calling.slice(0, mostShown).map(({ id, name }) => (
        <button
          key={id}
          type="button"
          className="position-sos"
          onClick={() => {
            useSelection.getState().choose({ kind: 'worker', id });
            const seen = watch.field.seen(id, serverNow());
            if (seen) surface?.flyTo({ longitude: seen.longitude, latitude: seen.latitude, zoom: 15 });
          }}
        >
          <StateSign state="sos" /> {t('sos-now', { name })}
        </button>
      ))}
    </>
  );
}
