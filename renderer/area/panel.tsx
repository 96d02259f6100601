import { useTranslation } from 'react-i18next';
import { areaContract, levelOf, levels } from '../../app/area/index.ts';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { Loading } from '../kit/loading.tsx';
import { type Selection, useSelection } from '../kit/selection.ts';
import { useLiveQuery } from '../live/index.ts';

/** What is known of the chosen area: where it belongs, its code, what is below, who sits at its centre. */
export function AreaPanel({ selection }: { selection: Selection }) {
  const { t } = useTranslation('area');
  const { t: accountText } = useTranslation('account');
  const chooseArea = useSelection((state) => state.chooseArea);
  const code = selection.kind === 'area' ? selection.id : '';
  const { data, error, refetch } = useLiveQuery(areaContract.get, { code }, { refreshOn: [areaContract.changed] });
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const level = levelOf(code);
  const below = levels[levels.indexOf(level) + 1];
  return (
    <article>
      <h3>{data.area.name}</h3>
      <nav className="area-path" aria-label={t('path')}>
        {data.ancestors.map((ancestor) => (
          <button key={ancestor.code} type="button" onClick={() => chooseArea(ancestor.code)}>
            {ancestor.name}
          </button>
        ))}
      </nav>
      <dl className="area-facts">
        <dt>{t('level')}</dt>
        <dd>{t(`levels.${level}`)}</dd>
        <dt>{t('code')}</dt>
        <dd>{code}</dd>
        {below ? (
          <>
            <dt>{t(`levels.${below}`)}</dt>
            <dd>{data.children.toLocaleString()}</dd>
          </>
        ) : null}
        <dt>{t('centre-accounts')}</dt>
        <dd>
          {data.accounts.length === 0
            ? t('no-accounts')
            : data.accounts.map((each) => `${each.name} (${accountText(`role.${each.role}`)})`).join(', ')}
        </dd>
      </dl>
    </article>
  );
}
