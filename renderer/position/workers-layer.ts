import type { Layer } from '@deck.gl/core';
import type { WorkerField } from './field.ts';
import { ShapeLayer } from './shape-layer.ts';

/** All workers of a field as one layer with binary attributes. */
export class WorkersPicture {
  #attributes: { version: number; colors: object; shapes: object } | undefined;

  /** The layer for where everybody is drawn now; `radius` in pixels. */
  layer({ drawn }: WorkerField, radius: number, opacity: number): Layer {
    // The same object is the same buffer on the graphics card: colours and shapes go there only when they changed.
    if (this.#attributes?.version !== drawn.version) {
      this.#attributes = {
        version: drawn.version,
        colors: { value: drawn.colors, size: 4, normalized: true },
        shapes: { value: drawn.shapes, size: 1 },
      };
    }
    return new ShapeLayer({
      id: 'position-workers',
      data: {
        length: drawn.count,
        attributes: {
          getPosition: { value: drawn.positions, size: 2 },
          getFillColor: this.#attributes.colors,
          getShape: this.#attributes.shapes,
        },
      } as never,
      radiusUnits: 'pixels',
      getRadius: radius,
      opacity,
      pickable: true,
    }) as unknown as Layer;
  }
}
