import { Button, Popover, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../kit/shortcuts.ts';
import { DeviceChoice } from './device-choice.tsx';
import type { RoomEngine } from './engine.ts';
import { useRoomView } from './state.ts';
import type { OwnSource, SourceView } from './view.ts';

const keys: Readonly<Record<OwnSource, string>> = { microphone: 'M', camera: 'V', screen: 'S' };

/** Own microphone, camera, screen and devices. */
export function Controls({ engine }: { engine: RoomEngine }) {
  const { t } = useTranslation('room');
  const view = useRoomView(engine);
  return (
    <>
      <SourceButton engine={engine} source="microphone" view={view.microphone} />
      <SourceButton engine={engine} source="camera" view={view.camera} />
      <SourceButton engine={engine} source="screen" view={view.screen} />
      <Popover
        trigger="click"
        placement="top"
        title={t('devices')}
        content={<DeviceChoice kinds={['audioinput', 'videoinput', 'audiooutput']} />}
      >
        <Button>{t('devices')}</Button>
      </Popover>
    </>
  );
}

function SourceButton({ engine, source, view }: { engine: RoomEngine; source: OwnSource; view: SourceView }) {
  const { t } = useTranslation('room');
  const toggle = () => engine.set(source, !view.wanted);
  useShortcut(keys[source], t(`toggle.${source}`), toggle, view.allowed);
  const on = view.wanted;
  const why = !view.allowed
    ? t(`taken.${source}`)
    : view.problem
      ? t('device-problem', { device: t(`source.${source}`), problem: view.problem })
      : `${t(`toggle.${source}`)} (${keys[source]})`;
  return (
    <Tooltip title={why}>
      <Button
        aria-pressed={on}
        aria-keyshortcuts={keys[source]}
        disabled={!view.allowed}
        danger={view.problem !== null || !view.allowed}
        type={on ? 'primary' : 'default'}
        onClick={toggle}
      >
        {!view.allowed ? t(`off-by-chair.${source}`) : on ? t(`on.${source}`) : t(`off.${source}`)}
      </Button>
    </Tooltip>
  );
}
