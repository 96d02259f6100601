import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { roleMay } from '../../app/account/index.ts';
import { type ConferenceSummary, conferenceContract } from '../../app/conference/index.ts';
import { useAccount } from '../account/state.ts';
import { Age } from '../kit/age.tsx';
import { Empty } from '../kit/empty.tsx';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { Loading } from '../kit/loading.tsx';
import { useSelection } from '../kit/selection.ts';
import { useAct } from '../live/index.ts';
import './conference.css';
import { StartForm } from './picker.tsx';
import { useConferences } from './queries.ts';
import { prepareMeeting } from './state.ts';

/** No meeting on this page: start one, or go into one that is going on. */
export function Home() {
  const { t } = useTranslation('conference');
  const account = useAccount();
  const { data, error, refetch } = useConferences();
  return (
    <section className="conference-home" aria-label={t('meetings')}>
      {roleMay(account.role, conferenceContract.start.roles) ? <StartForm /> : null}
      <h3>{t('going-on')}</h3>
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : null}
      {!data ? <Loading /> : data.conferences.length === 0 ? <Empty text={t('none')} /> : null}
      <ul className="conference-list">
        {data?.conferences.map((each) => (
          <ConferenceRow key={each.id} conference={each} />
        ))}
      </ul>
    </section>
  );
}

/** One conference of a list, with what can be done. */
export function ConferenceRow({ conference }: { conference: ConferenceSummary }) {
  const { t } = useTranslation('conference');
  const choose = useSelection((state) => state.choose);
  const accept = useAct(conferenceContract.accept);
  const mayJoin = conference.mine !== null && conference.mine.state !== 'removed';
  return (
    <li>
      <button
        type="button"
        className="conference-title"
        onClick={() => choose({ kind: 'conference', id: conference.id })}
      >
        {conference.title}
        <span className="dim">
          {t('chaired-by', { name: conference.chairName })} ·{' '}
          {t('present', { present: conference.present, sites: conference.sites })} · <Age at={conference.startedAt} />
        </span>
      </button>
      <Button
        disabled={!mayJoin}
        title={mayJoin ? undefined : conference.mine ? t('standing.removed') : t('not-called')}
        loading={accept.pending}
        onClick={async () => {
          const answered = await accept.run({ conference: conference.id });
          if (answered) await prepareMeeting(answered);
        }}
      >
        {conference.mine?.state === 'accepted' ? t('back') : t('join')}
      </Button>
      {accept.error ? <ErrorNotice error={accept.error} /> : null}
    </li>
  );
}
