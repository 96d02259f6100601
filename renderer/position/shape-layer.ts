import type { DefaultProps } from '@deck.gl/core';
import { ScatterplotLayer } from '@deck.gl/layers';

/**
 * Points whose shape says their state, so that colour is never alone: 0 disc, 1 diamond, 2 ring, 3 triangle. One draw
 * call for all; the shape is cut out of the point in the fragment shader.
 */
export class ShapeLayer extends ScatterplotLayer<unknown, { getShape?: unknown }> {
  static override layerName = 'ShapeLayer';
  static override defaultProps = {
    getShape: { type: 'accessor', value: 0 },
  } as unknown as DefaultProps<ScatterplotLayer['props']>;

  override initializeState(): void {
    super.initializeState();
    this.getAttributeManager()?.addInstanced({ instanceShapes: { size: 1, accessor: 'getShape', defaultValue: 0 } });
  }

  override getShaders() {
    const shaders = super.getShaders();
    return {
      ...shaders,
      inject: {
        ...shaders.inject,
        'vs:#decl': 'in float instanceShapes;\nflat out float workerShape;',
        'vs:#main-end': 'workerShape = instanceShapes;',
        'fs:#decl': 'flat in float workerShape;',
        'fs:DECKGL_FILTER_COLOR': cut,
      },
    };
  }
}

/** A dark rim sets the shape off from the ground and from its neighbours. */
const cut = /* glsl */ `
  vec2 at = geometry.uv;
  float reach = length(at);
  if (workerShape > 2.5) {
    reach = max(-at.y * 2.0, abs(at.x) * 1.7321 + at.y);
  } else if (workerShape > 1.5) {
    if (reach < 0.5) discard;
    reach = 0.75 + abs(reach - 0.75) * 0.8;
  } else if (workerShape > 0.5) {
    reach = abs(at.x) + abs(at.y);
  }
  if (reach > 1.0) discard;
  if (reach > 0.8 && (workerShape < 1.5 || workerShape > 2.5)) color.rgb *= 0.3;
`;
