import type { DeckProps, Layer, PickingInfo } from '@deck.gl/core';
import type { Bounds } from '../../../app/area/index.ts';
import type { Ground } from '../../../app/position/index.ts';
import { type Engine, openEngine, type Start } from './engine.ts';
import type { FlyTarget, MapSurfaceHandle, MapView, PickHandlers, Ring, SelectTool } from './types.ts';

interface Owned {
  readonly order: number;
  layers: readonly Layer[];
  readonly handlers: PickHandlers;
}

/** Something is under the pointer: what to say of it and where. */
export interface Tooltip {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** What the component around the map shows of it. */
export interface SurfaceState {
  /** `lost`: the graphics card took the map away; it is being made again. */
  readonly state: 'opening' | 'ready' | 'lost' | 'failed';
  readonly tool: SelectTool | null;
  readonly tooltip: Tooltip | null;
}

/** How long after the loss of the WebGL context the map is made again, in ms; doubled each time up to the last. */
const reopenMilliseconds = [300, 8_000] as const;
const huaian: Bounds = [118.2, 32.7, 119.6, 34.1];

/** One map with all that is drawn on it; lives outside React and is given to it by its handle. */
export class Surface implements MapSurfaceHandle {
  readonly #container: HTMLElement;
  readonly #ground: Ground;
  readonly #owned = new Map<string, Owned>();
  readonly #ownerOf = new Map<string, Owned>();
  readonly #viewListeners = new Set<(view: MapView) => void>();
  readonly #selectedListeners = new Set<(ring: Ring) => void>();
  readonly #stateListeners = new Set<() => void>();
  #engine: Engine | undefined;
  #state: SurfaceState = { state: 'opening', tool: null, tooltip: null };
  #view: MapView;
  #frame = 0;
  #applyFrame = 0;
  #reopenTimer: ReturnType<typeof setTimeout> | undefined;
  #reopens = 0;
  #disposed = false;
  #drawing: ((ring: Ring | null) => void) | undefined;
  #pending: FlyTarget | undefined;

  constructor(container: HTMLElement, ground: Ground, bounds: Bounds = huaian) {
    this.#container = container;
    this.#ground = ground;
    const [west, south, east, north] = bounds;
    const { clientWidth: width, clientHeight: height } = container;
    this.#view = { longitude: (west + east) / 2, latitude: (south + north) / 2, zoom: 8, bounds, width, height };
    void this.#open({ bounds });
  }

  get view(): MapView {
    return this.#view;
  }

  get state(): SurfaceState {
    return this.#state;
  }

  /** Calls back when what the component shows has changed; returns the unsubscribe. */
  readonly onState = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  };

  setLayers(owner: string, order: number, layers: readonly Layer[], handlers: PickHandlers = {}): void {
    this.#owned.set(owner, { order, layers, handlers });
    this.#applySoon();
  }

  removeLayers(owner: string): void {
    if (this.#owned.delete(owner)) this.#applySoon();
  }

  flyTo(target: FlyTarget, { animate = true }: { animate?: boolean } = {}): void {
    const map = this.#engine?.map;
    if (!map) {
      this.#pending = target;
      return;
    }
    const calm = !animate || matchMedia('(prefers-reduced-motion: reduce)').matches;
    const duration = calm ? 0 : 600;
    if ('longitude' in target) {
      const { longitude, latitude, zoom = 0 } = target;
      map.easeTo({ center: [longitude, latitude], zoom: Math.max(zoom, map.getZoom()), duration });
    } else {
      const room = Math.min(map.getContainer().clientWidth, map.getContainer().clientHeight);
      map.fitBounds([...target], { padding: Math.min(40, room / 8), maxZoom: 17, duration });
    }
  }

  onView(listener: (view: MapView) => void): () => void {
    this.#viewListeners.add(listener);
    return () => this.#viewListeners.delete(listener);
  }

  onSelected(listener: (ring: Ring) => void): () => void {
    this.#selectedListeners.add(listener);
    return () => this.#selectedListeners.delete(listener);
  }

  draw(tool: SelectTool): Promise<Ring | null> {
    this.#drawing?.(null);
    this.#tell({ tool, tooltip: null });
    return new Promise((resolve) => {
      this.#drawing = resolve;
    });
  }

  /** Takes up a tool of the toolbar, or lays it down. */
  take(tool: SelectTool | null): void {
    this.#drawing?.(null);
    this.#drawing = undefined;
    this.#tell({ tool, tooltip: null });
  }

  /** The tool has drawn this outline (pixels from the map's upper left corner): tells whom it concerns. */
  drawn(outline: readonly (readonly [x: number, y: number])[]): void {
    const map = this.#engine?.map;
    const drawing = this.#drawing;
    this.#drawing = undefined;
    this.#tell({ tool: null });
    const [first] = outline;
    if (!map || !first || outline.length < 3) {
      drawing?.(null);
      return;
    }
    const ring = [...outline, first].map(([x, y]) => {
      const { lng, lat } = map.unproject([x, y]);
      return [lng, lat] as const;
    });
    if (drawing) drawing(ring);
    else for (const listener of this.#selectedListeners) listener(ring);
  }

  zoomBy(steps: number): void {
    const map = this.#engine?.map;
    map?.easeTo({ zoom: map.getZoom() + steps, duration: 150 });
  }

  /** Removes everything; the surface cannot be used afterwards. */
  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#reopenTimer);
    cancelAnimationFrame(this.#frame);
    cancelAnimationFrame(this.#applyFrame);
    this.#drawing?.(null);
    this.#engine?.dispose();
    this.#engine = undefined;
    this.#viewListeners.clear();
    this.#selectedListeners.clear();
    this.#stateListeners.clear();
  }

  async #open(start: Start): Promise<void> {
    try {
      const engine = await openEngine(this.#container, this.#ground, start, this.#deckProps());
      if (this.#disposed) return engine.dispose();
      this.#engine = engine;
      const { map } = engine;
      map.on('move', () => this.#viewSoon());
      map.on('resize', () => this.#viewSoon());
      map.once('load', () => {
        this.#reopens = 0;
        this.#tell({ state: 'ready' });
        this.#viewSoon();
      });
      map.getCanvas().addEventListener('webglcontextlost', () => this.#reopen());
      this.#apply();
      this.#viewSoon();
      if (this.#pending) this.flyTo(this.#pending, { animate: false });
      this.#pending = undefined;
    } catch (error) {
      console.error(error);
      this.#tell({ state: 'failed' });
      this.#reopen();
    }
  }

  /** deck.gl does not come back from a lost context by itself: the whole map is made again where it was. */
  #reopen(): void {
    if (this.#disposed || this.#reopenTimer !== undefined) return;
    if (this.#state.state !== 'failed') this.#tell({ state: 'lost', tooltip: null });
    const wait = Math.min(reopenMilliseconds[0] * 2 ** this.#reopens, reopenMilliseconds[1]);
    this.#reopens += 1;
    this.#reopenTimer = setTimeout(() => {
      this.#reopenTimer = undefined;
      try {
        this.#engine?.dispose();
      } catch (error) {
        console.warn(error);
      }
      this.#engine = undefined;
      // A layer belongs to the deck that drew it; copies with the same properties are drawn by the new one.
      for (const owned of this.#owned.values()) owned.layers = owned.layers.map((layer) => layer.clone({}));
      const { longitude, latitude, zoom } = this.#view;
      void this.#open({ center: [longitude, latitude], zoom });
    }, wait);
  }

  #deckProps(): DeckProps {
    return {
      layers: [],
      // Everything lies flat: what is set later lies above. With depth, flat layers would fight for each pixel.
      parameters: { depthCompare: 'always', depthWriteEnabled: false },
      pickingRadius: 4,
      onHover: (picked) => this.#hover(picked),
      onClick: (picked) => {
        if (this.#state.tool === null && picked.layer) this.#ownerOf.get(picked.layer.id)?.handlers.click?.(picked);
      },
    };
  }

  #hover(picked: PickingInfo): void {
    const owner = picked.picked && picked.layer ? this.#ownerOf.get(picked.layer.id) : undefined;
    const text = this.#state.tool === null ? (owner?.handlers.tooltip?.(picked) ?? null) : null;
    const canvas = this.#engine?.map.getCanvas();
    if (canvas) canvas.style.cursor = owner?.handlers.click ? 'pointer' : '';
    if (text !== null || this.#state.tooltip !== null)
      this.#tell({ tooltip: text === null ? null : { text, x: picked.x, y: picked.y } });
  }

  /** Several owners that set their layers in one frame cost one update. */
  #applySoon(): void {
    if (this.#applyFrame || this.#disposed) return;
    this.#applyFrame = requestAnimationFrame(() => {
      this.#applyFrame = 0;
      this.#apply();
    });
  }

  #apply(): void {
    const sorted = [...this.#owned.values()].sort((a, b) => a.order - b.order);
    this.#ownerOf.clear();
    for (const owned of sorted) for (const layer of owned.layers) this.#ownerOf.set(layer.id, owned);
    this.#engine?.overlay.setProps({ layers: sorted.flatMap((owned) => [...owned.layers]) });
  }

  #viewSoon(): void {
    if (this.#frame || this.#disposed) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const map = this.#engine?.map;
      if (!map) return;
      const { lng, lat } = map.getCenter();
      const edges = map.getBounds();
      const { clientWidth: width, clientHeight: height } = this.#container;
      const bounds: Bounds = [edges.getWest(), edges.getSouth(), edges.getEast(), edges.getNorth()];
      this.#view = { longitude: lng, latitude: lat, zoom: map.getZoom(), bounds, width, height };
      for (const listener of this.#viewListeners) listener(this.#view);
    });
  }

  #tell(change: Partial<SurfaceState>): void {
    this.#state = { ...this.#state, ...change };
    this.#container.dataset.state = this.#state.state;
    for (const listener of this.#stateListeners) listener();
  }
}
