import { createContext, useContext } from 'react';
import { create } from 'zustand';
import type { MapSurfaceHandle } from './types.ts';

/** The map around this component. */
export const MapSurfaceContext = createContext<MapSurfaceHandle | null>(null);

/** The page's large map, for panels that stand beside it. */
export const usePrimarySurface = create<{ readonly surface: MapSurfaceHandle | null }>()(() => ({ surface: null }));

/** The map this component draws on: the one around it, else the page's; null while there is none. */
export function useMapSurface(): MapSurfaceHandle | null {
  const around = useContext(MapSurfaceContext);
  const primary = usePrimarySurface((state) => state.surface);
  return around ?? primary;
}
