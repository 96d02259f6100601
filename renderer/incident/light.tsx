import { useTranslation } from 'react-i18next';
import { type Incident, lightOf, receiveWithin } from '../../app/incident/index.ts';
import { useNow } from '../kit/clock.ts';

/** Shape and colour of the clock of an incident that waits to be received; nothing once it has been. */
export function WaitingLight({ incident }: { incident: Incident }) {
  const { t } = useTranslation('incident');
  const now = useNow();
  if (incident.stage !== 'reported') return null;
  const light = lightOf(now - Date.parse(incident.reportedAt), receiveWithin[incident.urgency]);
  return <span className={`incident-light ${light}`} role="img" aria-label={t('waiting')} title={t('waiting')} />;
}
