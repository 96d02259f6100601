import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAreaName } from '../area/state.ts';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { Loading } from '../kit/loading.tsx';
import { useMapSurface } from '../kit/map/index.ts';
import type { Selection } from '../kit/selection.ts';
import './camera.css';
import { useCamera } from './queries.ts';
import { StateSign } from './sign.tsx';
import { openInConsole, useIsOpen, useMayWatch } from './state.ts';
import { CameraTile } from './tile.tsx';

/** The chosen camera: how it is with it, who looks, and its picture unless it is in a tile already. */
export function CameraPanel({ selection }: { selection: Selection }) {
  return selection.kind === 'camera' ? <Chosen key={selection.id} id={selection.id} /> : null;
}

function Chosen({ id }: { id: string }) {
  const { t, i18n } = useTranslation('camera');
  const surface = useMapSurface();
  const query = useCamera(id);
  const area = useAreaName(query.data?.area ?? '');
  const may = useMayWatch();
  const open = useIsOpen(id);
  if (query.error) return <ErrorNotice error={query.error} retry={() => void query.refetch()} />;
  const camera = query.data;
  if (!camera) return <Loading />;
  const { stream } = camera;
  return (
    <article className="camera-panel">
      <h3>{camera.name}</h3>
      <span>
        <StateSign state={stream.state} /> {t(`streams.${stream.state}`)}
        {stream.failure ? ` · ${t(`failures.${stream.failure}`)}` : ''}
        {stream.detail ? ` (${stream.detail})` : ''}
      </span>
      {may && !open ? <CameraTile camera={id} name={camera.name} place={{}} /> : null}
      <div className="camera-row">
        <Button
          type="primary"
          disabled={!may || open}
          {...(may ? {} : { title: t('may-not-watch') })}
          onClick={() => openInConsole(id, camera.name)}
        >
          {open ? t('is-open') : t('open')}
        </Button>
        <Button
          onClick={() => surface?.flyTo({ longitude: camera.longitude, latitude: camera.latitude, zoom: 15 })}
          disabled={!surface}
        >
          {t('locate')}
        </Button>
      </div>
      <dl className="camera-facts">
        <dt>{t('column.number')}</dt>
        <dd>{camera.number}</dd>
        <dt>{t('area')}</dt>
        <dd>{area}</dd>
        <dt>{t('place')}</dt>
        <dd>
          {camera.longitude.toFixed(5)}, {camera.latitude.toFixed(5)}
        </dd>
        <dt>{t('looks')}</dt>
        <dd>{t('looks-text', { heading: camera.heading, angle: camera.angle, range: camera.range })}</dd>
        <dt>{t('size')}</dt>
        <dd>{stream.width ? `${stream.width}×${stream.height} ${stream.codec ?? ''}` : '–'}</dd>
        <dt>{t('watchers')}</dt>
        <dd>
          {stream.watching === 0
            ? t('nobody')
            : t('watching', {
                number: stream.watching,
                names: new Intl.ListFormat(i18n.language).format(stream.viewers.map(({ name }) => name)),
              })}
        </dd>
      </dl>
    </article>
  );
}
