import { App, Button, Input } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { dispatchContract, isLate, isOver, type Order, type State } from '../../app/dispatch/index.ts';
import { useAccount } from '../account/state.ts';
import { Photos } from '../incident/photos.tsx';
import { useNow } from '../kit/clock.ts';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { useAct, useLiveQuery } from '../live/index.ts';
import './dispatch.css';

/** The way of an order, as it is drawn. */
const way: readonly State[] = ['queued', 'sent', 'delivered', 'read', 'accepted', 'arrived', 'done'];

/** Orders about an incident, the newest first. */
export function OrdersOfIncident({ incident }: { incident: string }) {
  const { t } = useTranslation('dispatch');
  const { data, error, refetch } = useLiveQuery(
    dispatchContract.list,
    { incident },
    { refreshOn: [dispatchContract.changed] },
  );
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />;
  const orders = data?.orders ?? [];
  if (orders.length === 0) return null;
  return (
    <section>
      <h4>{t('orders')}</h4>
      <OrderCards orders={orders} />
    </section>
  );
}

/** Orders with how far each has got, and when. */
export function OrderCards({ orders }: { orders: readonly Order[] }) {
  return (
    <ul className="dispatch-orders">
      {orders.map((order) => (
        <li key={order.id}>
          <OrderCard order={order} />
        </li>
      ))}
    </ul>
  );
}

export function OrderCard({ order }: { order: Order }) {
  const { t, i18n } = useTranslation('dispatch');
  const now = useNow();
  const time = (at: string) => new Date(at).toLocaleTimeString(i18n.language, { hour12: false });
  const ended = order.steps.find(({ state }) => state === 'declined' || state === 'cancelled');
  return (
    <article className="dispatch-order">
      <header>
        <strong>{order.workerName}</strong>
        <span title={t(`state-hint.${order.state}`)}>{t(`state.${order.state}`)}</span>
        {isLate(order, now) ? <span className="dispatch-late">{t('late')}</span> : null}
        <CancelButton order={order} />
      </header>
      <p>{order.text}</p>
      <ol className="dispatch-way" aria-label={t('progress')}>
        {way.map((state) => {
          const step = order.steps.find((each) => each.state === state);
          return (
            <li key={state} className={step ? 'reached' : ''}>
              {t(`state.${state}`)}
              <time className="dim">{step ? time(step.at) : ''}</time>
            </li>
          );
        })}
      </ol>
      {ended ? (
        <p className="dispatch-late">
          {t(`state.${ended.state}`)} {time(ended.at)} {ended.note}
        </p>
      ) : null}
      {order.steps
        .filter(({ state, note, photos }) => state === 'done' && (note !== '' || photos.length > 0))
        .map((step) => (
          <div key={step.at}>
            {step.note}
            <Photos hashes={step.photos} />
          </div>
        ))}
    </article>
  );
}

function CancelButton({ order }: { order: Order }) {
  const { t } = useTranslation('dispatch');
  const { modal } = App.useApp();
  const { role } = useAccount();
  const reason = useRef('');
  const act = useAct(dispatchContract.cancel);
  if (isOver(order.state) || !(dispatchContract.cancel.roles as readonly string[]).includes(role)) return null;
  return (
    <>
      <Button
        size="small"
        loading={act.pending}
        onClick={() =>
          modal.confirm({
            title: `${t('acts.cancel')} · ${order.workerName}`,
            content: (
              <Input
                maxLength={200}
                aria-label={t('cancel-reason')}
                placeholder={t('cancel-reason')}
                onChange={({ target }) => {
                  reason.current = target.value;
                }}
              />
            ),
            okText: t('acts.cancel'),
            onOk: async () => {
              if (reason.current.trim() === '') throw new Error(t('cancel-reason'));
              await act.run({ order: order.id, note: reason.current });
            },
          })
        }
      >
        {t('acts.cancel')}
      </Button>
      {act.error ? <ErrorNotice error={act.error} /> : null}
    </>
  );
}
