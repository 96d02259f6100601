import { Button, Select, Slider } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { positionContract } from '../../app/position/index.ts';
import { serverNow } from '../kit/clock.ts';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { Loading } from '../kit/loading.tsx';
import { useMapSurface } from '../kit/map/index.ts';
import { useLiveQuery } from '../live/index.ts';
import { trackLayers } from './track-layer.ts';

const owner = 'position-track';
const order = 70;
const speeds = [1, 10, 60, 300] as const;
const china = 8 * 3_600_000;
const day = 24 * 3_600_000;
const frameMilliseconds = 50;

/** Day of a moment by China's clock, as the field of a form writes it. */
const dayOf = (time: number) => new Date(time + china).toISOString().slice(0, 10);

/** The track of a day with its player. Opening it is a look, recorded and shown to the worker. */
export function TrackPlayer({ worker }: { worker: string }) {
  const { t } = useTranslation('position');
  const [chosen, setChosen] = useState(() => dayOf(serverNow()));
  const from = Date.parse(`${chosen}T00:00:00+08:00`);
  const query = useLiveQuery(positionContract.track, {
    worker,
    from: new Date(from).toISOString(),
    to: new Date(from + day).toISOString(),
  });
  return (
    <section aria-label={t('track')}>
      <label>
        {t('track-day')}{' '}
        <input
          type="date"
          value={chosen}
          max={dayOf(serverNow())}
          onChange={(event) => event.target.value && setChosen(event.target.value)}
        />
      </label>
      {query.error ? <ErrorNotice error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isLoading ? <Loading /> : null}
      {query.data ? <Player key={chosen} track={query.data} /> : null}
      <p className="dim">{t('track-notice')}</p>
    </section>
  );
}

function Player({
  track,
}: {
  track: NonNullable<ReturnType<typeof useLiveQuery<typeof positionContract.track>>['data']>;
}) {
  const { t, i18n } = useTranslation('position');
  const surface = useMapSurface();
  const first = track.times[0] ?? 0;
  const last = track.times.at(-1) ?? 0;
  const [time, setTime] = useState(last);
  const [speed, setSpeed] = useState<number>(60);
  const [playing, setPlaying] = useState(false);
  const shown = useMemo(() => ({ total: track.total, shown: track.times.length }), [track]);

  useEffect(() => {
    if (!playing) return;
    let before = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      const step = (now - before) * speed;
      before = now;
      setTime((at) => Math.min(last, at + step));
    }, frameMilliseconds);
    return () => clearInterval(timer);
  }, [playing, speed, last]);
  useEffect(() => {
    if (time >= last) setPlaying(false);
  }, [time, last]);
  useEffect(() => {
    if (!surface || track.times.length === 0) return;
    surface.setLayers(owner, order, trackLayers(track, time));
  }, [surface, track, time]);
  useEffect(() => () => surface?.removeLayers(owner), [surface]);
  useEffect(() => {
    if (!surface || track.times.length < 2) return;
    const { longitudes, latitudes } = track;
    surface.flyTo([Math.min(...longitudes), Math.min(...latitudes), Math.max(...longitudes), Math.max(...latitudes)]);
  }, [surface, track]);

  if (track.times.length === 0) return <p>{t('track-empty')}</p>;
  const clock = new Date(time).toLocaleTimeString(i18n.language, { hour12: false, timeZone: 'Asia/Shanghai' });
  return (
    <>
      <div className="position-player">
        <Button
          size="small"
          disabled={first === last}
          onClick={() => {
            if (time >= last) setTime(first);
            setPlaying(!playing);
          }}
        >
          {playing ? t('pause') : t('play')}
        </Button>
        <Slider
          min={first}
          max={last}
          step={1_000}
          value={time}
          onChange={setTime}
          tooltip={{ open: false }}
          ariaLabelForHandle={t('scrub')}
        />
        <time>{clock}</time>
        <Select
          size="small"
          aria-label={t('play-speed')}
          value={speed}
          onChange={setSpeed}
          options={speeds.map((value) => ({ value, label: `${value}×` }))}
        />
      </div>
      <p className="dim">{t('track-total', shown)}</p>
    </>
  );
}
