import { useQuery } from '@tanstack/react-query';
import { Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import { Age } from '../../kit/age.tsx';
import { useConnection } from '../../live/index.ts';

type PartStatus = {
  readonly state: 'up' | 'preparing' | 'down';
  readonly since: string;
  readonly progress?: number;
  readonly step?: string;
  readonly reason?: string;
  readonly nextRetry?: string;
};

interface Health {
  readonly now: string;
  readonly parts: Readonly<Record<string, PartStatus>>;
}

const pollMilliseconds = 3_000;

/** One dot with words: all parts up, or which one is not; a click opens all of them. */
export function SystemStatus() {
  const { t } = useTranslation('console');
  const connection = useConnection();
  const health = useQuery<Health>({
    queryKey: ['health'],
    queryFn: async ({ signal }) => {
      const response = await fetch('/api/health', { signal });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      return response.json();
    },
    refetchInterval: pollMilliseconds,
    staleTime: 0,
    retry: false,
  });
  const parts = Object.entries(health.data?.parts ?? {});
  const bad = parts.filter(([, part]) => part.state !== 'up');
  const cut = connection.state !== 'live' || health.isError;
  const [worst] = bad;
  const state = cut || bad.some(([, part]) => part.state === 'down') ? 'down' : bad.length > 0 ? 'preparing' : 'up';
  const label = cut ? (
    <>
      {t('connection-lost')} <Age at={connection.since} />
    </>
  ) : worst ? (
    <PartText part={worst[0]} status={worst[1]} />
  ) : (
    t('all-parts-up')
  );
  return (
    <Popover
      trigger="click"
      title={t('parts')}
      content={
        <ul className="system-parts">
          {parts.map(([part, status]) => (
            <li key={part}>
              <Dot state={status.state} /> <PartText part={part} status={status} />
              <span className="dim">
                {t('since')} <Age at={status.since} />
              </span>
            </li>
          ))}
        </ul>
      }
    >
      <button type="button" className="system-status" aria-live="polite">
        <Dot state={state} /> {label}
      </button>
    </Popover>
  );
}

function Dot({ state }: { state: PartStatus['state'] }) {
  return <span className={`dot ${state}`} aria-hidden="true" />;
}

function PartText({ part, status }: { part: string; status: PartStatus }) {
  const { t, i18n } = useTranslation('console');
  const name = i18n.exists(`console:part.${part}`) ? t(`part.${part}` as 'part.database') : part;
  if (status.state === 'preparing') {
    return (
      <>{t('part-preparing', { name, percent: Math.round((status.progress ?? 0) * 100), step: status.step ?? '' })}</>
    );
  }
  if (status.state === 'down') return <>{t('part-down', { name, reason: status.reason ?? '' })}</>;
  return <>{t('part-up', { name })}</>;
}
