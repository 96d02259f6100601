import { useTranslation } from 'react-i18next';
import { incidentContract } from '../../app/incident/index.ts';
import { useAreaName } from '../area/state.ts';
import { OrdersOfIncident } from '../dispatch/orders.tsx';
import { Age } from '../kit/age.tsx';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { Loading } from '../kit/loading.tsx';
import type { Selection } from '../kit/selection.ts';
import { useLiveQuery } from '../live/index.ts';
import { IncidentActs } from './acts.tsx';
import './incident.css';
import { WaitingLight } from './light.tsx';
import { NearestWorkers } from './nearest.tsx';
import { Photos } from './photos.tsx';

/** The chosen incident: what, where, how far, what can be done, who is near, and everything that happened. */
export function IncidentPanel({ selection }: { selection: Selection }) {
  return selection.kind === 'incident' ? <Workspace key={selection.id} id={selection.id} /> : null;
}

function Workspace({ id }: { id: string }) {
  const { t, i18n } = useTranslation('incident');
  const query = useLiveQuery(incidentContract.get, { incident: id }, { refreshOn: [incidentContract.changed] });
  const area = useAreaName(query.data?.incident.area ?? '');
  if (query.error) return <ErrorNotice error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading />;
  const { incident, journal } = query.data;
  return (
    <article className="incident-panel">
      <h3>
        <WaitingLight incident={incident} />
        {incident.title}
      </h3>
      <span>
        {t(`stage.${incident.stage}`)} · {t(`kind.${incident.kind}`)} · {t(`urgency.${incident.urgency}`)}
      </span>
      <dl className="incident-facts">
        <dt>{t('number')}</dt>
        <dd>{incident.number}</dd>
        <dt>{t('place')}</dt>
        <dd>
          {area} ({incident.longitude.toFixed(5)}, {incident.latitude.toFixed(5)})
        </dd>
        <dt>{t('reported-by', { name: incident.reporterName })}</dt>
        <dd>
          <Age at={incident.reportedAt} />
        </dd>
      </dl>
      <IncidentActs incident={incident} />
      <NearestWorkers incident={incident} />
      <OrdersOfIncident incident={incident.id} />
      <section>
        <h4>{t('journal')}</h4>
        <ol className="incident-journal">
          {journal.map((entry) => (
            <li key={`${entry.at} ${entry.step}`}>
              <strong>{t(`step.${entry.step}`)}</strong> {entry.name}{' '}
              <time className="dim" dateTime={entry.at}>
                {new Date(entry.at).toLocaleString(i18n.language, { hour12: false })}
              </time>
              {entry.note ? <div>{entry.note}</div> : null}
              <Photos hashes={entry.photos} />
            </li>
          ))}
        </ol>
      </section>
    </article>
  );
}
