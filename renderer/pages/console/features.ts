import { areaFeature } from '../../area/feature.tsx';
import { auditFeature } from '../../audit/feature.tsx';
import { cameraFeature } from '../../camera/feature.tsx';
import { conferenceFeature } from '../../conference/feature.tsx';
import { dispatchFeature } from '../../dispatch/feature.tsx';
import { incidentFeature } from '../../incident/feature.tsx';
import type { ConsoleFeature } from '../../kit/feature.ts';
import { positionFeature } from '../../position/feature.tsx';
import { workerFeature } from '../../worker/feature.tsx';

/** The words that take part in the console, in the order in which their parts stand on the screen. */
export const features: readonly ConsoleFeature[] = [
  areaFeature,
  positionFeature,
  workerFeature,
  cameraFeature,
  incidentFeature,
  dispatchFeature,
  conferenceFeature,
  auditFeature,
];
