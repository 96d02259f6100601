import type { ConsoleFeature } from '../kit/feature.ts';
import { PeopleCount } from './people.tsx';

export const workerFeature: ConsoleFeature = { word: 'worker', Counts: PeopleCount };
