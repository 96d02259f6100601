import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import './notice.css';

/** Something is being loaded; says so to screen readers too. */
export function Loading() {
  const { t } = useTranslation('console');
  return (
    <div className="notice" role="status">
      <Spin />
      <span className="dim">{t('loading')}</span>
    </div>
  );
}
