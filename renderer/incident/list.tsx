import { Button, Drawer, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Incident, incidentContract, type Kind, kinds, type Stage, stages } from '../../app/incident/index.ts';
import { downloadCsv } from '../kit/csv.ts';
import { Empty } from '../kit/empty.tsx';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { useSelection } from '../kit/selection.ts';
import { live, useLiveQuery } from '../live/index.ts';
import { IncidentRow } from './now.tsx';
import { useOpenIncidents } from './state.ts';

const step = 50;

/** Count of the chosen area's open incidents; opens the list. */
export function IncidentCount() {
  const { t } = useTranslation('incident');
  const { data } = useOpenIncidents();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" aria-label={t('open-list')} onClick={() => setOpen(true)}>
        {t('title')} {data?.open.toLocaleString() ?? '–'}
      </Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={t('list')} placement="left" destroyOnHidden>
        <IncidentList />
      </Drawer>
    </>
  );
}

function IncidentList() {
  const { t } = useTranslation('incident');
  const area = useSelection((state) => state.area);
  const [stage, setStage] = useState<Stage | 'open' | 'all'>('open');
  const [kind, setKind] = useState<Kind | 'all'>('all');
  const [search, setSearch] = useState('');
  const [limit, setLimit] = useState(step);
  const input = {
    area,
    open: stage === 'open',
    ...(stage === 'open' || stage === 'all' ? {} : { stage }),
    ...(kind === 'all' ? {} : { kind }),
    ...(search.trim() ? { search: search.trim() } : {}),
  };
  const query = useLiveQuery(incidentContract.list, { ...input, limit }, { refreshOn: [incidentContract.changed] });
  const incidents = query.data?.incidents ?? [];
  return (
    <div className="incident-list">
      <div className="incident-filters">
        <Select
          value={stage}
          onChange={setStage}
          aria-label={t('filter-stage')}
          options={[
            { value: 'open' as const, label: t('filter-open') },
            { value: 'all' as const, label: t('filter-all') },
            ...stages.map((value) => ({ value, label: t(`stage.${value}`) })),
          ]}
        />
        <Select
          value={kind}
          onChange={setKind}
          aria-label={t('filter-kind')}
          options={[
            { value: 'all' as const, label: t('filter-all') },
            ...kinds.map((value) => ({ value, label: t(`kind.${value}`) })),
          ]}
        />
        <Input.Search
          allowClear
          placeholder={t('search')}
          aria-label={t('search')}
          onChange={({ target }) => setSearch(target.value)}
        />
        <Button onClick={() => void exportAll(input, t)}>{t('export')}</Button>
      </div>
      {query.error ? <ErrorNotice error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data && incidents.length === 0 ? <Empty text={t('empty')} /> : null}
      <ul className="incident-rows">
        {incidents.map((incident) => (
          <li key={incident.id}>
            <IncidentRow incident={incident} />
          </li>
        ))}
      </ul>
      {query.data?.next && limit < 500 ? <Button onClick={() => setLimit(limit + step)}>{t('more')}</Button> : null}
    </div>
  );
}

type Texts = ReturnType<typeof useTranslation<'incident'>>['t'];
type Filter = Parameters<typeof live.query<typeof incidentContract.list>>[1];

/** All that fit the filter, page after page, as a CSV file. */
async function exportAll(filter: Filter, t: Texts): Promise<void> {
  const all: Incident[] = [];
  for (let after: string | undefined; ; ) {
    const page = await live.query(incidentContract.list, { ...filter, limit: 500, ...(after ? { after } : {}) });
    all.push(...page.incidents);
    if (!page.next || all.length >= 50_000) break;
    after = page.next;
  }
  downloadCsv(`${t('title')}.csv`, [
    [t('number'), t('title'), t('filter-kind'), t('filter-stage'), t('place'), t('acts.report'), t('changed')],
    ...all.map((incident) => [
      incident.number,
      incident.title,
      t(`kind.${incident.kind}`),
      t(`stage.${incident.stage}`),
      incident.area,
      incident.reportedAt,
      incident.changedAt,
    ]),
  ]);
}
