import { Button, Segmented } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../kit/shortcuts.ts';
import './camera.css';
import { columnsFor } from './columns.ts';
import { type Cell, type GridSize, gridSizes, shownCells } from './placement.ts';
import { dragCamera, dragsCamera, droppedCamera, type GridStore, useMayWatch } from './state.ts';
import { CameraTile } from './tile.tsx';
import { cameraLine } from './viewing.ts';

/** Keys of the layouts; sixteen has no digit of its own. */
const keys: Readonly<Record<GridSize, string>> = { 1: '1', 4: '4', 9: '9', 16: '0' };

/** Tiles of cameras, as many as are chosen; cameras are dropped on them or come by a click elsewhere. */
export function CameraGrid({ store, tools }: { store: GridStore; tools?: ReactNode }) {
  const { t } = useTranslation('camera');
  const may = useMayWatch();
  const grid = store();
  const shown = shownCells(grid);
  const sheet = useRef<HTMLDivElement>(null);
  const columns = useColumns(sheet, grid.size);
  const [enlarged, setEnlarged] = useState<string | null>(null);
  useShortcut('1', t('layout-of', { number: 1 }), () => grid.resize(1));
  useShortcut(keys[4], t('layout-of', { number: 4 }), () => grid.resize(4));
  useShortcut(keys[9], t('layout-of', { number: 9 }), () => grid.resize(9));
  useShortcut(keys[16], t('layout-of', { number: 16 }), () => grid.resize(16));
  useShortcut('Shift+X', t('close-all'), grid.closeAll);
  useShortcut('Escape', t('reduce'), () => setEnlarged(null), enlarged !== null);
  // The way to mediasoup stands before the first camera is opened.
  useEffect(() => (may ? cameraLine.media.hold() : undefined), [may]);
  if (!may) return <p className="dim camera-refused">{t('may-not-watch')}</p>;
  return (
    <div className="camera-grid">
      <div className="camera-tools" role="toolbar" aria-label={t('layout')}>
        <Segmented<GridSize>
          size="small"
          vertical
          aria-label={t('layout')}
          value={grid.size}
          onChange={grid.resize}
          options={gridSizes.map((value) => ({ value, label: value, title: `${value} (${keys[value]})` }))}
        />
        <Button
          size="small"
          title={`${t('close-all')} (Shift+X)`}
          disabled={grid.cells.every((cell) => cell === null)}
          onClick={grid.closeAll}
        >
          {t('close-all-short')}
        </Button>
        {tools}
      </div>
      <div ref={sheet} className="camera-sheet" style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
        {shown.map((cell, index) => (
          <Place key={cell?.camera ?? `free ${index}`} cell={cell} index={index} store={store}>
            {cell ? (
              <CameraTile
                camera={cell.camera}
                name={cell.name}
                place={{
                  close: () => grid.close(cell.camera),
                  enlarged: enlarged === cell.camera,
                  enlarge: () => setEnlarged(enlarged === cell.camera ? null : cell.camera),
                  pinned: cell.pinned,
                  pin: () => grid.pin(cell.camera),
                }}
              />
            ) : (
              <p className="camera-free">{t('free')}</p>
            )}
          </Place>
        ))}
      </div>
    </div>
  );
}

/** Where a tile stands: a camera is dropped here, and taken from here. */
function Place({
  cell,
  index,
  store,
  children,
}: {
  cell: Cell | null;
  index: number;
  store: GridStore;
  children: ReactNode;
}) {
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop on; by keyboard cameras open in the next free one
    <div
      className={over ? 'camera-place over' : 'camera-place'}
      draggable={cell !== null}
      onDragStart={(event) => {
        if (cell) dragCamera(event.dataTransfer, cell.camera, cell.name);
      }}
      onDragOver={(event) => {
        if (!dragsCamera(event.dataTransfer)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const dropped = droppedCamera(event.dataTransfer);
        if (dropped) store.getState().openAt(dropped.camera, dropped.name, index);
      }}
    >
      {children}
    </div>
  );
}

/** Columns in which the tiles are largest; follows the size of the sheet. */
function useColumns(sheet: React.RefObject<HTMLDivElement | null>, count: number): number {
  const [columns, setColumns] = useState(1);
  useEffect(() => {
    const element = sheet.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setColumns(columnsFor(count, element.clientWidth, element.clientHeight)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [sheet, count]);
  return columns;
}
