import { Input, Tree } from 'antd';
import { type Key, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Area, parentOf, searchAreas } from '../../app/area/index.ts';
import { useAccount } from '../account/state.ts';
import { Empty } from '../kit/empty.tsx';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { Loading } from '../kit/loading.tsx';
import { useSelection } from '../kit/selection.ts';
import './area.css';
import { type Areas, useAreas, useGrids } from './state.ts';

interface Node {
  readonly key: string;
  readonly title: string;
  readonly isLeaf: boolean;
  readonly children?: Node[];
}

const mostHits = 50;

/** The areas as a tree with search; choosing one moves the map and narrows every list. */
export function AreaTree() {
  const { t } = useTranslation('area');
  const { areas, error, refetch } = useAreas();
  const [text, setText] = useState('');
  if (error && !areas) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (!areas) return <Loading />;
  return (
    <div className="area-tree">
      <Input.Search
        allowClear
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={t('search-hint')}
        aria-label={t('search')}
      />
      {text.trim() === '' ? <Branches areas={areas} /> : <Hits areas={areas} text={text} />}
    </div>
  );
}

function Branches({ areas }: { areas: Areas }) {
  const { t } = useTranslation('area');
  const account = useAccount();
  const { area, chooseArea } = useSelection();
  const [expanded, setExpanded] = useState<Key[]>([account.area]);
  const box = useRef<HTMLDivElement>(null);
  const height = useHeight(box);
  const village = area.length >= 12 ? area.slice(0, 12) : undefined;
  const grids = useGrids(village);

  // What was chosen elsewhere (map, search) is opened here too.
  useEffect(() => {
    const above: string[] = [];
    for (let code = parentOf(area); code.length >= account.area.length; code = parentOf(code)) above.push(code);
    setExpanded((before) => [...new Set([...before, ...above])]);
  }, [area, account.area]);

  const nodes = useMemo(() => {
    const build = (each: Area): Node => {
      const below =
        each.code === village
          ? (grids.data?.areas ?? []).filter((grid) => grid.code.length === 15)
          : (areas.children.get(each.code) ?? []);
      const children = below.map(build);
      return {
        key: each.code,
        title: each.name,
        isLeaf: each.code.length === 15 || (children.length === 0 && each.code !== village && each.code.length !== 12),
        ...(children.length > 0 ? { children } : {}),
      };
    };
    const root = areas.byCode.get(account.area);
    return root ? [build(root)] : [];
  }, [areas, account.area, village, grids.data]);

  if (nodes.length === 0) return <Empty text={t('empty')} />;
  return (
    <div ref={box} className="area-tree-body">
      <Tree<Node>
        blockNode
        virtual
        height={height}
        treeData={nodes}
        selectedKeys={[area]}
        expandedKeys={expanded}
        onExpand={(keys) => setExpanded(keys)}
        loadData={async (node) => {
          if (node.key.length === 12) chooseArea(node.key);
        }}
        onSelect={(_, { node }) => {
          chooseArea(node.key);
          setExpanded((before) => (before.includes(node.key) ? before : [...before, node.key]));
        }}
      />
    </div>
  );
}

function Hits({ areas, text }: { areas: Areas; text: string }) {
  const { t } = useTranslation('area');
  const { area, chooseArea } = useSelection();
  const hits = useMemo(() => searchAreas(areas.all, text, mostHits), [areas, text]);
  if (hits.length === 0) return <Empty text={t('nothing-found', { text: text.trim() })} />;
  return (
    <ul className="area-hits">
      {hits.map((hit) => (
        <li key={hit.code}>
          <button type="button" aria-pressed={hit.code === area} onClick={() => chooseArea(hit.code)}>
            {hit.name} <span className="dim">{areas.byCode.get(parentOf(hit.code))?.name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Height of an element, followed as it changes; the virtual list needs it in pixels. */
function useHeight(box: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(400);
  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setHeight(Math.floor(entry.contentRect.height)));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [box]);
  return height;
}
