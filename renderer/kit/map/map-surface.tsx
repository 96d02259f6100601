import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Bounds } from '../../../app/area/index.ts';
import { positionContract } from '../../../app/position/index.ts';
import { useLiveQuery } from '../../live/index.ts';
import { useShortcut } from '../shortcuts.ts';
import './map.css';
import { SelectSheet } from './select-tool.tsx';
import { Surface } from './surface.ts';
import type { SelectTool } from './types.ts';
import { MapSurfaceContext, usePrimarySurface } from './use-map-surface.ts';

/**
 * The map that all words draw on, with its tools. What is put inside may use `useMapSurface()` and draw elements of
 * its own over the map. `primary`: panels elsewhere on the page mean this map. `quiet`: no tools (wall).
 */
export function MapSurface({
  children,
  bounds,
  primary = true,
  quiet = false,
}: {
  children?: ReactNode;
  /** What is looked at first. */
  bounds?: Bounds;
  primary?: boolean;
  quiet?: boolean;
}) {
  const { t } = useTranslation('position');
  const canvas = useRef<HTMLDivElement>(null);
  const [surface, setSurface] = useState<Surface | null>(null);
  const ground = useLiveQuery(positionContract.ground, {}).data;
  const first = useRef(bounds);

  useEffect(() => {
    if (!canvas.current || !ground) return;
    const opened = new Surface(canvas.current, ground, first.current);
    setSurface(opened);
    if (primary) usePrimarySurface.setState({ surface: opened });
    return () => {
      opened.dispose();
      setSurface(null);
      if (primary && usePrimarySurface.getState().surface === opened) usePrimarySurface.setState({ surface: null });
    };
  }, [ground, primary]);

  return (
    <MapSurfaceContext value={surface}>
      <div className="map-surface">
        {/* biome-ignore lint/a11y/useSemanticElements: a map is no form */}
        <div ref={canvas} className="map-canvas" role="group" aria-label={t('map.label')} />
        {surface ? <Overlays surface={surface} quiet={quiet} /> : null}
        {surface ? children : null}
      </div>
    </MapSurfaceContext>
  );
}

function Overlays({ surface, quiet }: { surface: Surface; quiet: boolean }) {
  const { t } = useTranslation('position');
  const { state, tool, tooltip } = useSyncExternalStore(surface.onState, () => surface.state);
  return (
    <>
      {state === 'lost' || state === 'failed' ? (
        <p className="map-notice" role="status">
          {t(`map.${state}`)}
        </p>
      ) : null}
      {tooltip ? (
        <div className="map-tooltip" style={{ left: tooltip.x, top: tooltip.y }}>
          {tooltip.text}
        </div>
      ) : null}
      {tool ? (
        <SelectSheet key={tool} tool={tool} label={t(`map.${tool}-hint`)} done={(outline) => surface.drawn(outline)} />
      ) : null}
      {quiet ? null : <Tools surface={surface} tool={tool} />}
    </>
  );
}

function Tools({ surface, tool }: { surface: Surface; tool: SelectTool | null }) {
  const { t } = useTranslation('position');
  const toggle = (wanted: SelectTool) => surface.take(tool === wanted ? null : wanted);
  useShortcut('L', t('map.lasso'), () => toggle('lasso'));
  useShortcut('B', t('map.box'), () => toggle('box'));
  useShortcut('Escape', t('map.give-up'), () => surface.take(null), tool !== null);
  useZoomKeys(surface);
  return (
    <div className="map-tools" role="toolbar" aria-label={t('map.tools')}>
      <button
        type="button"
        title={`${t('map.nearer')} (+)`}
        aria-label={t('map.nearer')}
        onClick={() => surface.zoomBy(1)}
      >
        +
      </button>
      <button
        type="button"
        title={`${t('map.further')} (−)`}
        aria-label={t('map.further')}
        onClick={() => surface.zoomBy(-1)}
      >
        −
      </button>
      {(['box', 'lasso'] as const).map((each) => (
        <button
          key={each}
          type="button"
          title={`${t(`map.${each}`)} (${each === 'box' ? 'B' : 'L'})`}
          aria-label={t(`map.${each}`)}
          aria-pressed={tool === each}
          onClick={() => toggle(each)}
        >
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            {each === 'box' ? (
              <rect x="2.5" y="3.5" width="11" height="9" />
            ) : (
              <path d="M3 9C1 5 5 2 9 3s6 4 4 7-6 3-8 1M5 11c-1 1-1 2 0 3" />
            )}
          </svg>
        </button>
      ))}
    </div>
  );
}

/** + and − wherever the keyboard is, but not in a field nor on the map itself, which has them already. */
function useZoomKeys(surface: Surface): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement)) return;
      if (target.isContentEditable || target.closest('input, textarea, select, .map-canvas')) return;
      if (event.key === '+' || event.key === '=') surface.zoomBy(1);
      if (event.key === '-') surface.zoomBy(-1);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [surface]);
}
