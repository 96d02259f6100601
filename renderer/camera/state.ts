import { create } from 'zustand';
import { watchRoles } from '../../app/camera/index.ts';
import { useAccount } from '../account/state.ts';
import { useStrip } from '../kit/strip.ts';
import { closeCell, type Grid, type GridSize, place, placeAt, readGrid, shownCells, togglePin } from './placement.ts';

interface GridState extends Grid {
  /** Opens a camera in the next tile. */
  open(camera: string, name: string): void;
  /** Opens a camera in this tile, or moves it there. */
  openAt(camera: string, name: string, index: number): void;
  close(camera: string): void;
  closeAll(): void;
  pin(camera: string): void;
  resize(size: GridSize): void;
}

/** A grid whose layout and cameras are remembered in this browser under a key. */
function createGrid(storageKey: string) {
  return create<GridState>()((set, get) => {
    const change = (next: Grid) => {
      const { size, cells } = next;
      localStorage.setItem(storageKey, JSON.stringify({ size, cells }));
      set({ size, cells });
    };
    return {
      ...readGrid(localStorage.getItem(storageKey)),
      open: (camera, name) => change(place(get(), camera, name)),
      openAt: (camera, name, index) => change(placeAt(get(), camera, name, index)),
      close: (camera) => change(closeCell(get(), camera)),
      closeAll: () => change({ size: get().size, cells: get().cells.map(() => null) }),
      pin: (camera) => change(togglePin(get(), camera)),
      resize: (size) => change({ size, cells: get().cells }),
    };
  });
}

/** The tiles in the console's strip, and those of the page for a second display. */
export const useConsoleGrid = createGrid('sipin.cameras.console');
export const usePageGrid = createGrid('sipin.cameras.page');
export type GridStore = typeof useConsoleGrid;

/** Key of the strip's tab. */
export const stripKey = 'cameras';
/** Height of the strip at which a row of tiles is worth looking at, in pixels. */
const stripHeight = 300;

/** Opens a camera in the strip of the console, which becomes high enough to see it. */
export function openInConsole(camera: string, name: string): void {
  useConsoleGrid.getState().open(camera, name);
  useStrip.getState().show(stripKey, stripHeight);
}

/** Is the camera in a tile of the console's strip, on which one looks? */
export function useIsOpen(camera: string): boolean {
  const open = useConsoleGrid((grid) => shownCells(grid).some((cell) => cell?.camera === camera));
  const tab = useStrip((state) => state.tab);
  return open && (tab === null || tab === stripKey);
}

/** May the person look through cameras? */
export function useMayWatch(): boolean {
  const { role } = useAccount();
  return watchRoles.some((each) => each === role);
}

/** What is dragged when a camera is dragged. */
const dragType = 'application/x-sipin-camera';

/** Lets a camera be dragged to a tile. */
export function dragCamera(data: DataTransfer, camera: string, name: string): void {
  data.setData(dragType, JSON.stringify({ camera, name }));
  data.effectAllowed = 'copyMove';
}

/** Is it a camera that is dragged? */
export function dragsCamera(data: DataTransfer): boolean {
  return data.types.includes(dragType);
}

/** The camera that was dropped. */
export function droppedCamera(data: DataTransfer): { camera: string; name: string } | null {
  try {
    const { camera, name } = JSON.parse(data.getData(dragType)) as { camera: unknown; name: unknown };
    return typeof camera === 'string' && typeof name === 'string' ? { camera, name } : null;
  } catch {
    return null;
  }
}
