import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { workerContract } from '../../app/worker/index.ts';
import { useAreaName } from '../area/state.ts';
import { Age } from '../kit/age.tsx';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { Loading } from '../kit/loading.tsx';
import { useMapSurface } from '../kit/map/index.ts';
import type { Selection } from '../kit/selection.ts';
import { useAct, useLiveQuery } from '../live/index.ts';
import { StateSign } from './legend.tsx';
import { useSeen } from './state.ts';
import { TrackPlayer } from './track-player.tsx';

/** The chosen worker: who, in which state, how old and how good the position is, and the track of the day. */
export function WorkerPanel({ selection }: { selection: Selection }) {
  return selection.kind === 'worker' ? <Person key={selection.id} id={selection.id} /> : null;
}

function Person({ id }: { id: string }) {
  const { t } = useTranslation('position');
  const { t: workerText } = useTranslation('worker');
  const [track, setTrack] = useState(false);
  const query = useLiveQuery(workerContract.get, { worker: id }, { refreshOn: [workerContract.changed] });
  const surface = useMapSurface();
  const seen = useSeen(id);
  const clear = useAct(workerContract.clearSos);
  if (query.error) return <ErrorNotice error={query.error} retry={() => void query.refetch()} />;
  const worker = query.data;
  if (!worker) return <Loading />;
  const state = seen?.state ?? (worker.sosSince ? 'sos' : worker.onDuty ? 'silent' : 'off');
  return (
    <article className="position-panel">
      <h3>{worker.name}</h3>
      <p>
        <StateSign state={state} /> {t(`state.${state}`)}
      </p>
      {worker.sosSince ? (
        <p>
          {workerText('sos-since')} <Age at={worker.sosSince} />{' '}
          <Button size="small" danger loading={clear.pending} onClick={() => void clear.run({ worker: id })}>
            {workerText('clear-sos')}
          </Button>
        </p>
      ) : null}
      {clear.error ? <ErrorNotice error={clear.error} /> : null}
      <dl className="position-facts">
        <dt>{workerText('area')}</dt>
        <dd>
          <AreaName code={worker.area} />
        </dd>
        <dt>{workerText('phone')}</dt>
        <dd>{worker.phone ?? t('unknown')}</dd>
        <dt>{workerText('posts')}</dt>
        <dd>{worker.posts.length > 0 ? worker.posts.join(' · ') : workerText('none')}</dd>
        <dt>{workerText(worker.onDuty ? 'on-duty-since' : 'off-duty-since')}</dt>
        <dd>
          <Age at={worker.dutySince} />
        </dd>
        <dt>{t('position-age')}</dt>
        <dd>{seen ? <Age at={seen.time} /> : t('no-position')}</dd>
        {seen ? (
          <>
            <dt>{t('accuracy')}</dt>
            <dd>{seen.accuracy < 0 ? t('unknown') : t('metres', { value: Math.round(seen.accuracy) })}</dd>
            <dt>{t('speed')}</dt>
            <dd>{seen.speed < 0 ? t('unknown') : t('kilometres-per-hour', { value: Math.round(seen.speed * 3.6) })}</dd>
            <dt>{t('battery')}</dt>
            <dd>{seen.battery < 0 ? t('unknown') : `${Math.round(seen.battery)} %`}</dd>
          </>
        ) : null}
      </dl>
      {seen?.flagged ? <p className="position-old">{t('flagged')}</p> : null}
      <div className="position-player">
        <Button
          size="small"
          disabled={!seen || !surface}
          title={seen ? undefined : t('no-position')}
          onClick={() => seen && surface?.flyTo({ longitude: seen.longitude, latitude: seen.latitude, zoom: 15 })}
        >
          {t('show-on-map')}
        </Button>
        <Button size="small" aria-expanded={track} title={t('track-notice')} onClick={() => setTrack(!track)}>
          {track ? t('track-hide') : t('track-show')}
        </Button>
      </div>
      {track ? <TrackPlayer worker={id} /> : null}
    </article>
  );
}

function AreaName({ code }: { code: string }) {
  return <>{useAreaName(code)}</>;
}
