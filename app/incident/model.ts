import { z } from 'zod';
import { areaCode, fileHash, identifier, latitude, longitude, moment } from '../contract/primitives.ts';

/** What incidents are about. */
export const kinds = [
  'dispute',
  'safety',
  'fire',
  'water',
  'road',
  'waste',
  'environment',
  'service',
  'other',
] as const;
export const kind = z.enum(kinds);
export type Kind = z.output<typeof kind>;

export const urgencies = ['ordinary', 'urgent', 'emergency'] as const;
export const urgency = z.enum(urgencies);
export type Urgency = z.output<typeof urgency>;

/** How far an incident is in its closed loop. */
export const stages = ['reported', 'received', 'dispatched', 'handled', 'verified', 'closed'] as const;
export const stage = z.enum(stages);
export type Stage = z.output<typeof stage>;

/** What can be written into an incident's journal; the stage follows from it. */
export const steps = [
  'reported',
  'received',
  'dispatched',
  'handled',
  'verified',
  'returned',
  'closed',
  'reopened',
  'commented',
] as const;
export const step = z.enum(steps);
export type Step = z.output<typeof step>;

/** One entry of the journal: who did what when, in the own words. */
export const entry = z.object({
  at: moment,
  step,
  /** Account that did it, and its name at the time. */
  account: identifier,
  name: z.string(),
  note: z.string(),
  photos: z.array(fileHash),
});
export type Entry = z.output<typeof entry>;

/** An incident as lists and the map show it. */
export const incident = z.object({
  id: identifier,
  /** For people to say: year and a running number. */
  number: z.string(),
  kind,
  urgency,
  title: z.string(),
  stage,
  /** Code of the grid (or of the smallest area known). */
  area: areaCode,
  longitude,
  latitude,
  reportedAt: moment,
  reporter: identifier,
  reporterName: z.string(),
  changedAt: moment,
});
export type Incident = z.output<typeof incident>;
