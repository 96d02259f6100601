import { useTranslation } from 'react-i18next';
import { dispatchContract, isLate } from '../../app/dispatch/index.ts';
import { useNow } from '../kit/clock.ts';
import { useSelection } from '../kit/selection.ts';
import { useLiveQuery } from '../live/index.ts';

const mostShown = 8;

/** Orders of the chosen area that were not accepted in time or were declined: somebody must look after them. */
export function LateOrders() {
  const { t } = useTranslation('dispatch');
  const { area, choose } = useSelection();
  const now = useNow();
  const { data } = useLiveQuery(
    dispatchContract.list,
    { ...(area ? { area } : {}), open: true },
    { refreshOn: [dispatchContract.changed], enabled: area !== '' },
  );
  const late = (data?.orders ?? []).filter((order) => isLate(order, now));
  if (late.length === 0) return null;
  return (
    <ul className="incident-rows" aria-label={t('late')}>
      {late.slice(0, mostShown).map((order) => (
        <li key={order.id}>
          <button type="button" className="incident-row urgent" onClick={() => choose({ kind: 'order', id: order.id })}>
            <strong>
              {t('late')} · {order.workerName}
            </strong>
            <span className="dim">
              {t(`state.${order.state}`)} · {order.text}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
