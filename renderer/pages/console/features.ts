import { areaFeature } from '../../area/feature.tsx';
import type { ConsoleFeature } from '../../kit/feature.ts';

/** The words that take part in the console, in the order in which their parts stand on the screen. */
export const features: readonly ConsoleFeature[] = [areaFeature];
