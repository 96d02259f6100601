import { Button, Input, Popconfirm, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cameraContract } from '../../app/camera/index.ts';
import type { OutputOf } from '../../app/contract/index.ts';
import { Empty } from '../kit/empty.tsx';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { useAct, useLiveQuery } from '../live/index.ts';
import { StateSign } from './sign.tsx';

type Row = OutputOf<typeof cameraContract.list>['cameras'][number];

const step = 100;
const most = 500;

/** The cameras that are registered. */
export function SetupTable() {
  const { t } = useTranslation('camera');
  const [search, setSearch] = useState('');
  const [limit, setLimit] = useState(step);
  const query = useLiveQuery(
    cameraContract.list,
    { limit, ...(search ? { search } : {}) },
    { refreshOn: [cameraContract.changed] },
  );
  const remove = useAct(cameraContract.remove);
  return (
    <section aria-label={t('setup.registered')}>
      <h2>
        {t('setup.registered')} {query.data?.total ?? ''}
      </h2>
      <Input.Search
        allowClear
        style={{ width: 320 }}
        placeholder={t('search')}
        aria-label={t('search')}
        onSearch={(text) => setSearch(text.trim())}
      />
      {query.error ? <ErrorNotice error={query.error} retry={() => void query.refetch()} /> : null}
      {remove.error ? <ErrorNotice error={remove.error} /> : null}
      <Table<Row>
        size="small"
        rowKey="id"
        loading={query.isPending}
        dataSource={query.data?.cameras ?? []}
        pagination={false}
        scroll={{ y: 360 }}
        locale={{ emptyText: <Empty text={search ? t('none-found') : t('empty')} /> }}
        columns={[
          { title: t('column.number'), dataIndex: 'number' },
          { title: t('column.name'), dataIndex: 'name' },
          { title: t('column.area'), dataIndex: 'area' },
          {
            title: t('state-title'),
            render: (_, { stream }) => (
              <span>
                <StateSign state={stream.state} /> {t(`streams.${stream.state}`)}
                {stream.failure ? ` · ${t(`failures.${stream.failure}`)}` : ''}
              </span>
            ),
          },
          {
            title: t('setup.what'),
            width: 120,
            render: (_, { id, name }) => (
              <Popconfirm
                title={t('setup.remove-sure', { name })}
                okText={t('setup.remove')}
                cancelText={t('cancel')}
                okButtonProps={{ danger: true }}
                onConfirm={() => remove.run({ camera: id })}
              >
                <Button size="small" danger>
                  {t('setup.remove')}
                </Button>
              </Popconfirm>
            ),
          },
        ]}
      />
      {query.data?.next && limit < most ? (
        <Button onClick={() => setLimit(Math.min(most, limit + step))}>{t('more')}</Button>
      ) : null}
    </section>
  );
}
