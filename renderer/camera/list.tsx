import { Button, Drawer, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cameraContract } from '../../app/camera/index.ts';
import { useAreaName } from '../area/state.ts';
import { Empty } from '../kit/empty.tsx';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { Loading } from '../kit/loading.tsx';
import { useSelection } from '../kit/selection.ts';
import { useLiveQuery } from '../live/index.ts';
import './camera.css';
import { shownCells } from './placement.ts';
import { StateSign } from './sign.tsx';
import { dragCamera, type GridStore, openInConsole, useConsoleGrid, useMayWatch } from './state.ts';

const step = 100;
const most = 500;
const settleMilliseconds = 200;

/** Cameras of an area: a click or Enter opens one in the next tile, dragging puts it into any. */
export function CameraDrawer({
  area,
  store,
  above = 0,
  close,
}: {
  area: string;
  store: GridStore;
  /** How much of the window's lower end stays free, in pixels: the tiles to which cameras are dragged. */
  above?: number;
  close(): void;
}) {
  const { t } = useTranslation('camera');
  const name = useAreaName(area);
  return (
    // Without a mask: cameras are dragged from here to the tiles.
    <Drawer
      open
      title={t('list', { area: name })}
      onClose={close}
      placement="left"
      size={400}
      mask={false}
      rootStyle={{ bottom: above }}
    >
      <CameraList area={area} store={store} />
    </Drawer>
  );
}

function CameraList({ area, store }: { area: string; store: GridStore }) {
  const { t } = useTranslation('camera');
  const may = useMayWatch();
  const open = shownCells(store()).map((cell) => cell?.camera);
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const [limit, setLimit] = useState(step);
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), settleMilliseconds);
    return () => clearTimeout(timer);
  }, [typed]);
  const { data, error, refetch } = useLiveQuery(
    cameraContract.list,
    { area, limit, ...(search ? { search } : {}) },
    { refreshOn: [cameraContract.changed], everyMilliseconds: 5_000 },
  );
  const show = (id: string, name: string) => {
    useSelection.getState().choose({ kind: 'camera', id });
    if (!may) return;
    if (store === useConsoleGrid) openInConsole(id, name);
    else store.getState().open(id, name);
  };
  return (
    <>
      <Input
        allowClear
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder={t('search')}
        aria-label={t('search')}
      />
      <p className="dim">{may ? t('list-hint') : t('may-not-watch')}</p>
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!data ? <Loading /> : data.cameras.length === 0 ? <Empty text={search ? t('none-found') : t('empty')} /> : null}
      <ul className="camera-rows">
        {data?.cameras.map(({ id, name, number, stream }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={open.includes(id)}
              draggable={may}
              onDragStart={(event) => dragCamera(event.dataTransfer, id, name)}
              onClick={() => show(id, name)}
            >
              <StateSign state={stream.state} />
              <span>{name}</span>
              <span className="dim">{t(`streams.${stream.state}`)}</span>
              <small className="dim">
                {number}
                {stream.failure ? ` · ${t(`failures.${stream.failure}`)}` : ''}
              </small>
            </button>
          </li>
        ))}
      </ul>
      {data?.next ? (
        <Button disabled={limit >= most} onClick={() => setLimit(Math.min(most, limit + step))}>
          {t('more')}
        </Button>
      ) : null}
    </>
  );
}
