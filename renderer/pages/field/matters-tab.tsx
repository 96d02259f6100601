import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isOver } from '../../../app/dispatch/index.ts';
import { incidentContract } from '../../../app/incident/index.ts';
import { useOutbox } from '../../field/session.tsx';
import { Age } from '../../kit/age.tsx';
import { useLiveQuery } from '../../live/index.ts';
import { useInbox } from './inbox.ts';
import { OrderState } from './order-screen.tsx';

const mostReports = 30;

/** Orders to me, and what I have reported; what has not been sent yet stands first and says so. */
export function MattersTab({ open }: { open(order: string): void }) {
  const { t } = useTranslation('field');
  const { t: incidentText } = useTranslation('incident');
  const inbox = useInbox();
  const { waiting, sentAt } = useOutbox();
  const reports = useLiveQuery(
    incidentContract.list,
    { limit: mostReports },
    { refreshOn: [incidentContract.changed] },
  );
  const { refetch } = reports;
  useEffect(() => {
    if (sentAt > 0) void refetch();
  }, [sentAt, refetch]);
  const notSent = waiting.filter(({ act }) => act === incidentContract.report.key);
  const incidents = reports.data?.incidents ?? [];
  return (
    <>
      <h2>{t('orders')}</h2>
      {inbox.length === 0 ? <p className="dim">{t('no-orders')}</p> : null}
      <ul className="field-list" aria-label={t('orders')}>
        {inbox.map((found) => (
          <li key={found.order.id}>
            <button type="button" className={isOver(found.state) ? 'over' : ''} onClick={() => open(found.order.id)}>
              <strong>{found.order.text}</strong>
              <OrderState found={found} />
            </button>
          </li>
        ))}
      </ul>
      <h2>{t('reports')}</h2>
      {incidents.length === 0 && notSent.length === 0 ? <p className="dim">{t('no-reports')}</p> : null}
      <ul className="field-list" aria-label={t('reports')}>
        {notSent.map((act) => (
          <li key={act.key} className="field-card">
            <strong>{act.title}</strong>
            <span className="field-not-sent">{t('not-sent-yet')}</span>
          </li>
        ))}
        {incidents.map((incident) => (
          <li key={incident.id} className="field-card">
            <strong>{incident.title}</strong>
            <span>
              {incidentText(`stage.${incident.stage}`)} · <Age at={incident.reportedAt} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
