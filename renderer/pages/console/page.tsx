import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorBoundary } from '../../kit/error-boundary.tsx';
import { MapSurface } from '../../kit/map/index.ts';
import { useMode } from '../../kit/mode.ts';
import { useSelection } from '../../kit/selection.ts';
import './console.css';
import { features } from './features.ts';
import { Header } from './header.tsx';
import { Strip } from './strip.tsx';

/** The desk: tree, map, what now, what about the chosen thing, and the strip. Composition only. */
export default function ConsolePage() {
  const { t } = useTranslation('console');
  const mode = useMode((state) => state.mode);
  const Centre = features.find((feature) => feature.modes?.[mode])?.modes?.[mode];
  return (
    <div className={Centre ? 'console stage' : 'console'}>
      <Header />
      <nav className="console-tree" aria-label={t('areas')}>
        {features.map(({ word, Tree }) => (Tree ? <Guarded key={word} Part={Tree} /> : null))}
        <div className="console-counts">
          {features.map(({ word, Counts }) => (Counts ? <Guarded key={word} Part={Counts} /> : null))}
        </div>
      </nav>
      <main className="console-map" aria-label={t('map')}>
        <MapSurface>
          {features.map(({ word, Layers }) => (Layers ? <Guarded key={word} Part={Layers} /> : null))}
        </MapSurface>
      </main>
      {Centre ? (
        <section className="console-centre">
          <Guarded Part={Centre} />
        </section>
      ) : null}
      <RightColumn />
      <Strip />
      {features.map(({ word, Overlay }) => (Overlay ? <Guarded key={word} Part={Overlay} /> : null))}
    </div>
  );
}

/** What now, then what about the chosen thing. */
function RightColumn() {
  const { t } = useTranslation('console');
  const selection = useSelection((state) => state.selection);
  const panels = selection
    ? features.flatMap(({ word, panels }) => {
        const Panel = panels?.[selection.kind];
        return Panel ? [{ word, Panel }] : [];
      })
    : [];
  return (
    <aside className="console-right" aria-label={t('now-and-chosen')}>
      <section aria-label={t('now')} className="console-now">
        <h2>{t('now')}</h2>
        {features.map(({ word, Now }) => (Now ? <Guarded key={word} Part={Now} /> : null))}
        <p className="dim console-nothing">{t('nothing-now')}</p>
      </section>
      <section aria-label={t('chosen')} className="console-chosen">
        {selection && panels.length > 0 ? (
          panels.map(({ word, Panel }) => (
            <ErrorBoundary key={word}>
              <Panel selection={selection} />
            </ErrorBoundary>
          ))
        ) : (
          <p className="dim">{t('nothing-chosen')}</p>
        )}
      </section>
    </aside>
  );
}

function Guarded({ Part }: { Part: ComponentType }) {
  return (
    <ErrorBoundary>
      <Part />
    </ErrorBoundary>
  );
}
