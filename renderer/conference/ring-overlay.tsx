import { Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ConferenceSummary, conferenceContract, ringSeconds } from '../../app/conference/index.ts';
import { useNow } from '../kit/clock.ts';
import { useAttention } from '../kit/desktop.ts';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { useShortcut } from '../kit/shortcuts.ts';
import { useAct } from '../live/index.ts';
import './conference.css';
import { useRinging } from './queries.ts';
import { startRinging } from './ring-sound.ts';
import { prepareMeeting, resumeMeeting, useMeeting } from './state.ts';

/** A call comes over everything, with sound; the keyboard stays where it was. */
export function RingOverlay() {
  const ringing = useRinging();
  const [first] = ringing;
  const rings = first !== undefined;
  useEffect(() => resumeMeeting(), []);
  useEffect(() => (rings ? startRinging() : undefined), [rings]);
  return first ? <Call key={first.id} call={first} /> : null;
}

function Call({ call }: { call: ConferenceSummary }) {
  const { t } = useTranslation('conference');
  const accept = useAct(conferenceContract.accept);
  const decline = useAct(conferenceContract.decline);
  const [declining, setDeclining] = useState(false);
  const [reason, setReason] = useState('');
  const inMeeting = useMeeting((state) => state.phase !== 'none');
  const since = Date.parse(call.mine?.since ?? call.startedAt);
  const left = Math.max(0, Math.ceil(ringSeconds - (useNow() - since) / 1_000));
  useTitle(t('ringing-title', { name: call.chairName }));
  useAttention(`call ${call.id}`, t('ringing', { name: call.chairName }), call.title);
  const take = async () => {
    const conference = await accept.run({ conference: call.id });
    if (conference) await prepareMeeting(conference);
  };
  const refuse = (why: string) => void decline.run({ conference: call.id, reason: why });
  useShortcut('Alt+A', t('accept'), () => void take());
  useShortcut('Alt+D', t('decline'), () => setDeclining(true));
  const reasons = [t('reasons.busy'), t('reasons.nobody'), t('reasons.device')];
  return (
    <div className="conference-ring" role="alertdialog" aria-modal="false" aria-labelledby="conference-ring-title">
      <h2 id="conference-ring-title">☎ {t('ringing', { name: call.chairName })}</h2>
      <p>{call.title}</p>
      <p className="dim">{t('ring-left', { seconds: left })}</p>
      {inMeeting ? <p className="conference-warning">{t('leaves-present')}</p> : null}
      {accept.error ? <ErrorNotice error={accept.error} /> : null}
      {decline.error ? <ErrorNotice error={decline.error} /> : null}
      {declining ? (
        <fieldset className="conference-reasons">
          <legend>{t('why')}</legend>
          {reasons.map((each) => (
            <Button key={each} disabled={decline.pending} onClick={() => refuse(each)}>
              {each}
            </Button>
          ))}
          <Input.Search
            value={reason}
            maxLength={200}
            placeholder={t('other-reason')}
            aria-label={t('other-reason')}
            enterButton={t('decline')}
            onChange={(event) => setReason(event.target.value)}
            onSearch={() => {
              if (reason.trim() !== '') refuse(reason.trim());
            }}
          />
        </fieldset>
      ) : (
        <div className="conference-ring-acts">
          <Button type="primary" size="large" loading={accept.pending} onClick={() => void take()}>
            {t('accept')} <kbd>Alt+A</kbd>
          </Button>
          <Button danger size="large" onClick={() => setDeclining(true)}>
            {t('decline')} <kbd>Alt+D</kbd>
          </Button>
        </div>
      )}
    </div>
  );
}

/** The window's title says it too, for who looks at another window. */
function useTitle(title: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = `☎ ${title}`;
    return () => {
      document.title = before;
    };
  }, [title]);
}
