import { type Level, levels } from './model.ts';

/** Digits of a code by level: statistics codes of the National Bureau of Statistics, and three more for the grid. */
const digits: Readonly<Record<Level, number>> = { city: 4, county: 6, town: 9, village: 12, grid: 15 };

/** How many digits a code of this level has. */
export function digitsOf(level: Level): number {
  return digits[level];
}

/** Level of a code by its length. Throws a RangeError for a length that no level has. */
export function levelOf(code: string): Level {
  const level = levels.find((each) => digits[each] === code.length);
  if (!level) throw new RangeError(`no level has codes of ${code.length} digits`);
  return level;
}

/** Codes of all areas above, the city first. */
export function ancestorsOf(code: string): string[] {
  return levels.map((level) => code.slice(0, digits[level])).filter((each) => each.length < code.length);
}

/** Code of the area one level above; empty for the city. */
export function parentOf(code: string): string {
  return ancestorsOf(code).at(-1) ?? '';
}
