import { useTranslation } from 'react-i18next';
import { SipinError } from '../../../app/contract/index.ts';
import { useField, useOutbox } from '../../field/session.tsx';
import { textOfError } from '../../kit/error-text.ts';
import { useConnection } from '../../live/index.ts';

/** Always on top: is there a connection, what has not been sent yet, what was not accepted. */
export function Banner() {
  const { t } = useTranslation('field');
  const { outbox } = useField();
  const { state } = useConnection();
  const { waiting, refused } = useOutbox();
  const online = state === 'live';
  return (
    <>
      <div className={online ? 'field-banner online' : 'field-banner offline'} role="status">
        <span className={`dot ${online ? '' : 'down'}`} aria-hidden="true" />
        {online ? t('online') : state === 'connecting' ? t('connecting') : t('offline')}
        {waiting.length > 0 ? <strong>{t('not-sent', { count: waiting.length })}</strong> : null}
      </div>
      {refused.map((act) => (
        <div key={act.key} className="field-refused" role="alert">
          <span>
            {t('refused-title')}: {act.title}
            <br />
            {textOfError(new SipinError('conflict', act.refused ?? ''))}
          </span>
          <button type="button" onClick={() => void outbox.discard(act.number ?? -1)}>
            {t('discard')}
          </button>
        </div>
      ))}
    </>
  );
}
