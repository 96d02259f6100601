import { z } from 'zod';
import { areaCode, fileHash, identifier, latitude, longitude, moment } from '../contract/primitives.ts';

/** How far an order has got; each comes with its time. "Sent" is never shown as "done". */
export const states = [
  'queued',
  'sent',
  'delivered',
  'read',
  'accepted',
  'arrived',
  'done',
  'declined',
  'cancelled',
] as const;
export const state = z.enum(states);
export type State = z.output<typeof state>;

/** One step of an order: who brought it there, and when. */
export const orderStep = z.object({
  state,
  at: moment,
  name: z.string(),
  note: z.string(),
  photos: z.array(fileHash),
});
export type OrderStep = z.output<typeof orderStep>;

/** One order to one worker. Orders sent together share a batch. */
export const order = z.object({
  id: identifier,
  batch: identifier,
  incident: identifier.nullable(),
  worker: identifier,
  workerName: z.string(),
  area: areaCode,
  text: z.string(),
  longitude: longitude.nullable(),
  latitude: latitude.nullable(),
  senderName: z.string(),
  /** Until when it should be accepted. */
  acceptBy: moment,
  state,
  steps: z.array(orderStep),
});
export type Order = z.output<typeof order>;
