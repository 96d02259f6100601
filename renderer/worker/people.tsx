import { Button, Drawer, Input, Switch } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { workerContract } from '../../app/worker/index.ts';
import { useAreaName } from '../area/state.ts';
import { Empty } from '../kit/empty.tsx';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { Loading } from '../kit/loading.tsx';
import { useSelection } from '../kit/selection.ts';
import { useLiveQuery } from '../live/index.ts';
import { StateSign } from '../position/legend.tsx';
import '../position/position.css';

const step = 100;

/** The people of the chosen area, how many and on duty; opens their list. */
export function PeopleCount() {
  const { t, i18n } = useTranslation('position');
  const area = useSelection((state) => state.area);
  const [open, setOpen] = useState(false);
  const { data } = useLiveQuery(
    workerContract.list,
    { area, limit: 1 },
    { refreshOn: [workerContract.changed], enabled: area !== '' },
  );
  if (!data) return null;
  return (
    <>
      <button type="button" className="position-counts" onClick={() => setOpen(true)}>
        {t('people', { total: data.total.toLocaleString(i18n.language) })}{' '}
        <span className="dim">{t('on-duty', { number: data.onDuty.toLocaleString(i18n.language) })}</span>
      </button>
      {open ? <People area={area} close={() => setOpen(false)} /> : null}
    </>
  );
}

function People({ area, close }: { area: string; close(): void }) {
  const { t } = useTranslation('worker');
  const { t: positionText } = useTranslation('position');
  const name = useAreaName(area);
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const [onDuty, setOnDuty] = useState(false);
  const [limit, setLimit] = useState(step);
  const choose = useSelection((state) => state.choose);
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), 200);
    return () => clearTimeout(timer);
  }, [typed]);
  const { data, error, refetch } = useLiveQuery(
    workerContract.list,
    { area, limit, ...(search ? { search } : {}), ...(onDuty ? { onDuty } : {}) },
    { refreshOn: [workerContract.changed] },
  );
  return (
    <Drawer open title={t('list', { area: name })} onClose={close} placement="left" size={420}>
      <div className="position-player">
        <Input
          allowClear
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          placeholder={t('search')}
          aria-label={t('search')}
        />
        <Switch checked={onDuty} onChange={setOnDuty} aria-label={t('only-on-duty')} />
        <span>{t('only-on-duty')}</span>
      </div>
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!data ? <Loading /> : data.workers.length === 0 ? <Empty text={t('list-empty')} /> : null}
      <ul className="position-people">
        {data?.workers.map((worker) => {
          const state = worker.sosSince ? 'sos' : !worker.onDuty ? 'off' : worker.busy ? 'busy' : 'duty';
          return (
            <li key={worker.id}>
              <button
                type="button"
                onClick={() => {
                  choose({ kind: 'worker', id: worker.id });
                  close();
                }}
              >
                <StateSign state={state} /> {worker.name} <span className="dim">{worker.phone}</span>
                <span className="dim">{positionText(`state.${state}`)}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {data?.next ? (
        <Button disabled={limit >= 500} onClick={() => setLimit(Math.min(500, limit + step))}>
          {t('more')}
        </Button>
      ) : null}
    </Drawer>
  );
}
