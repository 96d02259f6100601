import type { Layer } from '@deck.gl/core';
import { PathLayer, ScatterplotLayer } from '@deck.gl/layers';
import type { OutputOf } from '../../app/contract/index.ts';
import type { positionContract } from '../../app/position/index.ts';

export type Track = OutputOf<typeof positionContract.track>;

const accent = [61, 156, 255, 220] as const;
const late = [240, 169, 41, 255] as const;

/** Place of the worker on a track at a moment, between the points before and after; the ends beyond them. */
export function placeAt(track: Track, time: number): [number, number] {
  const { times, longitudes, latitudes } = track;
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  const before = Math.max(0, low - 1);
  const [from, to] = [times[before] ?? 0, times[low] ?? 0];
  const share = to > from ? Math.min(1, Math.max(0, (time - from) / (to - from))) : 1;
  const between = (column: readonly number[]) =>
    (column[before] ?? 0) + ((column[low] ?? 0) - (column[before] ?? 0)) * share;
  return [between(longitudes), between(latitudes)];
}

/** The way as a line, doubtful stretches in amber, with where the player is. */
export function trackLayers(track: Track, time: number): Layer[] {
  const stretches = track.times.slice(1).map((_, at) => ({
    path: [
      [track.longitudes[at] ?? 0, track.latitudes[at] ?? 0],
      [track.longitudes[at + 1] ?? 0, track.latitudes[at + 1] ?? 0],
    ] as [number, number][],
    flagged: track.flagged[at + 1] ?? false,
  }));
  const doubtful = stretches.filter(({ flagged }) => flagged);
  return [
    new PathLayer<{ path: [number, number][] }>({
      id: 'position-track-line',
      data: [{ path: track.times.map((_, at) => [track.longitudes[at] ?? 0, track.latitudes[at] ?? 0]) }],
      getPath: ({ path }) => path,
      getColor: [...accent],
      getWidth: 3,
      widthUnits: 'pixels',
      jointRounded: true,
    }),
    new PathLayer<{ path: [number, number][] }>({
      id: 'position-track-doubtful',
      data: doubtful,
      getPath: ({ path }) => path,
      getColor: [...late],
      getWidth: 3,
      widthUnits: 'pixels',
    }),
    new ScatterplotLayer<[number, number]>({
      id: 'position-track-place',
      data: [placeAt(track, time)],
      getPosition: (place) => place,
      getRadius: 7,
      radiusUnits: 'pixels',
      getFillColor: [219, 230, 241, 255],
      stroked: true,
      getLineColor: [...accent],
      getLineWidth: 3,
      lineWidthUnits: 'pixels',
    }),
  ];
}
