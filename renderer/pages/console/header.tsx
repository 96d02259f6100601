import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../kit/clock.ts';
import { type Mode, useMode } from '../../kit/mode.ts';
import { AccountMenu } from './account-menu.tsx';
import { features } from './features.ts';
import { SearchBox } from './search-box.tsx';
import { SystemStatus } from './system-status.tsx';

/** Name, mode, search, states and the person, in one line. */
export function Header() {
  const { t } = useTranslation('console');
  const { mode, choose } = useMode();
  const modes = (['meeting', 'reception', 'mediation'] as const).filter((each) =>
    features.some((feature) => feature.modes?.[each]),
  );
  return (
    <header className="console-header">
      <img src="/icon.svg" alt="" width={24} height={24} />
      <strong>{t('product')}</strong>
      {modes.length > 0 ? (
        <Segmented<Mode>
          aria-label={t('mode')}
          value={mode}
          onChange={choose}
          options={['command' as const, ...modes].map((value) => ({ value, label: t(`modes.${value}`) }))}
        />
      ) : null}
      <SearchBox />
      <span className="console-spring" />
      {features.map(({ word, Status }) => (Status ? <Status key={word} /> : null))}
      <SystemStatus />
      <Clock />
      <AccountMenu />
    </header>
  );
}

function Clock() {
  const { i18n } = useTranslation();
  const now = useNow();
  return <time>{new Date(now).toLocaleTimeString(i18n.language, { hour12: false })}</time>;
}
