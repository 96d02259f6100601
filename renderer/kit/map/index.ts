export { MapSurface } from './map-surface.tsx';
export type * from './types.ts';
export { useMapSurface } from './use-map-surface.ts';
