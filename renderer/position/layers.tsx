import type { Layer } from '@deck.gl/core';
import { ScatterplotLayer, TextLayer } from '@deck.gl/layers';
import { App } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { contains } from '../../app/area/index.ts';
import { useAccount } from '../account/state.ts';
import { useAreas } from '../area/state.ts';
import { serverNow } from '../kit/clock.ts';
import { type MapSurfaceHandle, type MapView, type Ring, useMapSurface } from '../kit/map/index.ts';
import { useSelection } from '../kit/selection.ts';
import { ageText } from './ages.ts';
import { type AreaCount, countByArea, countedDigits, countsLayer } from './counts-layer.ts';
import { Legend } from './legend.tsx';
import { holdWatch, useWatch } from './state.ts';
import { type PositionWatch, stateColors } from './watch.ts';
import { WorkersPicture } from './workers-layer.ts';

const owner = 'position';
const order = 60;
/** Names are written from this zoom on, for at most so many workers in view. */
const names = { zoom: 14.5, most: 250 } as const;
const statesMilliseconds = 1_000;

/** How long between two pictures while somebody moves, in ms: where a step is less than a pixel, seldom is enough. */
function pace(zoom: number): number {
  if (zoom < 11) return 1_000;
  return zoom < 13.5 ? 250 : 66;
}

/** Size of a worker on the map, in pixels. */
function radius(zoom: number): number {
  if (zoom < 9) return 2.5;
  if (zoom < 11) return 3.5;
  return zoom < 13.5 ? 5 : 7;
}

/** Draws the workers. Positions go from the frames into the layers without passing through React. */
export function PositionLayers() {
  const { t } = useTranslation('position');
  const { message } = App.useApp();
  const surface = useMapSurface();
  const account = useAccount();
  const watch = useWatch((state) => state.watch);
  const { areas } = useAreas();
  const chosen = useSelection((state) => state.selection);
  const latest = useRef({ t, areas, chosen });
  latest.current = { t, areas, chosen };

  useEffect(() => holdWatch(account.area), [account.area]);

  useEffect(() => {
    if (!surface || !watch) return;
    const painter = new Painter(
      surface,
      watch,
      () => latest.current.areas?.byCode,
      () => latest.current.chosen,
    );
    painter.tooltip = (id) => tooltipOf(watch, id, latest.current.areas?.byCode, latest.current.t);
    painter.countText = ({ name, count }) => latest.current.t('count-label', { name, count });
    return () => painter.stop();
  }, [surface, watch]);

  useEffect(() => {
    if (!surface || !watch) return;
    return surface.onSelected((ring) => {
      const ids = workersInside(watch, ring);
      if (ids.length === 0) void message.info(t('selected-none'));
      else useSelection.getState().choose({ kind: 'workers', ids });
    });
  }, [surface, watch, message, t]);

  return <Legend />;
}

/** Who is drawn inside the ring. */
function workersInside(watch: PositionWatch, ring: Ring): string[] {
  const { field } = watch;
  field.drawPositions(performance.now());
  const polygons = [[ring.map(([longitude, latitude]): [number, number] => [longitude, latitude])]];
  const { positions, count } = field.drawn;
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) {
    if (!contains(polygons, positions[at * 2] ?? 0, positions[at * 2 + 1] ?? 0)) continue;
    const worker = field.workerDrawn(at);
    if (worker) ids.push(worker.id);
  }
  return ids;
}

type AreaMap = NonNullable<ReturnType<typeof useAreas>['areas']>['byCode'];

function tooltipOf(
  { field }: PositionWatch,
  id: string,
  areas: AreaMap | undefined,
  t: ReturnType<typeof useTranslation<'position'>>['t'],
): string | null {
  const worker = field.workerById(id);
  const now = serverNow();
  const seen = field.seen(id, now);
  if (!worker || !seen) return null;
  const facts = {
    name: worker.name,
    state: t(`state.${seen.state}`),
    area: areas?.get(worker.area)?.name ?? areas?.get(worker.area.slice(0, 12))?.name ?? worker.area,
    age: ageText(t, now - seen.time),
    accuracy: Math.round(seen.accuracy),
  };
  return seen.accuracy < 0 ? t('tooltip-plain', facts) : t('tooltip', facts);
}

/** Turns the field into layers, as seldom as the eye allows. */
class Painter {
  readonly #surface: MapSurfaceHandle;
  readonly #watch: PositionWatch;
  readonly #areas: () => AreaMap | undefined;
  readonly #chosen: () => ReturnType<typeof useSelection.getState>['selection'];
  readonly #stops: (() => void)[];
  tooltip: (id: string) => string | null = () => null;
  countText: (count: AreaCount) => string = ({ name }) => name;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #statesAt = 0;
  #stale = true;
  #counts: AreaCount[] = [];
  readonly #picture = new WorkersPicture();

  constructor(
    surface: MapSurfaceHandle,
    watch: PositionWatch,
    areas: () => AreaMap | undefined,
    chosen: () => ReturnType<typeof useSelection.getState>['selection'],
  ) {
    this.#surface = surface;
    this.#watch = watch;
    this.#areas = areas;
    this.#chosen = chosen;
    const soon = () => {
      this.#stale = true;
    };
    this.#stops = [watch.onChange(soon), surface.onView(soon), useSelection.subscribe(soon)];
    this.#next();
  }

  stop(): void {
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
    this.#surface.removeLayers(owner);
  }

  #next(): void {
    const now = performance.now();
    const { field } = this.#watch;
    const restate = now - this.#statesAt >= statesMilliseconds;
    if (this.#stale || restate || field.isMoving(now)) this.#paint(now, restate || this.#stale);
    const wait = Math.min(pace(this.#surface.view.zoom), statesMilliseconds);
    this.#timer = setTimeout(() => this.#next(), wait);
  }

  #paint(now: number, restate: boolean): void {
    const { field } = this.#watch;
    const { view } = this.#surface;
    if (restate) {
      field.drawStates(serverNow());
      const serverTime = serverNow();
      const areas = this.#areas();
      const digits = countedDigits(view.zoom);
      this.#counts =
        areas && digits > 0 ? countByArea(field, (id) => field.state(id, serverTime), areas, digits, view) : [];
      this.#statesAt = now;
      this.#stale = false;
    }
    field.drawPositions(now);
    this.#surface.setLayers(owner, order, this.#layers(now, view), {
      tooltip: ({ layer, index, object }) => {
        if (layer?.id === 'position-counts') return object ? this.countText(object) : null;
        const worker = layer?.id === 'position-workers' ? field.workerDrawn(index) : undefined;
        return worker ? this.tooltip(worker.id) : null;
      },
      click: ({ layer, index, object }) => {
        if (layer?.id === 'position-counts' && object) return useSelection.getState().chooseArea(object.code);
        const worker = layer?.id === 'position-workers' ? field.workerDrawn(index) : undefined;
        if (worker) useSelection.getState().choose({ kind: 'worker', id: worker.id });
      },
    });
  }

  #layers(now: number, view: MapView): Layer[] {
    const size = radius(view.zoom);
    return [
      this.#picture.layer(this.#watch.field, size, view.zoom < 9.3 ? 0.6 : 1),
      this.#rings(now, size),
      ...(view.zoom >= names.zoom ? this.#names(view) : []),
      ...(this.#counts.length > 0 ? [countsLayer(this.#counts)] : []),
    ];
  }

  /** Rings around who is chosen and who calls for help. */
  #rings(now: number, size: number): Layer {
    const { field } = this.#watch;
    const selection = this.#chosen();
    const chosen = selection?.kind === 'workers' ? selection.ids : selection?.kind === 'worker' ? [selection.id] : [];
    const calling =
      field.tally.states.sos > 0
        ? [...field.workers()].filter((worker) => field.state(worker.id, serverNow()) === 'sos')
        : [];
    const rings = [
      ...calling.map(({ id }) => ({ place: field.placeOf(id, now), color: stateColors.sos, wide: 10 })),
      ...chosen.map((id) => ({ place: field.placeOf(id, now), color: [219, 230, 241, 255] as const, wide: 5 })),
    ];
    return new ScatterplotLayer<(typeof rings)[number]>({
      id: 'position-rings',
      data: rings.filter(({ place }) => place),
      getPosition: ({ place }) => place ?? [0, 0],
      getRadius: ({ wide }) => size + wide,
      radiusUnits: 'pixels',
      filled: false,
      stroked: true,
      lineWidthUnits: 'pixels',
      getLineWidth: 2,
      getLineColor: ({ color }) => [...color],
    });
  }

  #names({ bounds: [west, south, east, north] }: MapView): Layer[] {
    const { field } = this.#watch;
    const { positions, count } = field.drawn;
    const shown: { name: string; place: [number, number] }[] = [];
    for (let at = 0; at < count && shown.length < names.most; at += 1) {
      const x = positions[at * 2] ?? 0;
      const y = positions[at * 2 + 1] ?? 0;
      if (x < west || x > east || y < south || y > north) continue;
      const worker = field.workerDrawn(at);
      if (worker) shown.push({ name: worker.name, place: [x, y] });
    }
    // Without any text deck.gl would make an empty picture of letters, and complain.
    if (shown.length === 0) return [];
    return [
      new TextLayer<(typeof shown)[number]>({
        id: 'position-names',
        data: shown,
        characterSet: 'auto',
        fontFamily: '"Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif',
        getText: ({ name }) => name,
        getPosition: ({ place }) => place,
        getSize: 13,
        getColor: [219, 230, 241, 255],
        getPixelOffset: [0, -16],
        background: true,
        getBackgroundColor: [11, 17, 24, 190],
        backgroundPadding: [3, 1, 3, 1],
      }),
    ];
  }
}
