import { useTranslation } from 'react-i18next';
import type { State } from '../../app/position/index.ts';
import { useConnection } from '../live/index.ts';
import { ageText } from './ages.ts';
import { shownStates } from './field.ts';
import './position.css';
import { useTally, useWatchState } from './state.ts';

/** What the shapes mean, how many there are of each, and how old the positions are. */
export function Legend() {
  const { t, i18n } = useTranslation('position');
  const tally = useTally();
  const state = useWatchState();
  const connection = useConnection();
  const cut = connection.state === 'lost';
  return (
    <section className="position-legend" aria-label={t('legend')}>
      <ul>
        {shownStates.map((each) => (
          <li key={each}>
            <StateSign state={each} /> {t(`state.${each}`)} <b>{tally.states[each].toLocaleString(i18n.language)}</b>
          </li>
        ))}
      </ul>
      <p className={cut ? 'position-old' : 'dim'} title={t('age-hint')}>
        {cut
          ? t('cut', { since: ageText(t, Date.now() - connection.since) })
          : state === 'loading'
            ? t('receiving')
            : tally.newest === null || tally.oldest === null
              ? t('no-positions')
              : t('age', { newest: ageText(t, tally.newest), oldest: ageText(t, tally.oldest) })}
      </p>
    </section>
  );
}

/** The sign of a state as it is on the map: shape and colour. */
export function StateSign({ state }: { state: State }) {
  return (
    <svg className={`position-sign ${state}`} viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
      {state === 'sos' ? (
        <path d="M7 1 13 12H1z" />
      ) : state === 'busy' ? (
        <path d="M7 0.5 13.5 7 7 13.5 0.5 7z" />
      ) : state === 'duty' ? (
        <circle cx="7" cy="7" r="5.5" />
      ) : (
        <circle className="ring" cx="7" cy="7" r="4.5" />
      )}
    </svg>
  );
}
