import { z } from 'zod';
import { commandRoles, consoleRoles } from '../account/model.ts';
import { act, event, query } from '../contract/declaration.ts';
import { areaCode, fileHash, identifier, latitude, line, longitude, nothing, text } from '../contract/primitives.ts';
import { order } from './model.ts';

const which = { order: identifier };
const answer = z.object({ order });

export const send = act('dispatch', 'send', {
  summary: 'Sends an order to one or several workers of the jurisdiction, about an incident or by itself.',
  input: z.strictObject({
    workers: z.array(identifier).min(1).max(500),
    incident: identifier.optional(),
    text: line.max(2_000),
    longitude: longitude.optional(),
    latitude: latitude.optional(),
    /** Minutes within which it should be accepted. */
    acceptWithin: z.number().int().min(1).max(1_440).default(10),
  }),
  output: z.object({ orders: z.array(order) }),
  roles: commandRoles,
  audited: ({ workers, incident, text }) => ({ workers, incident, text }),
});

export const cancel = act('dispatch', 'cancel', {
  summary: 'Takes an order back that is not over.',
  input: z.strictObject({ ...which, note: line }),
  output: answer,
  roles: commandRoles,
  audited: (input) => input,
});

export const acknowledge = act('dispatch', 'acknowledge', {
  summary: 'The phone has got these orders, or the worker has read them. Repeating does no harm.',
  input: z.strictObject({ orders: z.array(identifier).min(1).max(500), step: z.enum(['delivered', 'read']) }),
  output: nothing,
  roles: ['worker'],
  rate: { most: 300, seconds: 10 },
  audited: (input) => input,
});

export const accept = act('dispatch', 'accept', {
  summary: 'The worker takes the order on.',
  input: z.strictObject(which),
  output: answer,
  roles: ['worker'],
  audited: (input) => input,
});

export const decline = act('dispatch', 'decline', {
  summary: 'The worker cannot do it, and says why.',
  input: z.strictObject({ ...which, note: line }),
  output: answer,
  roles: ['worker'],
  audited: (input) => input,
});

export const arrive = act('dispatch', 'arrive', {
  summary: 'The worker is at the place.',
  input: z.strictObject(which),
  output: answer,
  roles: ['worker'],
  audited: (input) => input,
});

export const complete = act('dispatch', 'complete', {
  summary: 'The order is done, with a note and photos; an incident that it is about counts as handled.',
  input: z.strictObject({ ...which, note: text.default(''), photos: z.array(fileHash).max(9).default([]) }),
  output: answer,
  roles: ['worker'],
  audited: (input) => input,
});

export const list = query('dispatch', 'list', {
  summary: 'Orders of an area, or about an incident, or to a worker; the newest first, at most 200.',
  input: z.strictObject({
    area: areaCode.optional(),
    incident: identifier.optional(),
    worker: identifier.optional(),
    open: z.boolean().default(false),
  }),
  output: z.object({ orders: z.array(order) }),
  roles: consoleRoles,
  audited: false,
});

export const get = query('dispatch', 'get', {
  summary: 'One order with all its steps.',
  input: z.strictObject(which),
  output: answer,
  roles: [...consoleRoles, 'worker'],
  audited: false,
});

export const inbox = query('dispatch', 'inbox', {
  summary: 'The own orders: all that are not over, and those of the last day.',
  input: nothing,
  output: z.object({ orders: z.array(order) }),
  roles: ['worker'],
  audited: false,
});

/** Told to the worker: there is a new order. */
export const ordered = event('dispatch', 'ordered', z.object({ order }));
/** Told to the consoles of the area and to the worker: an order has got further. */
export const changed = event('dispatch', 'changed', z.object({ order }));
