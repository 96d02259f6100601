import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Incident, Urgency } from '../../app/incident/index.ts';
import { useAreaName } from '../area/state.ts';
import { Age } from '../kit/age.tsx';
import { useMapSurface } from '../kit/map/index.ts';
import { useSelection } from '../kit/selection.ts';
import './incident.css';
import { WaitingLight } from './light.tsx';
import { useOpenIncidents } from './state.ts';

const mostShown = 12;
const rank: Readonly<Record<Urgency, number>> = { emergency: 0, urgent: 1, ordinary: 2 };

/** What waits for this centre: reports to be received, the most urgent and then the oldest first. */
export function IncomingIncidents() {
  const { t } = useTranslation('incident');
  const { data } = useOpenIncidents();
  const waiting = (data?.incidents ?? [])
    .filter(({ stage }) => stage === 'reported' || stage === 'handled')
    .sort((a, b) => rank[a.urgency] - rank[b.urgency] || (a.reportedAt < b.reportedAt ? -1 : 1));
  useAnnounced(waiting.filter(({ stage }) => stage === 'reported').length);
  if (waiting.length === 0) return null;
  return (
    <ul className="incident-rows" aria-label={t('incoming')}>
      {waiting.slice(0, mostShown).map((incident) => (
        <li key={incident.id}>
          <IncidentRow incident={incident} />
        </li>
      ))}
    </ul>
  );
}

/** One incident in a list: urgency, title, where, how far, how old. */
export function IncidentRow({ incident }: { incident: Incident }) {
  const { t } = useTranslation('incident');
  const { selection, choose } = useSelection();
  const surface = useMapSurface();
  const area = useAreaName(incident.area);
  return (
    <button
      type="button"
      className={`incident-row ${incident.urgency}`}
      aria-pressed={selection?.kind === 'incident' && selection.id === incident.id}
      onClick={() => {
        choose({ kind: 'incident', id: incident.id });
        surface?.flyTo({ longitude: incident.longitude, latitude: incident.latitude, zoom: 14 });
      }}
    >
      <span>
        <WaitingLight incident={incident} />
        <strong>{incident.title}</strong> {incident.urgency === 'ordinary' ? null : t(`urgency.${incident.urgency}`)}
      </span>
      <span className="dim">
        {t(`stage.${incident.stage}`)} · {t(`kind.${incident.kind}`)} · {area} · <Age at={incident.reportedAt} />
      </span>
    </button>
  );
}

/** One short tone when a report has come in; two for more would only be louder, not clearer. */
function useAnnounced(count: number): void {
  const before = useRef<number | null>(null);
  useEffect(() => {
    if (before.current !== null && count > before.current) tone();
    before.current = count;
  }, [count]);
}

function tone(): void {
  const context = new AudioContext();
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  gain.gain.setValueAtTime(0.12, context.currentTime);
  gain.gain.exponentialRampToValueAtTime(0.001, context.currentTime + 0.35);
  oscillator.frequency.value = 660;
  oscillator.connect(gain).connect(context.destination);
  oscillator.start();
  oscillator.stop(context.currentTime + 0.35);
  oscillator.onended = () => void context.close();
}
