import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { toSipinError } from '../../app/contract/index.ts';
import { textOfError } from './error-text.ts';
import './notice.css';

/** Says what went wrong and what to do, with the one button that may mend it. */
export function ErrorNotice({ error, retry, full = false }: { error: unknown; retry?: () => void; full?: boolean }) {
  const { t } = useTranslation('console');
  return (
    <div className={full ? 'notice full' : 'notice'} role="alert">
      <span>{textOfError(error)}</span>
      <span className="dim">{toSipinError(error).code}</span>
      {retry ? <Button onClick={retry}>{t('retry')}</Button> : null}
    </div>
  );
}
