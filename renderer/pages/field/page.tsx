import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';
import { type Account, accountContract, account as accountSchema } from '../../../app/account/index.ts';
import { workerContract } from '../../../app/worker/index.ts';
import { FieldSessionProvider, useField } from '../../field/session.tsx';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { Loading } from '../../kit/loading.tsx';
import { live, useLiveQuery } from '../../live/index.ts';
import { Banner } from './banner.tsx';
import './field.css';
import { MapTab } from './map-tab.tsx';
import { MattersTab } from './matters-tab.tsx';
import { MeTab } from './me-tab.tsx';
import { OrderScreen, useNewOrder } from './order-screen.tsx';
import { readRemembered, remember } from './remembered.ts';
import { ReportTab } from './report-tab.tsx';

const tabs = ['matters', 'report', 'map', 'me'] as const;
type Tab = (typeof tabs)[number];
const accountKey = 'sipin.field.account';

/** The grid worker's phone. Opens without a network too, as who was signed in last. */
export default function FieldPage() {
  const me = useLiveQuery(accountContract.me, {});
  const [kept] = useState(() => readRemembered(accountKey, accountSchema));
  const account: Account | null = me.data ?? kept;
  useEffect(() => {
    if (me.data) remember(accountKey, me.data);
  }, [me.data]);
  useEffect(() => {
    live.start();
    void navigator.serviceWorker?.register('/sw.js').catch((error) => console.warn('no offline start', error));
    return () => live.stop();
  }, []);
  if (me.error?.category === 'unauthenticated') return <Navigate to="/sign-in" replace state={{ from: '/field' }} />;
  if (!account) return me.error ? <ErrorNotice error={me.error} retry={() => void me.refetch()} full /> : <Loading />;
  if (account.role !== 'worker') return <Navigate to="/" replace />;
  return (
    <FieldSessionProvider account={account}>
      <Phone />
    </FieldSessionProvider>
  );
}

function Phone() {
  const { t } = useTranslation('field');
  const { account, tracker } = useField();
  const [tab, setTab] = useState<Tab>('matters');
  const [opened, setOpened] = useState<string | null>(null);
  const worker = useLiveQuery(workerContract.get, { worker: account.id }, { refreshOn: [workerContract.changed] });
  const onDuty = worker.data?.onDuty ?? false;
  useEffect(() => {
    if (onDuty) tracker.start();
    else tracker.stop();
  }, [onDuty, tracker]);
  useNewOrder((order) => setOpened(order));
  return (
    <div className="field">
      <Banner />
      <main className="field-main">
        {tab === 'matters' ? <MattersTab open={setOpened} /> : null}
        {tab === 'report' ? <ReportTab done={() => setTab('matters')} /> : null}
        {tab === 'map' ? <MapTab /> : null}
        {tab === 'me' ? <MeTab worker={worker.data} /> : null}
      </main>
      <nav className="field-bar">
        {tabs.map((each) => (
          <button
            key={each}
            type="button"
            className={each}
            aria-label={t(`tab-labels.${each}`)}
            aria-current={tab === each ? 'page' : undefined}
            onClick={() => setTab(each)}
          >
            {t(`tabs.${each}`)}
          </button>
        ))}
      </nav>
      {opened ? <OrderScreen id={opened} close={() => setOpened(null)} /> : null}
    </div>
  );
}
