import { Button, Input, TreeSelect } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Area } from '../../app/area/index.ts';
import { conferenceContract, mostSites } from '../../app/conference/index.ts';
import { useAccount } from '../account/state.ts';
import { useAreas } from '../area/state.ts';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { useAct } from '../live/index.ts';
import { prepareMeeting } from './state.ts';

interface Node {
  readonly value: string;
  readonly title: string;
  /** What is searched: name, pinyin, code. */
  readonly words: string;
  readonly disabled: boolean;
  readonly children: Node[];
}

/** Chooses centres out of the tree, each by itself. */
export function CentrePicker({
  value,
  onChange,
  taken = [],
}: {
  value: readonly string[];
  onChange(areas: string[]): void;
  /** Those that cannot be chosen: they are in already. */
  taken?: readonly string[];
}) {
  const { t } = useTranslation('conference');
  const account = useAccount();
  const { areas } = useAreas();
  const tree = useMemo(() => {
    if (!areas) return [];
    const build = (area: Area): Node => ({
      value: area.code,
      title: area.name,
      words: `${area.name} ${area.pinyin} ${area.initials} ${area.code}`.toLowerCase(),
      disabled: area.code === account.area || taken.includes(area.code),
      children: (areas.children.get(area.code) ?? []).map(build),
    });
    const root = areas.byCode.get(account.area);
    return root ? [build(root)] : [];
  }, [areas, account.area, taken]);
  const below = areas?.children.get(account.area) ?? [];
  return (
    <div className="conference-picker">
      <TreeSelect
        multiple
        treeCheckable
        treeCheckStrictly
        showSearch={{ filterTreeNode: (text, node) => String(node?.words ?? '').includes(text.trim().toLowerCase()) }}
        maxTagCount="responsive"
        placeholder={t('choose-centres')}
        aria-label={t('choose-centres')}
        style={{ width: '100%' }}
        treeData={tree}
        treeDefaultExpandedKeys={[account.area]}
        value={value.map((code) => ({ value: code, label: areas?.byCode.get(code)?.name ?? code }))}
        onChange={(chosen: readonly { value: string }[]) =>
          onChange(chosen.map((each) => each.value).slice(0, mostSites))
        }
      />
      {below.length > 0 ? (
        <Button
          onClick={() =>
            onChange([...new Set([...value, ...below.map(({ code }) => code).filter((code) => !taken.includes(code))])])
          }
        >
          {t('all-below', { count: below.length })}
        </Button>
      ) : null}
    </div>
  );
}

/** Title and centres; one press and they ring. */
export function StartForm({ areas: given = [] }: { areas?: readonly string[] }) {
  const { t } = useTranslation('conference');
  const [title, setTitle] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>(given);
  const start = useAct(conferenceContract.start);
  return (
    <form
      className="conference-start"
      onSubmit={async (event) => {
        event.preventDefault();
        if (chosen.length === 0) return;
        const conference = await start.run({ title: title.trim() || t('default-title'), areas: [...chosen] });
        if (conference) await prepareMeeting(conference);
      }}
    >
      <h3>{t('new')}</h3>
      <Input
        value={title}
        maxLength={200}
        placeholder={t('default-title')}
        aria-label={t('title')}
        onChange={(event) => setTitle(event.target.value)}
      />
      <CentrePicker value={chosen} onChange={setChosen} />
      {start.error ? <ErrorNotice error={start.error} /> : null}
      <Button type="primary" htmlType="submit" disabled={chosen.length === 0} loading={start.pending}>
        {chosen.length === 0 ? t('choose-first') : t('call', { count: chosen.length })}
      </Button>
    </form>
  );
}
