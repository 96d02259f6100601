import { AutoComplete, Input, type InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchHit } from '../../kit/feature.ts';
import { useSelection } from '../../kit/selection.ts';
import { useShortcut } from '../../kit/shortcuts.ts';
import { features } from './features.ts';

const settleMilliseconds = 150;

/** One box that finds areas, people, cameras and incidents; Ctrl+K goes there. */
export function SearchBox() {
  const { t } = useTranslation('console');
  const area = useSelection((state) => state.area);
  const [text, setText] = useState('');
  const [hits, setHits] = useState<readonly SearchHit[]>([]);
  const [searched, setSearched] = useState('');
  const input = useRef<InputRef>(null);
  useShortcut('Ctrl+K', t('search'), () => input.current?.focus({ cursor: 'all' }));

  useEffect(() => {
    const wanted = text.trim();
    if (wanted === '') {
      setHits([]);
      setSearched('');
      return;
    }
    let current = true;
    const timer = setTimeout(async () => {
      const answers = await Promise.all(
        features.map((feature) => feature.search?.(wanted, area).catch(() => []) ?? []),
      );
      if (!current) return;
      setHits(answers.flat());
      setSearched(wanted);
    }, settleMilliseconds);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, area]);

  return (
    <AutoComplete
      className="console-search"
      value={text}
      onChange={setText}
      notFoundContent={searched === '' ? null : t('search-nothing', { text: searched })}
      options={hits.map((hit) => ({
        value: hit.key,
        label: (
          <span>
            {hit.title} <span className="dim">{hit.detail}</span>
          </span>
        ),
      }))}
      onSelect={(key: string) => {
        hits.find((hit) => hit.key === key)?.choose();
        setText('');
        input.current?.blur();
      }}
    >
      <Input ref={input} allowClear placeholder={t('search-hint')} aria-label={t('search')} />
    </AutoComplete>
  );
}
