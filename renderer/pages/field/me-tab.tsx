import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { accountContract } from '../../../app/account/index.ts';
import { positionContract } from '../../../app/position/index.ts';
import { type Worker, workerContract } from '../../../app/worker/index.ts';
import { useField } from '../../field/session.tsx';
import { Age } from '../../kit/age.tsx';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { LanguageSwitch } from '../../kit/language-switch.tsx';
import { live, useAct, useLiveQuery } from '../../live/index.ts';

/** Duty, what is sent and why, who looked, help, language, sign out. */
export function MeTab({ worker }: { worker: Worker | undefined }) {
  const { t } = useTranslation('field');
  const { account } = useField();
  const duty = useAct(workerContract.setDuty);
  const looks = useLiveQuery(positionContract.looks, {});
  const onDuty = worker?.onDuty ?? false;
  return (
    <>
      <h2>{account.name}</h2>
      <label className="field-duty">
        <input
          type="checkbox"
          role="switch"
          aria-checked={onDuty}
          checked={onDuty}
          disabled={!worker || duty.pending}
          onChange={(event) => void duty.run({ onDuty: event.target.checked })}
        />
        {onDuty ? t('on-duty') : t('off-duty')}
      </label>
      {duty.error ? <ErrorNotice error={duty.error} /> : null}
      <p className="dim">{onDuty ? t('duty-explained') : t('duty-off-notice')}</p>
      <Help worker={worker} />
      <h2>{t('looks')}</h2>
      {looks.data?.looks.length === 0 ? <p className="dim">{t('no-looks')}</p> : null}
      <ul className="field-list">
        {(looks.data?.looks ?? []).slice(0, 20).map((look) => (
          <li key={look.at} className="field-card">
            {look.name} · <Age at={look.at} />
          </li>
        ))}
      </ul>
      <LanguageSwitch />
      <SignOut />
    </>
  );
}

function Help({ worker }: { worker: Worker | undefined }) {
  const { t } = useTranslation('field');
  const [asking, setAsking] = useState(false);
  const raise = useAct(workerContract.raiseSos);
  const clear = useAct(workerContract.clearSos);
  if (!worker) return null;
  if (worker.sosSince) {
    return (
      <div className="field-refused" role="alert">
        <span>
          {t('sos-sent')} · <Age at={worker.sosSince} />
        </span>
        <button type="button" disabled={clear.pending} onClick={() => void clear.run({ worker: worker.id })}>
          {t('sos-cancel')}
        </button>
      </div>
    );
  }
  return asking ? (
    <div className="field-refused" role="alertdialog" aria-label={t('sos')}>
      <span>{t('sos-confirm')}</span>
      <button type="button" disabled={raise.pending} onClick={() => void raise.run({}).then(() => setAsking(false))}>
        {t('sos-yes')}
      </button>
      <button type="button" onClick={() => setAsking(false)}>
        {t('cancel')}
      </button>
      {raise.error ? <ErrorNotice error={raise.error} /> : null}
    </div>
  ) : (
    <button type="button" className="field-sos" onClick={() => setAsking(true)}>
      {t('sos')}
    </button>
  );
}

function SignOut() {
  const { t } = useTranslation('field');
  const client = useQueryClient();
  const navigate = useNavigate();
  const act = useAct(accountContract.signOut);
  return (
    <button
      type="button"
      className="plain"
      disabled={act.pending}
      onClick={async () => {
        if (!(await act.run({}))) return;
        localStorage.removeItem('sipin.field.account');
        live.stop();
        client.clear();
        navigate('/sign-in', { replace: true });
      }}
    >
      {t('sign-out')}
    </button>
  );
}
