import { z } from 'zod';
import { areaCode, identifier, line, moment } from '../contract/primitives.ts';

/** What a worker does besides looking after the grid: words of the place ("消防宣传", "人民调解"). */
export const post = z.string().trim().min(1).max(40);
/** Telephone number as people write it. */
export const phone = z.string().regex(/^\+?[0-9][0-9 -]{4,20}$/);

/** A grid worker as others see them. `index` is the short number that stands for the worker in binary frames. */
export const worker = z.object({
  id: identifier,
  index: z.number().int().min(1),
  name: z.string(),
  area: areaCode,
  /** Whole for the worker alone; masked for everybody else; null when none is known. */
  phone: z.string().nullable(),
  posts: z.array(z.string()),
  onDuty: z.boolean(),
  /** When the duty began or ended. */
  dutySince: moment,
  /** Has accepted an order that is not done yet. */
  busy: z.boolean(),
  /** When the worker called for help; null when no call is open. */
  sosSince: moment.nullable(),
});
export type Worker = z.output<typeof worker>;

/** What of a worker the map needs at every moment. */
export const workerState = worker.pick({
  id: true,
  index: true,
  name: true,
  area: true,
  onDuty: true,
  busy: true,
  sosSince: true,
});
export type WorkerState = z.output<typeof workerState>;

/** A worker as an import gives it. */
export const workerDraft = z.strictObject({
  login: z.string().trim().min(1).max(64),
  name: line,
  area: areaCode,
  phone: phone.optional(),
  posts: z.array(post).max(10).default([]),
});
export type WorkerDraft = z.output<typeof workerDraft>;
