import { Button, Popconfirm, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { conferenceContract } from '../../app/conference/index.ts';
import { useAccount } from '../account/state.ts';
import { useNow } from '../kit/clock.ts';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { Loading } from '../kit/loading.tsx';
import { useShortcut } from '../kit/shortcuts.ts';
import { useAct } from '../live/index.ts';
import { Controls } from '../room/controls.tsx';
import type { RoomEngine } from '../room/engine.ts';
import { JoinPage } from '../room/join-page.tsx';
import type { Layout } from '../room/layout.ts';
import { Stage } from '../room/stage.tsx';
import { useRoomView } from '../room/state.ts';
import './conference.css';
import { Home } from './home.tsx';
import { useConference } from './queries.ts';
import { Roster } from './roster.tsx';
import { closeMeeting, enterMeeting, leaveMeeting, useMeeting } from './state.ts';

/** The centre of the console in the mode "meeting". */
export function MeetingPage() {
  const { phase, title, engine } = useMeeting();
  if (phase === 'prepare') {
    return <JoinPage title={title} enter={(choice) => void enterMeeting(choice)} cancel={() => void leaveMeeting()} />;
  }
  return engine ? <Meeting engine={engine} /> : <Home />;
}

function Meeting({ engine }: { engine: RoomEngine }) {
  const { t } = useTranslation('conference');
  const account = useAccount();
  const { conference: id, title } = useMeeting();
  const [layout, setLayout] = useState<Layout>('grid');
  const { data: conference, error } = useConference(id);
  const view = useRoomView(engine);
  const end = useAct(conferenceContract.end);
  const speaking = useMemo(
    () => view.tiles.filter((tile) => tile.speaking).map(({ identity }) => identity),
    [view.tiles],
  );
  const chair = conference?.area === account.area;
  const over = view.line === 'refused' || (conference !== undefined && conference.endedAt !== null);
  useShortcut('L', t('toggle-layout'), () => setLayout(layout === 'grid' ? 'speaker' : 'grid'));
  return (
    <section className="conference" aria-label={title}>
      <header className="conference-head">
        <strong>{title}</strong>
        <span className="dim">{t('chaired-by', { name: conference?.chairName ?? '' })}</span>
        {conference ? <Clock since={conference.startedAt} /> : null}
        <span className="dim">{t('not-recorded')}</span>
        {end.error ? <ErrorNotice error={end.error} /> : null}
      </header>
      <Stage engine={engine} layout={layout} />
      {conference ? (
        <Roster conference={conference} speaking={speaking} />
      ) : error ? (
        <ErrorNotice error={error} />
      ) : (
        <Loading />
      )}
      <footer className="conference-foot">
        {over ? (
          <Button type="primary" onClick={() => void closeMeeting()}>
            {t('close')}
          </Button>
        ) : (
          <>
            <Controls engine={engine} />
            <Segmented<Layout>
              aria-label={t('toggle-layout')}
              value={layout}
              onChange={setLayout}
              options={[
                { value: 'grid', label: t('layout.grid') },
                { value: 'speaker', label: t('layout.speaker') },
              ]}
            />
            <span className="conference-spring" />
            <Button danger onClick={() => void leaveMeeting()}>
              {t('leave')}
            </Button>
            {chair ? (
              <Popconfirm
                title={t('end-sure')}
                okText={t('end')}
                cancelText={t('cancel')}
                okButtonProps={{ danger: true }}
                onConfirm={async () => {
                  if (await end.run({ conference: id })) await closeMeeting();
                }}
              >
                <Button danger type="primary" loading={end.pending}>
                  {t('end')}
                </Button>
              </Popconfirm>
            ) : null}
          </>
        )}
      </footer>
    </section>
  );
}

/** How long it has been going on, by the server's clock. */
function Clock({ since }: { since: string }) {
  const seconds = Math.max(0, Math.floor((useNow() - Date.parse(since)) / 1_000));
  const part = (value: number) => String(value).padStart(2, '0');
  return (
    <time>
      {part(Math.floor(seconds / 3_600))}:{part(Math.floor(seconds / 60) % 60)}:{part(seconds % 60)}
    </time>
  );
}
