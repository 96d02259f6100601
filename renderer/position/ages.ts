import type { TFunction } from 'i18next';
import { ageParts } from '../kit/age.tsx';

/** An age in words: "3 s", "5 分钟". */
export function ageText(t: TFunction<'position'>, milliseconds: number): string {
  const { unit, count } = ageParts(milliseconds);
  return t(unit, { count });
}
