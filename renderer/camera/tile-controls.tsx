import { App } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Camera } from '../../app/camera/index.ts';
import { useMapSurface } from '../kit/map/index.ts';
import { useSelection } from '../kit/selection.ts';
import type { Shown } from './screen.ts';
import type { TilePlace } from './tile.tsx';
import type { Viewer } from './viewing.ts';

/** What can be done with a tile; seen while the pointer or the focus is on it. */
export function TileControls({
  viewer,
  name,
  facts,
  place,
  by,
}: {
  viewer: Viewer;
  name: string;
  facts: Camera | undefined;
  place: TilePlace;
  by: Shown['by'] | null;
}) {
  const { t } = useTranslation('camera');
  const { message } = App.useApp();
  const surface = useMapSurface();
  const failed = () => void message.error(t('did-not-work'));
  const snapshot = async () => {
    const taken = await viewer.photograph();
    if (taken) download(taken.picture, fileName(name, new Date(taken.at)));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons of a picture, not of a form
    <div className="camera-controls" role="group" aria-label={t('controls')}>
      {place.pin ? (
        <Control
          label={place.pinned ? t('unpin') : t('pin')}
          run={place.pin}
          pressed={place.pinned ?? false}
          icon={<path d="M5.5 2.5h5l-1 4 2 2.5h-7l2-2.5zM8 9v5" />}
        />
      ) : null}
      <Control
        label={t('snapshot')}
        disabled={by === null ? t('no-picture') : null}
        run={() => void snapshot().catch(failed)}
        icon={<path d="M2 5h3l1-2h4l1 2h3v8H2zM8 7a2 2 0 1 0 0 4 2 2 0 0 0 0-4z" />}
      />
      {surface ? (
        <Control
          label={t('locate')}
          disabled={facts ? null : t('no-facts')}
          run={() => {
            if (!facts) return;
            useSelection.getState().choose({ kind: 'camera', id: facts.id });
            surface.flyTo({ longitude: facts.longitude, latitude: facts.latitude, zoom: 15 });
          }}
          icon={<path d="M8 14C5 10 4 8.5 4 6.5a4 4 0 0 1 8 0C12 8.5 11 10 8 14zM8 5.5v2" />}
        />
      ) : null}
      <Control
        label={t('pop-out')}
        disabled={by === 'video' ? null : t('pop-out-not-yet')}
        run={() => void viewer.popOut().catch(failed)}
        icon={<path d="M2 3h12v10H2zM8 8h6v5H8z" />}
      />
      {place.enlarge ? (
        <Control
          label={place.enlarged ? t('reduce') : t('enlarge')}
          run={place.enlarge}
          pressed={place.enlarged ?? false}
          icon={<path d="M9.5 2.5h4v4M6.5 13.5h-4v-4M13.5 2.5l-4.5 4.5M2.5 13.5l4.5-4.5" />}
        />
      ) : null}
      {place.close ? <Control label={t('close')} run={place.close} icon={<path d="M3 3l10 10M13 3 3 13" />} /> : null}
    </div>
  );
}

function Control({
  label,
  run,
  icon,
  disabled = null,
  pressed,
}: {
  label: string;
  run: () => void;
  icon: ReactNode;
  /** Why it cannot be done now. */
  disabled?: string | null;
  pressed?: boolean;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-disabled={disabled !== null}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      title={disabled ?? label}
      onClick={disabled === null ? run : undefined}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        {icon}
      </svg>
    </button>
  );
}

/** Name of a camera and the moment of the picture, as a file may be named on any system. */
function fileName(name: string, at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = `${two(at.getHours())}.${two(at.getMinutes())}.${two(at.getSeconds())}`;
  return `${name.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_')} ${day} ${time}.png`;
}

function download(picture: Blob, name: string): void {
  const url = URL.createObjectURL(picture);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the file after the click has been dealt with.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
