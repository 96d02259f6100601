import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dispatchContract } from '../../app/dispatch/index.ts';
import { useAccount } from '../account/state.ts';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { Loading } from '../kit/loading.tsx';
import type { Selection } from '../kit/selection.ts';
import { useShortcut } from '../kit/shortcuts.ts';
import { useLiveQuery } from '../live/index.ts';
import { OrderComposer } from './composer.tsx';
import { OrderCard, OrderCards } from './orders.tsx';

/** Under a chosen worker or several: send them an order, and what they have been sent. */
export function OrdersOfWorkers({ selection }: { selection: Selection }) {
  const { t } = useTranslation('dispatch');
  const { role } = useAccount();
  const [composing, setComposing] = useState(false);
  const ids = selection.kind === 'workers' ? selection.ids : selection.kind === 'worker' ? [selection.id] : [];
  const [only] = ids;
  const single = ids.length === 1 && only !== undefined;
  const { data } = useLiveQuery(
    dispatchContract.list,
    { worker: only ?? '' },
    { refreshOn: [dispatchContract.changed], enabled: single },
  );
  const may = (dispatchContract.send.roles as readonly string[]).includes(role);
  useShortcut('O', t('compose'), () => setComposing(true), may && ids.length > 0);
  if (ids.length === 0) return null;
  return (
    <section>
      {may ? (
        <Button type="primary" onClick={() => setComposing(true)}>
          {t('compose')} (O)
        </Button>
      ) : null}
      <OrderComposer open={composing} close={() => setComposing(false)} workers={ids} />
      {single && data ? <OrderCards orders={data.orders.slice(0, 10)} /> : null}
    </section>
  );
}

/** One chosen order. */
export function OrderPanel({ selection }: { selection: Selection }) {
  const order = selection.kind === 'order' ? selection.id : '';
  const query = useLiveQuery(dispatchContract.get, { order }, { refreshOn: [dispatchContract.changed] });
  if (query.error) return <ErrorNotice error={query.error} retry={() => void query.refetch()} />;
  return query.data ? <OrderCard order={query.data.order} /> : <Loading />;
}
