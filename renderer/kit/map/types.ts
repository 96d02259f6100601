import type { Layer, PickingInfo } from '@deck.gl/core';
import type { Bounds } from '../../../app/area/index.ts';

/** A closed ring of [longitude, latitude] in degrees, WGS-84; the first point is repeated at the end. */
export type Ring = readonly (readonly [longitude: number, latitude: number])[];

/** What of the world is on the screen. */
export interface MapView {
  readonly longitude: number;
  readonly latitude: number;
  readonly zoom: number;
  readonly bounds: Bounds;
  /** Size of the map in CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** Where to go: all of these bounds, or a point (nearer when the zoom says so, never further away). */
export type FlyTarget = Bounds | { readonly longitude: number; readonly latitude: number; readonly zoom?: number };

/** What happens when something of an owner's layers is under the pointer. */
export interface PickHandlers {
  /** Text beside the pointer; lines are kept. `null`: none. */
  tooltip?(picked: PickingInfo): string | null;
  click?(picked: PickingInfo): void;
}

export type SelectTool = 'box' | 'lasso';

/**
 * The map that all words draw on. Each owner (a word) sets its own layers and never touches those of others.
 * deck.gl layers with binary attributes are the way to draw what moves; positions never pass through React.
 */
export interface MapSurfaceHandle {
  /**
   * Puts the owner's layers on the map in place of those before; a lower `order` lies lower. The identifiers of
   * layers must be the owner's own (`position-workers`). Orders in use: 10 areas, 20 grids, 30 camera cones,
   * 40 cameras, 50 incidents, 60 workers, 70 orders and tracks, 90 labels.
   */
  setLayers(owner: string, order: number, layers: readonly Layer[], handlers?: PickHandlers): void;
  /** Takes all layers of the owner away. */
  removeLayers(owner: string): void;
  flyTo(target: FlyTarget, options?: { readonly animate?: boolean }): void;
  readonly view: MapView;
  /** Calls back whenever the view has changed, at most once a frame; returns the unsubscribe. */
  onView(listener: (view: MapView) => void): () => void;
  /** Calls back with each polygon that was drawn with the box or the lasso of the toolbar; returns the unsubscribe. */
  onSelected(listener: (ring: Ring) => void): () => void;
  /** Lets the user draw one polygon for the caller alone; null when it was given up. */
  draw(tool: SelectTool): Promise<Ring | null>;
}
