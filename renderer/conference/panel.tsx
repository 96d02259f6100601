import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { roleMay } from '../../app/account/index.ts';
import { conferenceContract } from '../../app/conference/index.ts';
import { useAccount } from '../account/state.ts';
import { useAreaName } from '../area/state.ts';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { Loading } from '../kit/loading.tsx';
import { useMode } from '../kit/mode.ts';
import type { Selection } from '../kit/selection.ts';
import { useAct } from '../live/index.ts';
import type { RoomEngine } from '../room/engine.ts';
import { Stage } from '../room/stage.tsx';
import { useRoomView } from '../room/state.ts';
import { ConferenceRow } from './home.tsx';
import { useConference, useConferences } from './queries.ts';
import { Roster } from './roster.tsx';
import { prepareMeeting, useMeeting } from './state.ts';

/** The chosen conference: its sites, and the chair's acts without being in it. */
export function ConferencePanel({ selection }: { selection: Selection }) {
  const id = selection.kind === 'conference' ? selection.id : '';
  const { t } = useTranslation('conference');
  const { data, error, refetch } = useConference(id);
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <article>
      <h3>{data.title}</h3>
      {data.endedAt ? <p className="dim">{t('ended')}</p> : null}
      <Roster conference={data} />
    </article>
  );
}

/** Beside a chosen area: call its centre at once. */
export function CallCentre({ selection }: { selection: Selection }) {
  const { t } = useTranslation('conference');
  const account = useAccount();
  const area = selection.kind === 'area' ? selection.id : '';
  const name = useAreaName(area);
  const start = useAct(conferenceContract.start);
  if (!roleMay(account.role, conferenceContract.start.roles) || area.length > 12 || area === account.area) return null;
  return (
    <div className="conference-call">
      <Button
        loading={start.pending}
        onClick={async () => {
          const conference = await start.run({ title: t('with', { name }), areas: [area] });
          if (conference) await prepareMeeting(conference);
        }}
      >
        ☎ {t('call-centre', { name })}
      </Button>
      {start.error ? <ErrorNotice error={start.error} /> : null}
    </div>
  );
}

/** Meetings to which the own centre was called and is not in. */
export function MeetingsNow() {
  const { data } = useConferences();
  const present = useMeeting((state) => state.conference);
  const waiting = (data?.conferences ?? []).filter(
    ({ id, mine }) => id !== present && mine !== null && mine.state !== 'removed' && mine.state !== 'ringing',
  );
  if (waiting.length === 0) return null;
  return (
    <ul className="conference-list">
      {waiting.map((each) => (
        <ConferenceRow key={each.id} conference={each} />
      ))}
    </ul>
  );
}

/** In the header while one is in a meeting: how the line and the microphone are, and the way back. */
export function MeetingStatus() {
  const { engine, title } = useMeeting();
  return engine ? <Line engine={engine} title={title} /> : null;
}

function Line({ engine, title }: { engine: RoomEngine; title: string }) {
  const { t } = useTranslation('conference');
  const { line, microphone } = useRoomView(engine);
  const choose = useMode((state) => state.choose);
  return (
    <Button size="small" danger={line !== 'live'} title={title} onClick={() => choose('meeting')}>
      ☎ {line === 'live' ? (microphone.on ? t('status.open') : t('status.muted')) : t('status.line')}
    </Button>
  );
}

/** The meeting in the strip while the map has the middle. */
export function MeetingStrip() {
  const { t } = useTranslation('conference');
  const engine = useMeeting((state) => state.engine);
  const mode = useMode((state) => state.mode);
  const choose = useMode((state) => state.choose);
  if (!engine) {
    return (
      <div className="conference-strip dim">
        {t('no-meeting')} <Button onClick={() => choose('meeting')}>{t('meetings')}</Button>
      </div>
    );
  }
  if (mode === 'meeting') return <div className="conference-strip dim">{t('above')}</div>;
  return <Stage engine={engine} layout="grid" compact />;
}
