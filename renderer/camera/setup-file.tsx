import { App, Button, Table, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CameraDraft, cameraContract } from '../../app/camera/index.ts';
import { downloadCsv } from '../kit/csv.ts';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { useAct } from '../live/index.ts';
import {
  type DraftColumn,
  type DraftFile,
  type DraftLine,
  decodeText,
  draftColumns,
  readDrafts,
} from './draft-file.ts';

/** So many cameras are registered with one act. */
const portion = 500;
const mostBytes = 4 * 1024 * 1024;

/** Registers the cameras of a CSV file, after it has been shown what each line says or what is wrong with it. */
export function SetupFile() {
  const { t } = useTranslation('camera');
  const { message } = App.useApp();
  const [file, setFile] = useState<DraftFile | null>(null);
  const [done, setDone] = useState(0);
  const register = useAct(cameraContract.register);
  const titles = Object.fromEntries(draftColumns.map((column) => [column, t(`column.${column}`)])) as Record<
    DraftColumn,
    string
  >;
  const drafts =
    file && 'lines' in file ? file.lines.flatMap(({ draft }): CameraDraft[] => (draft ? [draft] : [])) : [];
  const bad = file && 'lines' in file ? file.lines.length - drafts.length : 0;
  const take = async (chosen: Blob) => {
    register.clear();
    setDone(0);
    if (chosen.size > mostBytes) return void message.error(t('setup.file-too-large'));
    setFile(readDrafts(decodeText(await chosen.arrayBuffer()), titles));
  };
  const send = async () => {
    for (let at = done; at < drafts.length; at += portion) {
      if (!(await register.run({ cameras: drafts.slice(at, at + portion) }))) return;
      setDone(Math.min(at + portion, drafts.length));
    }
    void message.success(t('setup.imported', { number: drafts.length }));
    setFile(null);
    setDone(0);
  };
  return (
    <section aria-label={t('setup.import')}>
      <h2>{t('setup.import')}</h2>
      <p className="dim">{t('setup.import-hint')}</p>
      <div className="camera-row">
        <Upload
          accept=".csv,text/csv"
          showUploadList={false}
          beforeUpload={(chosen) => {
            void take(chosen);
            return false;
          }}
        >
          <Button>{t('setup.choose-file')}</Button>
        </Upload>
        <Button onClick={() => downloadCsv('cameras.csv', [draftColumns.map((column) => titles[column])])}>
          {t('setup.template')}
        </Button>
        <Button type="primary" disabled={drafts.length === 0} loading={register.pending} onClick={() => void send()}>
          {t('setup.import-number', { number: drafts.length - done })}
        </Button>
        {bad > 0 ? <span role="status">{t('setup.bad-lines', { number: bad })}</span> : null}
      </div>
      {register.error ? <ErrorNotice error={register.error} /> : null}
      {file && 'missingColumns' in file ? (
        <p role="alert">
          {t('setup.missing-columns', { columns: file.missingColumns.map((column) => titles[column]).join(', ') })}
        </p>
      ) : null}
      {file && 'lines' in file ? <Preview lines={file.lines} titles={titles} /> : null}
    </section>
  );
}

function Preview({ lines, titles }: { lines: readonly DraftLine[]; titles: Readonly<Record<DraftColumn, string>> }) {
  const { t } = useTranslation('camera');
  return (
    <Table<DraftLine>
      size="small"
      rowKey="line"
      dataSource={[...lines].sort((a, b) => b.problems.length - a.problems.length || a.line - b.line)}
      pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
      scroll={{ y: 320 }}
      columns={[
        { title: t('setup.line'), dataIndex: 'line', width: 72 },
        { title: titles.number, dataIndex: 'number' },
        { title: titles.name, dataIndex: 'name' },
        {
          title: t('setup.check'),
          render: (_, { problems }) =>
            problems.length === 0
              ? t('setup.fine')
              : problems
                  .map(({ column, reason, value }) =>
                    t(`setup.problem.${reason}`, { column: titles[column], value: value.slice(0, 60) }),
                  )
                  .join('; '),
        },
      ]}
    />
  );
}
