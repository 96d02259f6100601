import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Conference,
  conferenceContract,
  inRosterOrder,
  mayRing,
  type Site,
  type SiteStanding,
  standingOf,
} from '../../app/conference/index.ts';
import { useAccount } from '../account/state.ts';
import { Age } from '../kit/age.tsx';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { useAct } from '../live/index.ts';
import './conference.css';
import { CentrePicker } from './picker.tsx';

const signs: Readonly<Record<SiteStanding, string>> = {
  connected: '✓',
  connecting: '…',
  ringing: '☎',
  declined: '✗',
  'no-answer': '–',
  left: '↩',
  removed: '⊘',
};

/** All sites and how it stands with each; the chair acts on them, also without being in the room. */
export function Roster({ conference, speaking = [] }: { conference: Conference; speaking?: readonly string[] }) {
  const { t } = useTranslation('conference');
  const account = useAccount();
  const chair = account.area === conference.area && conference.endedAt === null;
  const ringAgain = useAct(conferenceContract.ringAgain);
  const muteAll = useAct(conferenceContract.muteAll);
  const [adding, setAdding] = useState(false);
  const sites = inRosterOrder(conference.sites);
  const connected = sites.filter((site) => standingOf(site) === 'connected').length;
  const absent = sites.filter((site) => !site.chair && mayRing(site.state)).length;
  const allMuted = sites.some((site) => !site.chair) && sites.every((site) => site.chair || !site.maySpeak);
  return (
    <section className="conference-roster" aria-label={t('sites')}>
      <h3>
        {t('sites')} {connected}/{sites.length}
      </h3>
      {chair ? (
        <div className="conference-chair">
          <Button size="small" onClick={() => void muteAll.run({ conference: conference.id, muted: !allMuted })}>
            {allMuted ? t('unmute-all') : t('mute-all')}
          </Button>
          <Button
            size="small"
            disabled={absent === 0}
            onClick={() => void ringAgain.run({ conference: conference.id })}
            title={absent === 0 ? t('nobody-absent') : undefined}
          >
            {t('ring-absent', { count: absent })}
          </Button>
          <Button size="small" aria-expanded={adding} onClick={() => setAdding(!adding)}>
            {t('add')}
          </Button>
        </div>
      ) : null}
      {adding && chair ? <AddSites conference={conference} done={() => setAdding(false)} /> : null}
      {ringAgain.error ? <ErrorNotice error={ringAgain.error} /> : null}
      {muteAll.error ? <ErrorNotice error={muteAll.error} /> : null}
      <ul>
        {sites.map((site) => (
          <SiteRow
            key={site.area}
            conference={conference}
            site={site}
            chair={chair}
            speaking={site.identity !== null && speaking.includes(site.identity)}
          />
        ))}
      </ul>
    </section>
  );
}

function SiteRow({
  conference,
  site,
  chair,
  speaking,
}: {
  conference: Conference;
  site: Site;
  chair: boolean;
  speaking: boolean;
}) {
  const { t } = useTranslation('conference');
  const standing = standingOf(site);
  const ringAgain = useAct(conferenceContract.ringAgain);
  const invite = useAct(conferenceContract.invite);
  const mute = useAct(conferenceContract.mute);
  const cameraOff = useAct(conferenceContract.cameraOff);
  const remove = useAct(conferenceContract.remove);
  const which = { conference: conference.id, area: site.area };
  const error = ringAgain.error ?? invite.error ?? mute.error ?? cameraOff.error ?? remove.error;
  return (
    <li className={`conference-site ${standing}`} data-area={site.area} data-standing={standing}>
      <span className="conference-sign" aria-hidden="true">
        {signs[standing]}
      </span>
      <span className="conference-site-name">
        <span>
          {site.name}
          {site.chair ? <span className="dim"> {t('chair')}</span> : null}
        </span>
        <span className="conference-site-state">
          {t(`standing.${standing}`)}
          {site.reason ? `: ${site.reason}` : ''} {standing === 'connected' ? null : <Age at={site.since} />}
          {speaking ? ` · ${t('speaking')}` : ''}
          {site.maySpeak ? '' : ` · ${t('muted')}`}
          {site.mayShow ? '' : ` · ${t('picture-off')}`}
        </span>
      </span>
      {chair && !site.chair && mayRing(site.state) ? (
        <Button
          size="small"
          loading={ringAgain.pending}
          onClick={() => void ringAgain.run({ conference: conference.id, areas: [site.area] })}
        >
          {t('ring-again')}
        </Button>
      ) : null}
      {chair && standing === 'removed' ? (
        <Button size="small" onClick={() => void invite.run({ conference: conference.id, areas: [site.area] })}>
          {t('invite-again')}
        </Button>
      ) : null}
      {chair && !site.chair && site.state === 'accepted' ? (
        <>
          <Button
            size="small"
            aria-pressed={!site.maySpeak}
            onClick={() => void mute.run({ ...which, muted: site.maySpeak })}
          >
            {site.maySpeak ? t('mute') : t('unmute')}
          </Button>
          <Dropdown
            trigger={['click']}
            menu={{
              items: [
                {
                  key: 'camera',
                  label: site.mayShow ? t('camera-off') : t('camera-on'),
                  onClick: () => void cameraOff.run({ ...which, off: site.mayShow }),
                },
                { key: 'remove', danger: true, label: t('remove'), onClick: () => void remove.run(which) },
              ],
            }}
          >
            <Button size="small" aria-label={t('more', { name: site.name })}>
              ⋯
            </Button>
          </Dropdown>
        </>
      ) : null}
      {error ? <ErrorNotice error={error} /> : null}
    </li>
  );
}

function AddSites({ conference, done }: { conference: Conference; done(): void }) {
  const { t } = useTranslation('conference');
  const invite = useAct(conferenceContract.invite);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  return (
    <div className="conference-add">
      <CentrePicker value={chosen} onChange={setChosen} taken={conference.sites.map(({ area }) => area)} />
      {invite.error ? <ErrorNotice error={invite.error} /> : null}
      <Button
        type="primary"
        disabled={chosen.length === 0}
        loading={invite.pending}
        onClick={async () => {
          if (await invite.run({ conference: conference.id, areas: [...chosen] })) done();
        }}
      >
        {t('call-more', { count: chosen.length })}
      </Button>
    </div>
  );
}
