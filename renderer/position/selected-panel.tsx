import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { serverNow, useNow } from '../kit/clock.ts';
import { type Selection, useSelection } from '../kit/selection.ts';
import { ageText } from './ages.ts';
import { StateSign } from './legend.tsx';
import { useWatch } from './state.ts';

const mostShown = 100;

/** Those who were chosen together, by box, lasso or list. Other words add what can be done with them. */
export function SelectedPanel({ selection }: { selection: Selection }) {
  const { t } = useTranslation('position');
  const choose = useSelection((state) => state.choose);
  const watch = useWatch((state) => state.watch);
  useNow();
  if (selection.kind !== 'workers') return null;
  const { ids } = selection;
  const now = serverNow();
  return (
    <article className="position-panel">
      <h3>{t('selected', { count: ids.length })}</h3>
      <Button size="small" onClick={() => choose(null)}>
        {t('clear')}
      </Button>
      <ul className="position-people">
        {ids.slice(0, mostShown).map((id) => {
          const seen = watch?.field.seen(id, now);
          const state = watch?.field.state(id, now) ?? 'off';
          return (
            <li key={id}>
              <button type="button" onClick={() => choose({ kind: 'worker', id })}>
                <StateSign state={state} /> {watch?.field.workerById(id)?.name ?? id}
                <span className="dim">{t(`state.${state}`)}</span>
                <span className="dim">{seen ? t('ago', { age: ageText(t, now - seen.time) }) : ''}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {ids.length > mostShown ? <p className="dim">{t('more-people', { count: ids.length - mostShown })}</p> : null}
    </article>
  );
}
