import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAreaName } from '../area/state.ts';
import './camera.css';
import { useCamera } from './queries.ts';
import { StateText } from './state-text.tsx';
import { TileControls } from './tile-controls.tsx';
import { useViewer, useViewerSnapshot } from './use-viewer.ts';
import type { Viewer, ViewerSnapshot } from './viewing.ts';

/** What a tile can do in its place; what is missing has no button. */
export interface TilePlace {
  readonly close?: () => void;
  readonly enlarged?: boolean;
  readonly enlarge?: () => void;
  readonly pinned?: boolean;
  readonly pin?: () => void;
}

/** One camera, live: who it is, how it is with its picture, who else looks. Never plain black. */
export function CameraTile({ camera, name, place }: { camera: string; name: string; place: TilePlace }) {
  const { t } = useTranslation('camera');
  const viewer = useViewer(camera);
  const snapshot = useViewerSnapshot(viewer);
  const facts = useCamera(camera).data;
  const area = useAreaName(facts?.area ?? '');
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (viewer) holder.current?.append(viewer.element);
  }, [viewer]);
  const title = facts?.name ?? name;
  const kind = snapshot?.standing.kind ?? 'connecting';
  return (
    <figure
      className={`camera-tile ${kind} ${place.enlarged ? 'enlarged' : ''}`}
      data-camera={camera}
      data-state={kind}
      data-by={snapshot?.by ?? ''}
      aria-label={title}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its controls come out when it has the focus
      tabIndex={0}
      onDoubleClick={place.enlarge}
    >
      <div ref={holder} className="camera-picture" />
      {viewer && snapshot ? <Notice viewer={viewer} snapshot={snapshot} /> : null}
      <header>
        <span className="camera-name">
          <strong>{title}</strong> <span>{area}</span>
        </span>
        <span className="camera-state">{viewer ? <StateText viewer={viewer} /> : t('state.connecting')}</span>
      </header>
      <footer>
        <Watching snapshot={snapshot} />
        {snapshot?.by ? (
          <span className="camera-size">
            {snapshot.width}×{snapshot.height}
          </span>
        ) : null}
      </footer>
      {viewer ? (
        <TileControls viewer={viewer} name={title} facts={facts} place={place} by={snapshot?.by ?? null} />
      ) : null}
    </figure>
  );
}

/** Over the picture: why there is none, or why it is old, and what is being done. */
function Notice({ viewer, snapshot: { standing, by } }: { viewer: Viewer; snapshot: ViewerSnapshot }) {
  const { t } = useTranslation('camera');
  if (standing.kind === 'connecting') {
    return (
      <div className="camera-notice" role="status">
        {t('connecting')}
      </div>
    );
  }
  if (standing.kind === 'stale') {
    return (
      <div className="camera-notice over" role="status">
        {t(`stale.${standing.why}`)}
      </div>
    );
  }
  if (standing.kind !== 'failed') return null;
  const { failure, detail, text } = standing;
  return (
    <div className={by ? 'camera-notice over' : 'camera-notice'} role="alert">
      <strong>{failure ? t(`failures.${failure}`) : text}</strong>
      {detail ? <span className="dim">{detail}</span> : null}
      {by ? <span className="dim">{t('old-picture')}</span> : null}
      <Button size="small" onClick={() => viewer.tryNow()}>
        {t('try-now')}
      </Button>
    </div>
  );
}

/** Who looks through the camera, ourselves included. */
function Watching({ snapshot }: { snapshot: ViewerSnapshot | null }) {
  const { t, i18n } = useTranslation('camera');
  const { watching = 0, viewers = [] } = snapshot?.status ?? {};
  if (watching === 0) return <span />;
  const names = new Intl.ListFormat(i18n.language).format(viewers.map(({ name }) => name));
  return (
    <span className="camera-watching" title={names}>
      {t('watching', { number: watching, names })}
    </span>
  );
}
