import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../kit/clock.ts';
import { releaseVideo, takeVideo } from '../kit/video-pool.ts';
import type { RoomEngine } from './engine.ts';
import type { LineState, TileView } from './view.ts';

const staleSeconds = 3;

/** One picture with who it is and how it is: never plain black. */
export function Tile({
  engine,
  tile,
  line,
  large = false,
  pinned = false,
  onPin,
}: {
  engine: RoomEngine;
  tile: TileView;
  line: LineState;
  large?: boolean;
  pinned?: boolean;
  onPin?: () => void;
}) {
  const { t } = useTranslation('room');
  const holder = useRef<HTMLDivElement>(null);
  const seen = useRef(0);
  const [fresh, setFresh] = useState(false);
  useNow();

  // biome-ignore lint/correctness/useExhaustiveDependencies: `media` says that the track behind the tile is another one
  useEffect(() => {
    if (!holder.current || tile.picture !== 'ready') return;
    const video = takeVideo();
    video.classList.toggle('room-mirrored', tile.local && tile.source === 'camera');
    holder.current.append(video);
    const detach = engine.attach(tile.key, video);
    let request = 0;
    const onFrame = () => {
      seen.current = Date.now();
      setFresh(true);
      request = video.requestVideoFrameCallback(onFrame);
    };
    request = video.requestVideoFrameCallback(onFrame);
    return () => {
      video.cancelVideoFrameCallback(request);
      detach();
      releaseVideo(video);
      seen.current = 0;
      setFresh(false);
    };
  }, [engine, tile.key, tile.picture, tile.media]);

  const age = Math.floor((Date.now() - seen.current) / 1_000);
  const state =
    tile.picture === 'off'
      ? 'off'
      : line !== 'live'
        ? 'reconnecting'
        : !fresh
          ? 'connecting'
          : age >= staleSeconds
            ? 'stale'
            : tile.weak
              ? 'low'
              : 'live';
  return (
    <figure
      className={`room-tile ${large ? 'large' : ''} ${tile.speaking ? 'speaking' : ''} ${state}`}
      data-state={state}
      data-area={tile.area}
      data-source={tile.source}
      aria-label={t('tile', { name: tile.label })}
    >
      <div ref={holder} className="room-picture" />
      {state === 'live' || state === 'low' ? null : (
        <div className="room-tile-notice">
          {state === 'off' ? <span className="room-initial">{tile.label.slice(0, 2)}</span> : null}
          <span>{t(`tile-state.${state}`, { seconds: age })}</span>
        </div>
      )}
      <figcaption>
        <span className="room-tile-name">
          {tile.source === 'screen' ? t('screen-of', { name: tile.label }) : tile.label}
          {tile.local ? <span className="dim"> {t('you')}</span> : null}
        </span>
        <span className="room-tile-state">
          {tile.speaking ? <span title={t('speaking')}>◖)) {t('speaking')}</span> : null}
          {tile.muted && tile.source === 'camera' ? <span>{t('muted')}</span> : null}
          {state === 'low' ? <span>{t('weak')}</span> : null}
          {state === 'live' && !tile.local ? <span className="room-live">{t('live')}</span> : null}
        </span>
      </figcaption>
      {onPin ? (
        <button type="button" className="room-pin" aria-pressed={pinned} onClick={onPin}>
          {pinned ? t('unpin') : t('pin')}
        </button>
      ) : null}
    </figure>
  );
}
