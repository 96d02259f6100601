import { Alert, Button } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Age } from '../kit/age.tsx';
import { textOfError } from '../kit/error-text.ts';
import type { RoomEngine } from './engine.ts';
import { arrange, columnsOf, type Layout } from './layout.ts';
import './room.css';
import { useRoomView } from './state.ts';
import { Tile } from './tile.tsx';
import type { RoomView } from './view.ts';

/** The pictures of a room, in a grid or with the speaker large, and how the line to it is. */
export function Stage({ engine, layout, compact = false }: { engine: RoomEngine; layout: Layout; compact?: boolean }) {
  const { t } = useTranslation('room');
  const view = useRoomView(engine);
  const [pinned, setPinned] = useState<string | null>(null);
  const [page, setPage] = useState(0);
  const placed = useMemo(
    () => arrange(view.tiles, { layout, speaker: view.speaker, pinned, page, compact }),
    [view.tiles, view.speaker, layout, pinned, page, compact],
  );
  const shown = [...(placed.main ? [placed.main.key] : []), ...placed.rest.map(({ key }) => key)].join('\n');
  useEffect(() => engine.show(shown.split('\n')), [engine, shown]);
  const columns = compact ? placed.rest.length : columnsOf(placed.rest.length);
  return (
    <div className={`room-stage ${placed.main ? 'with-main' : ''} ${compact ? 'compact' : ''}`} data-line={view.line}>
      <LineNotice engine={engine} view={view} />
      {view.soundBlocked ? (
        <Alert
          banner
          type="warning"
          title={t('sound-blocked')}
          action={
            <Button size="small" type="primary" onClick={() => void engine.allowSound()}>
              {t('allow-sound')}
            </Button>
          }
        />
      ) : null}
      {view.unplugged ? (
        <Alert
          banner
          type="warning"
          title={t('unplugged', { name: view.unplugged })}
          closable={{ onClose: () => engine.dismissUnplugged() }}
        />
      ) : null}
      {placed.main ? (
        <div className="room-main">
          <Tile
            key={placed.main.key}
            engine={engine}
            tile={placed.main}
            line={view.line}
            large
            pinned={pinned === placed.main.key}
            onPin={() => setPinned(pinned === placed.main?.key ? null : (placed.main?.key ?? null))}
          />
        </div>
      ) : null}
      <div className="room-grid" style={{ '--columns': Math.max(1, columns) } as React.CSSProperties}>
        {placed.rest.map((tile) => (
          <Tile key={tile.key} engine={engine} tile={tile} line={view.line} onPin={() => setPinned(tile.key)} />
        ))}
      </div>
      {placed.pages > 1 ? (
        <nav className="room-pages" aria-label={t('pages')}>
          <Button size="small" disabled={placed.page === 0} onClick={() => setPage(placed.page - 1)}>
            ‹
          </Button>
          <span>{t('page', { page: placed.page + 1, pages: placed.pages })}</span>
          <Button size="small" disabled={placed.page + 1 >= placed.pages} onClick={() => setPage(placed.page + 1)}>
            ›
          </Button>
        </nav>
      ) : null}
    </div>
  );
}

/** How the line is, when it is not simply there. */
function LineNotice({ engine, view }: { engine: RoomEngine; view: RoomView }) {
  const { t } = useTranslation('room');
  switch (view.line) {
    case 'live':
    case 'closed':
      return null;
    case 'joining':
      return <Alert banner type="info" title={t('line.joining')} />;
    case 'reconnecting':
      return <Alert banner type="warning" title={t('line.reconnecting')} action={<Age at={view.since} />} />;
    case 'disconnected':
      return <Alert banner type="error" title={t('line.disconnected')} action={<Age at={view.since} />} />;
    case 'refused':
      return <Alert banner type="error" title={view.refusal ? textOfError(view.refusal) : t('line.refused')} />;
    case 'elsewhere':
      return (
        <Alert
          banner
          type="warning"
          title={t('line.elsewhere')}
          action={
            <Button size="small" type="primary" onClick={() => engine.comeBack()}>
              {t('come-back')}
            </Button>
          }
        />
      );
  }
}
