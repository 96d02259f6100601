import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Incident, isOverStage } from '../../app/incident/index.ts';
import { positionContract } from '../../app/position/index.ts';
import { useAccount } from '../account/state.ts';
import { OrderComposer } from '../dispatch/composer.tsx';
import { Age } from '../kit/age.tsx';
import { useLiveQuery } from '../live/index.ts';

const shown = 5;
/** People move: who is nearest is asked again this often. */
const everyMilliseconds = 5_000;

/** The five nearest workers on duty, with distance and the age of their position; the chosen ones get an order. */
export function NearestWorkers({ incident }: { incident: Incident }) {
  const { t } = useTranslation('incident');
  const { role } = useAccount();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [composing, setComposing] = useState(false);
  const commands = (positionContract.nearest.roles as readonly string[]).includes(role);
  const { data } = useLiveQuery(
    positionContract.nearest,
    { longitude: incident.longitude, latitude: incident.latitude, limit: shown },
    { enabled: commands && !isOverStage(incident.stage), everyMilliseconds },
  );
  if (!commands || isOverStage(incident.stage)) return null;
  const places = data?.places ?? [];
  return (
    <section>
      <h4>{t('nearest')}</h4>
      {data && places.length === 0 ? <p className="dim">{t('nearest-none')}</p> : null}
      <ul className="incident-nearest">
        {places.map((place) => (
          <li key={place.worker}>
            <Checkbox
              checked={chosen.includes(place.worker)}
              onChange={({ target }) =>
                setChosen(target.checked ? [...chosen, place.worker] : chosen.filter((id) => id !== place.worker))
              }
            >
              {place.name}{' '}
              <span className="dim">
                {place.distance < 1_000
                  ? t('distance', { metres: Math.round(place.distance) })
                  : t('distance-km', { kilometres: (place.distance / 1_000).toFixed(1) })}
                {' · '}
                {t('position-age')} <Age at={place.at} />
              </span>
            </Checkbox>
          </li>
        ))}
      </ul>
      <Button
        disabled={chosen.length === 0}
        title={chosen.length === 0 ? t('choose-some') : undefined}
        onClick={() => setComposing(true)}
      >
        {t('order-nearest')}
      </Button>
      <OrderComposer
        open={composing}
        close={() => setComposing(false)}
        workers={chosen}
        incident={incident.id}
        sent={() => setChosen([])}
      />
    </section>
  );
}
