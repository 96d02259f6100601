import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../kit/clock.ts';
import { frameAgeParts, secondsUntil } from './age.ts';
import { onTick } from './ticker.ts';
import type { Viewer } from './viewing.ts';

type Texts = ReturnType<typeof useTranslation<'camera'>>['t'];

function textOf(t: Texts, viewer: Viewer): string {
  const { standing } = viewer.snapshot;
  if (standing.kind === 'connecting') return t('state.connecting');
  if (standing.kind === 'failed') {
    if (standing.retryAt === null) return t('state.failed');
    const seconds = secondsUntil(standing.retryAt, serverNow());
    return seconds > 0 ? t('state.retry', { seconds }) : t('state.connecting');
  }
  const age = viewer.age();
  if (age === null) return t(`state.${standing.kind}`, { age: '–' });
  const { unit, count: value } = frameAgeParts(age);
  return t(`state.${standing.kind}`, { age: t(`age.${unit}`, { value }) });
}

/**
 * State and age of the picture in words. They change four times a second: they are written past React, so that
 * nothing else of the tile is looked at again.
 */
export function StateText({ viewer }: { viewer: Viewer }) {
  const { t } = useTranslation('camera');
  const element = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const write = () => {
      const text = textOf(t, viewer);
      if (element.current && element.current.textContent !== text) element.current.textContent = text;
    };
    write();
    const stops = [onTick(write), viewer.subscribe(write)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [viewer, t]);
  return <span ref={element} className="camera-state-text" />;
}
