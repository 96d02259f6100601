import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { auditContract, type Verification } from '../../app/audit/index.ts';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { live } from '../live/index.ts';

/** Proves the whole chain and says when that was, and what was found. */
export function VerifyButton() {
  const { t, i18n } = useTranslation('audit');
  const [state, setState] = useState<{ pending: boolean; at?: Date; found?: Verification; error?: unknown }>({
    pending: false,
  });
  const verify = async () => {
    setState({ pending: true });
    try {
      setState({ pending: false, at: new Date(), found: await live.query(auditContract.verify, {}) });
    } catch (error) {
      setState({ pending: false, error });
    }
  };
  const { found, at } = state;
  return (
    <>
      <Button loading={state.pending} onClick={() => void verify()}>
        {t('verify')}
      </Button>
      {found && at ? (
        <span role="status" className={found.broken ? 'audit-refused' : ''}>
          {found.broken
            ? t('broken', {
                block: found.broken.block,
                entry: found.broken.entry ?? '–',
                problem: found.broken.problem,
              })
            : t('whole', { ...found, at: at.toLocaleTimeString(i18n.language, { hour12: false }) })}
        </span>
      ) : null}
      {state.error ? <ErrorNotice error={state.error} /> : null}
    </>
  );
}
