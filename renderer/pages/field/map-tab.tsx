import { useTranslation } from 'react-i18next';
import { areaContract, boundsOf, unpackShape } from '../../../app/area/index.ts';
import { useField, useTracker } from '../../field/session.tsx';
import { useLiveQuery } from '../../live/index.ts';

/** The own grid and where I am in it: a small drawing that needs no map library. */
export function MapTab() {
  const { t } = useTranslation('field');
  const { account } = useField();
  const { place } = useTracker();
  const shapes = useLiveQuery(areaContract.shapes, { within: account.area, level: 'grid' });
  const area = useLiveQuery(areaContract.get, { code: account.area });
  const shape = shapes.data?.shapes[0]?.shape;
  const name = area.data?.area.name ?? account.area;
  if (!shape) return <p className="dim">{t('no-grid')}</p>;
  const polygons = unpackShape(shape);
  const [west, south, east, north] = boundsOf(polygons);
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const x = (longitude: number) => (longitude - west) * shrink;
  const y = (latitude: number) => north - latitude;
  const size = Math.max(x(east), y(south));
  const margin = size * 0.08;
  return (
    <figure className="field-map">
      <figcaption>{t('my-grid', { name })}</figcaption>
      <svg
        viewBox={`${-margin} ${-margin} ${x(east) + 2 * margin} ${y(south) + 2 * margin}`}
        role="img"
        aria-label={t('my-grid', { name })}
      >
        {polygons.flat().map((ring) => (
          <polygon
            key={ring.slice(0, 2).join()}
            points={ring.map(([longitude, latitude]) => `${x(longitude)},${y(latitude)}`).join(' ')}
            strokeWidth={size * 0.006}
          />
        ))}
        {place ? (
          <circle cx={x(place.longitude)} cy={y(place.latitude)} r={size * 0.02}>
            <title>{t('my-place')}</title>
          </circle>
        ) : null}
      </svg>
    </figure>
  );
}
