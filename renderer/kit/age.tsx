import { useTranslation } from 'react-i18next';
import { useNow } from './clock.ts';

/** How long ago, in the largest whole unit: "3 s", "5 min", "2 h", "4 d". */
export function ageParts(milliseconds: number): { unit: 'seconds' | 'minutes' | 'hours' | 'days'; count: number } {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return { unit: 'seconds', count: seconds };
  if (seconds < 3_600) return { unit: 'minutes', count: Math.floor(seconds / 60) };
  if (seconds < 86_400) return { unit: 'hours', count: Math.floor(seconds / 3_600) };
  return { unit: 'days', count: Math.floor(seconds / 86_400) };
}

/** Age of a moment, kept current; hovering tells the moment itself. */
export function Age({ at }: { at: string | number }) {
  const { t, i18n } = useTranslation('console');
  const time = typeof at === 'number' ? at : Date.parse(at);
  const { unit, count } = ageParts(useNow() - time);
  return (
    <time dateTime={new Date(time).toISOString()} title={new Date(time).toLocaleString(i18n.language)}>
      {t(`age.${unit}`, { count })}
    </time>
  );
}
