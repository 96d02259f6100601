import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { ErrorBoundary } from '../../kit/error-boundary.tsx';
import type { StripTab } from '../../kit/feature.ts';
import { useStrip } from '../../kit/strip.ts';
import { features } from './features.ts';

/** Live pictures and meetings at the bottom; its upper edge is dragged, or moved with the arrow keys. */
export function Strip() {
  const { t } = useTranslation('console');
  const tabs = features.flatMap((feature) => (feature.strip ? [feature.strip] : []));
  const { height, tab: chosen, choose, resize } = useStrip();
  const [first] = tabs;
  if (!first) return null;
  return (
    <section className="console-strip" style={{ height }} aria-label={t('strip')}>
      {/* biome-ignore lint/a11y/useSemanticElements: a focusable separator that is moved is a widget, not a rule */}
      <div
        className="console-strip-edge"
        role="separator"
        aria-orientation="horizontal"
        aria-label={t('strip-height')}
        aria-valuenow={height}
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.key === 'ArrowUp') resize(height + 24);
          if (event.key === 'ArrowDown') resize(height - 24);
        }}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={(event) => {
          if (event.buttons === 1) resize(window.innerHeight - event.clientY);
        }}
      />
      <Tabs
        size="small"
        activeKey={chosen ?? first.key}
        onChange={choose}
        // What is not seen is not watched.
        destroyOnHidden
        items={tabs.map((tab) => ({
          key: tab.key,
          label: <TabLabel tab={tab} />,
          children: (
            <ErrorBoundary>
              <tab.Component />
            </ErrorBoundary>
          ),
        }))}
      />
    </section>
  );
}

function TabLabel({ tab }: { tab: StripTab }) {
  return <>{tab.useLabel()}</>;
}
