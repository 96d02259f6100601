import type { Layer } from '@deck.gl/core';
import { PathLayer, SolidPolygonLayer, TextLayer } from '@deck.gl/layers';
import { useQueries } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { type Area, areaContract, type Bounds, type Level, levelOf, levels } from '../../app/area/index.ts';
import { useAccount } from '../account/state.ts';
import { type MapView, useMapSurface } from '../kit/map/index.ts';
import { useSelection } from '../kit/selection.ts';
import { live } from '../live/index.ts';
import { type OutlineData, outlineData } from './outline-data.ts';
import { type Areas, useAreas, useGrids } from './state.ts';
import { gridCounties, levelAt, overlaps } from './zoom.ts';

type Colour = [number, number, number, number];

/** Lines: the higher the level, the stronger. */
const lines: Readonly<Record<Level, { width: number; colour: Colour }>> = {
  city: { width: 2.5, colour: [122, 160, 198, 230] },
  county: { width: 2, colour: [104, 143, 182, 220] },
  town: { width: 1.2, colour: [78, 110, 143, 190] },
  village: { width: 0.8, colour: [62, 88, 115, 160] },
  grid: { width: 0.5, colour: [52, 74, 97, 150] },
};
const land: Colour = [20, 31, 43, 255];
const chosenFill: Colour = [61, 156, 255, 26];
const chosenLine: Colour = [61, 156, 255, 255];
const labelColour: Colour = [165, 187, 209, 255];
const mostLabels = 160;

/** Draws the outlines and names of the areas, follows what is chosen, and lets areas be chosen on the map. */
export function AreaLayers() {
  const surface = useMapSurface();
  const account = useAccount();
  const { areas } = useAreas();
  const { area, chooseArea } = useSelection();
  const view = useSettledView(surface);
  const level = lowest(view ? levelAt(view.zoom) : 'county', levelOf(account.area));
  const outlines = useOutlines(areas, account.area, view, level);
  const grids = useGrids(area.length === 15 ? area.slice(0, 12) : undefined);

  // The map goes where the chosen area is, however it was chosen.
  const target = areas?.byCode.get(area) ?? grids.data?.areas.find((each) => each.code === area);
  const bounds = target?.bounds.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `bounds` stands for the target, which is a new object after each read
  useEffect(() => {
    if (surface && target) surface.flyTo(target.bounds);
  }, [surface, bounds]);

  const named = useMemo(() => (areas && view ? labelsIn(areas, level, view.bounds) : []), [areas, level, view]);

  useEffect(() => {
    if (!surface) return;
    surface.setLayers('area', 10, outlineLayers(outlines, level, area), {
      tooltip: ({ object }) => areas?.byCode.get(codeOf(object))?.name ?? codeOf(object),
      click: ({ object }) => {
        const code = codeOf(object);
        if (code) chooseArea(code);
      },
    });
  }, [surface, outlines, level, area, areas, chooseArea]);
  useEffect(() => {
    surface?.setLayers('area-labels', 90, [labelLayer(named)]);
  }, [surface, named]);
  useEffect(
    () => () => {
      surface?.removeLayers('area');
      surface?.removeLayers('area-labels');
    },
    [surface],
  );
  return null;
}

function codeOf(object: unknown): string {
  return (object as { code?: string } | null)?.code ?? '';
}

/** The deeper of two levels: a village's operator sees no counties. */
function lowest(wanted: Level, own: Level): Level {
  return levels.indexOf(wanted) > levels.indexOf(own) ? wanted : (levels[levels.indexOf(own) + 1] ?? own);
}

/** The view, told only once it has come to rest, so that moving the map costs React nothing. */
function useSettledView(surface: ReturnType<typeof useMapSurface>): MapView | undefined {
  const [view, setView] = useState<MapView>();
  useEffect(() => {
    if (!surface) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = surface.onView((next) => {
      clearTimeout(timer);
      timer = setTimeout(() => setView(next), 80);
    });
    setView(surface.view);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [surface]);
  return view;
}

/** Outlines that are needed at this view, by level: read once for each version of the areas and kept. */
function useOutlines(areas: Areas | undefined, own: string, view: MapView | undefined, level: Level) {
  const wanted = useMemo(() => {
    if (!areas) return [];
    const depth = levels.indexOf(level);
    const whole = levels
      .filter((each, index) => each !== 'grid' && index <= depth && index >= levels.indexOf(levelOf(own)))
      .map((each) => ({ within: own, level: each }));
    const counties = areas.all.filter((each) => each.code.length === Math.max(6, own.length));
    const near = view
      ? gridCounties(counties, view.bounds, view.zoom).map((within) => ({ within, level: 'grid' as const }))
      : [];
    return [...whole, ...near];
  }, [areas, own, view, level]);
  return useQueries({
    queries: wanted.map((input) => ({
      queryKey: [areaContract.shapes.key, input, areas?.version],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        outlineData((await live.query(areaContract.shapes, input, signal)).shapes),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
    })),
    combine: (results) =>
      results.flatMap(({ data }, index) => {
        const { level: of, within } = wanted[index] ?? {};
        return data && of && within ? [{ level: of, within, data }] : [];
      }),
  });
}

interface LevelOutlines {
  readonly level: Level;
  readonly within: string;
  readonly data: OutlineData;
}

function outlineLayers(outlines: readonly LevelOutlines[], level: Level, chosen: string): Layer[] {
  const [ground] = outlines;
  const picked = outlines.filter((each) => each.level === level);
  const chosenPolygons = outlines.flatMap(({ data }) => data.polygons.filter(({ code }) => code === chosen));
  return [
    ...(ground
      ? [
          new SolidPolygonLayer({
            id: 'area-land',
            data: ground.data.polygons,
            getPolygon: polygonOf,
            getFillColor: land,
          }),
        ]
      : []),
    // Nothing to see: only what the pointer finds.
    ...picked.map(
      ({ within, data }) =>
        new SolidPolygonLayer({
          id: `area-pick-${level}-${within}`,
          data: data.polygons,
          getPolygon: polygonOf,
          getFillColor: [0, 0, 0, 0],
          pickable: true,
          autoHighlight: true,
          highlightColor: [61, 156, 255, 20],
        }),
    ),
    ...outlines
      .toSorted((a, b) => levels.indexOf(b.level) - levels.indexOf(a.level))
      .map(
        ({ level: of, within, data }) =>
          new PathLayer({
            id: `area-lines-${of}-${within}`,
            data: data.paths,
            _pathType: 'open',
            positionFormat: 'XY',
            widthUnits: 'pixels',
            getWidth: lines[of].width,
            getColor: lines[of].colour,
            jointRounded: true,
          }),
      ),
    new SolidPolygonLayer({ id: 'area-chosen', data: chosenPolygons, getPolygon: polygonOf, getFillColor: chosenFill }),
    new PathLayer({
      id: 'area-chosen-line',
      data: chosenPolygons.flatMap(({ polygon }) => polygon),
      getPath: (ring: [number, number][]) => ring,
      widthUnits: 'pixels',
      getWidth: 2.5,
      getColor: chosenLine,
    }),
  ];
}

const polygonOf = ({ polygon }: { polygon: [number, number][][] }) => polygon;

/** Names of the level's areas in view; when there are too many, those of the level above. */
function labelsIn(areas: Areas, level: Level, view: Bounds): Area[] {
  for (const each of levels.slice(1, levels.indexOf(level) + 1).toReversed()) {
    if (each === 'grid') continue;
    const found = areas.all.filter((area) => levelOf(area.code) === each && overlaps(area.bounds, view));
    if (found.length > 0 && found.length <= mostLabels) return found;
  }
  return [];
}

function labelLayer(named: readonly Area[]): Layer {
  return new TextLayer<Area>({
    id: 'area-labels',
    data: named,
    getPosition: (area) => [area.longitude, area.latitude],
    getText: (area) => area.name,
    getSize: (area) => (area.code.length <= 6 ? 16 : area.code.length <= 9 ? 14 : 12),
    getColor: labelColour,
    fontFamily: '"Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif',
    characterSet: 'auto',
    fontSettings: { sdf: true, fontSize: 48, buffer: 6, radius: 12 },
    outlineWidth: 3,
    outlineColor: [11, 17, 24, 255],
  });
}
