import { Button, Switch } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../kit/shortcuts.ts';
import { DeviceChoice } from './device-choice.tsx';
import { useDevices } from './devices.ts';
import { Preview, playTestTone } from './preview.ts';
import './room.css';

export interface JoinChoice {
  readonly microphone: boolean;
  readonly camera: boolean;
}

const levelMilliseconds = 100;
const bars = 12;

/** Before the room: the own picture, whether the microphone hears, whether the loudspeaker is heard. */
export function JoinPage({ title, enter, cancel }: { title: string; enter(choice: JoinChoice): void; cancel(): void }) {
  const { t } = useTranslation('room');
  const [choice, setChoice] = useState<JoinChoice>({ microphone: true, camera: true });
  const [testing, setTesting] = useState(false);
  const chosen = useDevices((state) => state.chosen);
  const { preview, level } = usePreview(choice, chosen);
  const video = useRef<HTMLVideoElement>(null);
  const stream = preview?.stream;
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = stream ?? null;
    return () => {
      element.srcObject = null;
    };
  }, [stream]);
  const go = () => {
    preview?.close();
    enter(choice);
  };
  useShortcut('Enter', t('enter'), go);
  const pictured = choice.camera && (stream?.getVideoTracks().length ?? 0) > 0;
  return (
    <section className="room-join" aria-label={t('before-joining')}>
      <h2>{title}</h2>
      <div className="room-join-body">
        <div className="room-preview">
          <video
            ref={video}
            autoPlay
            playsInline
            muted
            className="room-preview-video room-mirrored"
            hidden={!pictured}
          />
          {pictured ? null : (
            <p className="dim">
              {preview?.problem
                ? t('device-problem', { device: t('source.camera'), problem: preview.problem })
                : choice.camera
                  ? t('opening-camera')
                  : t('tile-state.off')}
            </p>
          )}
        </div>
        <div className="room-join-choice">
          <div className="room-switch">
            <Switch
              checked={choice.camera}
              onChange={(camera) => setChoice({ ...choice, camera })}
              aria-label={t('source.camera')}
            />
            {t('source.camera')}
          </div>
          <div className="room-switch">
            <Switch
              checked={choice.microphone}
              onChange={(microphone) => setChoice({ ...choice, microphone })}
              aria-label={t('source.microphone')}
            />
            {t('source.microphone')}
            <meter className="visually-hidden" min={0} max={1} value={level} aria-label={t('level')} />
            <span className="room-level" aria-hidden="true">
              {Array.from({ length: bars }, (_, bar) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the bars are their places
                <i key={bar} className={level * bars > bar ? 'on' : ''} />
              ))}
            </span>
          </div>
          <DeviceChoice kinds={['videoinput', 'audioinput', 'audiooutput']} />
          <Button
            loading={testing}
            onClick={async () => {
              setTesting(true);
              await playTestTone().catch(() => undefined);
              setTesting(false);
            }}
          >
            {t('test-loudspeaker')}
          </Button>
          <div className="room-join-acts">
            <Button type="primary" size="large" onClick={go}>
              {t('enter')}
            </Button>
            <Button size="large" onClick={cancel}>
              {t('cancel')}
            </Button>
          </div>
        </div>
      </div>
    </section>
  );
}

function usePreview(choice: JoinChoice, chosen: unknown) {
  const [, redraw] = useState(0);
  const [level, setLevel] = useState(0);
  const preview = useRef<Preview>(null);
  useEffect(() => {
    const opened = new Preview(() => redraw((count) => count + 1));
    preview.current = opened;
    const timer = setInterval(() => setLevel(opened.level()), levelMilliseconds);
    return () => {
      clearInterval(timer);
      opened.close();
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another device chosen means: open anew
  useEffect(() => {
    void preview.current?.open(choice);
  }, [choice, chosen]);
  return { preview: preview.current, level };
}
