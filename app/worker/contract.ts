import { z } from 'zod';
import { consoleRoles } from '../account/model.ts';
import { act, event, query } from '../contract/declaration.ts';
import { areaCode, identifier, nothing, page } from '../contract/primitives.ts';
import { worker, workerDraft, workerState } from './model.ts';

export const enrol = act('worker', 'enrol', {
  summary: 'Makes grid workers with their accounts in one go; a login that exists keeps its account.',
  input: z.strictObject({ workers: z.array(workerDraft).min(1).max(10_000) }),
  output: z.object({ workers: z.array(z.object({ id: identifier, index: z.number().int(), login: z.string() })) }),
  roles: ['administrator'],
  audited: ({ workers }) => ({ count: workers.length, first: workers[0]?.login }),
});

export const setDuty = act('worker', 'set-duty', {
  summary: 'The worker goes on or off duty; positions are taken and kept only on duty.',
  input: z.strictObject({ onDuty: z.boolean() }),
  output: nothing,
  roles: ['worker'],
  audited: (input) => input,
});

export const passDuty = act('worker', 'pass-duty', {
  summary: 'A gateway passes on that workers of its area went on or off duty in the platform it stands for.',
  input: z.strictObject({ workers: z.array(identifier).min(1).max(10_000), onDuty: z.boolean() }),
  output: nothing,
  roles: ['gateway'],
  audited: ({ workers, onDuty }) => ({ count: workers.length, first: workers[0], onDuty }),
});

export const raiseSos = act('worker', 'raise-sos', {
  summary: 'The worker calls for help.',
  input: nothing,
  output: nothing,
  roles: ['worker'],
  audited: () => ({}),
});

export const clearSos = act('worker', 'clear-sos', {
  summary: 'Ends a call for help: the worker, or the centre that has seen to it.',
  input: z.strictObject({ worker: identifier }),
  output: nothing,
  roles: ['worker', 'operator', 'administrator'],
  audited: (input) => input,
});

export const list = query('worker', 'list', {
  summary: 'Workers of an area by name, page by page, and how many there are and are on duty.',
  input: z.strictObject({
    area: areaCode.optional(),
    search: z.string().max(100).optional(),
    onDuty: z.boolean().optional(),
    ...page,
  }),
  output: z.object({
    workers: z.array(worker),
    next: z.string().nullable(),
    total: z.number().int(),
    onDuty: z.number().int(),
  }),
  roles: consoleRoles,
  audited: false,
});

export const get = query('worker', 'get', {
  summary: 'One worker.',
  input: z.strictObject({ worker: identifier }),
  output: worker,
  roles: [...consoleRoles, 'worker'],
  audited: false,
});

export const directory = query('worker', 'directory', {
  summary: 'All workers of an area in short form: who stands behind an index of the binary frames.',
  input: z.strictObject({ area: areaCode.optional() }),
  output: z.object({ workers: z.array(workerState) }),
  roles: [...consoleRoles, 'gateway'],
  audited: false,
});

/** Told to the consoles of the area and to the workers themselves: new workers, duty, busy, calls for help. */
export const changed = event('worker', 'changed', z.object({ workers: z.array(workerState) }));
