import { Button, DatePicker, Drawer, Input, Select, Table } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type AuditEntry, type AuditFilter, auditContract } from '../../app/audit/index.ts';
import { allActs, allQueries } from '../../app/contracts.ts';
import { useAccount } from '../account/state.ts';
import { Empty } from '../kit/empty.tsx';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { useLiveQuery } from '../live/index.ts';
import './audit.css';
import { useActName } from './names.ts';
import { VerifyButton } from './verify-button.tsx';

const step = 100;
const most = 500;

/** The journal: filters, entries with everything that was recorded of them, export, proof of the chain. */
export default function AuditPage() {
  const { t, i18n } = useTranslation('audit');
  const { t: accountText } = useTranslation('account');
  const { role } = useAccount();
  const nameOf = useActName();
  const [filter, setFilter] = useState<AuditFilter>({});
  const [limit, setLimit] = useState(step);
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  const change = (part: { [Key in keyof AuditFilter]?: AuditFilter[Key] | undefined }) => {
    const next = Object.fromEntries(Object.entries({ ...filter, ...part }).filter(([, value]) => value !== undefined));
    setFilter(next as AuditFilter);
    setLimit(step);
  };
  const query = useLiveQuery(auditContract.list, { ...filter, limit });
  const kinds = useMemo(
    () => [...allActs, ...allQueries].filter(({ audited }) => audited !== false).map(({ key }) => key),
    [],
  );
  const entries = query.data?.entries ?? [];
  return (
    <main className="audit-page">
      <header>
        <Link to="/">{t('back')}</Link>
        <h1>{t('title')}</h1>
        {role === 'administrator' ? <VerifyButton /> : null}
        <Button href={`/api/audit/export.csv?${new URLSearchParams(filter as Record<string, string>)}`}>
          {t('export')}
        </Button>
      </header>
      <div className="audit-filters">
        <Input.Search
          allowClear
          placeholder={t('search')}
          aria-label={t('search')}
          onSearch={(search) => change({ search: search || undefined })}
        />
        <Select
          showSearch
          optionFilterProp="label"
          aria-label={t('what')}
          value={filter.kind ?? ''}
          onChange={(kind) => change({ kind: kind || undefined })}
          options={[{ value: '', label: t('everything') }, ...kinds.map((key) => ({ value: key, label: nameOf(key) }))]}
        />
        <Select
          aria-label={t('outcome')}
          value={filter.outcome ?? 'all'}
          onChange={(outcome) => change({ outcome: outcome === 'all' ? undefined : (outcome as 'done' | 'refused') })}
          options={(['all', 'done', 'refused'] as const).map((value) => ({ value, label: t(`outcomes.${value}`) }))}
        />
        <DatePicker.RangePicker
          showTime
          placeholder={[t('from'), t('to')]}
          onChange={(range) => change({ from: range?.[0]?.toISOString(), to: range?.[1]?.toISOString() })}
        />
      </div>
      {query.error ? <ErrorNotice error={query.error} retry={() => void query.refetch()} /> : null}
      <Table<AuditEntry>
        size="small"
        rowKey="id"
        loading={query.isPending}
        dataSource={entries}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty text={t('empty')} /> }}
        onRow={(entry) => ({ onClick: () => setOpened(entry) })}
        columns={[
          { title: t('at'), render: (_, row) => new Date(row.at).toLocaleString(i18n.language, { hour12: false }) },
          { title: t('who'), render: (_, row) => row.accountName ?? '–' },
          {
            title: t('what'),
            render: (_, row) => (
              <Button type="link" size="small">
                {nameOf(row.kind)}
              </Button>
            ),
          },
          {
            title: t('outcome'),
            render: (_, row) => (
              <span className={row.outcome === 'refused' ? 'audit-refused' : ''}>{t(`outcomes.${row.outcome}`)}</span>
            ),
          },
          { title: t('where'), render: (_, row) => row.subjectArea ?? row.area ?? '–' },
          { title: t('address'), dataIndex: 'address' },
          { title: t('block'), render: (_, row) => row.block ?? t('not-sealed') },
        ]}
      />
      {query.data?.next && limit < most ? <Button onClick={() => setLimit(limit + step)}>{t('more')}</Button> : null}
      <Drawer open={opened !== null} onClose={() => setOpened(null)} title={opened ? nameOf(opened.kind) : ''}>
        {opened ? (
          <dl className="audit-facts">
            <dt>{t('at')}</dt>
            <dd>{opened.at}</dd>
            <dt>{t('who')}</dt>
            <dd>
              {opened.accountName ?? '–'} {opened.role ? accountText(`role.${opened.role}` as 'role.operator') : ''}{' '}
              {opened.area}
            </dd>
            <dt>{t('request')}</dt>
            <dd>{opened.request}</dd>
            <dt>{t('block')}</dt>
            <dd>{opened.block ?? t('not-sealed')}</dd>
            <dt>{t('detail')}</dt>
            <dd>
              <pre>{JSON.stringify(opened.detail, null, 2)}</pre>
            </dd>
          </dl>
        ) : null}
      </Drawer>
    </main>
  );
}
