import { z } from 'zod';
import { commandRoles, consoleRoles } from '../account/model.ts';
import { act, event, query } from '../contract/declaration.ts';
import { areaCode, fileHash, identifier, latitude, line, longitude, page, text } from '../contract/primitives.ts';
import { entry, incident, kind, stage, urgency } from './model.ts';

const photos = z.array(fileHash).max(9).default([]);
const which = { incident: identifier };
const changedAnswer = z.object({ incident });

export const report = act('incident', 'report', {
  summary: 'Reports an incident with its place and photos.',
  input: z.strictObject({
    kind,
    urgency: urgency.default('ordinary'),
    title: line,
    note: text.default(''),
    longitude,
    latitude,
    photos,
  }),
  output: changedAnswer,
  roles: ['worker', 'operator', 'administrator'],
  audited: ({ kind, urgency, title, longitude, latitude, photos }) => ({
    kind,
    urgency,
    title,
    longitude,
    latitude,
    photos,
  }),
});

export const receive = act('incident', 'receive', {
  summary: 'The centre takes the incident on.',
  input: z.strictObject({ ...which, note: text.default('') }),
  output: changedAnswer,
  roles: [...commandRoles, 'clerk'],
  audited: (input) => input,
});

export const handle = act('incident', 'handle', {
  summary: 'The centre has handled the incident itself, without an order.',
  input: z.strictObject({ ...which, note: line, photos }),
  output: changedAnswer,
  roles: [...commandRoles, 'clerk'],
  audited: (input) => input,
});

export const verify = act('incident', 'verify', {
  summary: 'What was done has been checked and is good.',
  input: z.strictObject({ ...which, note: text.default('') }),
  output: changedAnswer,
  roles: commandRoles,
  audited: (input) => input,
});

export const giveBack = act('incident', 'return', {
  summary: 'What was done is not enough; the incident is open again, with the reason.',
  input: z.strictObject({ ...which, note: line }),
  output: changedAnswer,
  roles: commandRoles,
  audited: (input) => input,
});

export const close = act('incident', 'close', {
  summary: 'Closes a verified incident.',
  input: z.strictObject({ ...which, note: text.default('') }),
  output: changedAnswer,
  roles: commandRoles,
  audited: (input) => input,
});

export const reopen = act('incident', 'reopen', {
  summary: 'Opens a closed incident again, with the reason.',
  input: z.strictObject({ ...which, note: line }),
  output: changedAnswer,
  roles: commandRoles,
  audited: (input) => input,
});

export const comment = act('incident', 'comment', {
  summary: 'Writes a remark into the journal.',
  input: z.strictObject({ ...which, note: line, photos }),
  output: changedAnswer,
  roles: ['worker', 'operator', 'administrator', 'clerk', 'mediator', 'receptionist'],
  audited: (input) => input,
});

export const list = query('incident', 'list', {
  summary: 'Incidents of an area, the newest first; a worker gets the own reports.',
  input: z.strictObject({
    area: areaCode.optional(),
    /** Only those that are not closed. */
    open: z.boolean().default(false),
    stage: stage.optional(),
    kind: kind.optional(),
    search: z.string().max(100).optional(),
    ...page,
    after: identifier.optional(),
  }),
  output: z.object({ incidents: z.array(incident), next: z.string().nullable(), open: z.number().int() }),
  roles: [...consoleRoles, 'worker'],
  audited: false,
});

export const get = query('incident', 'get', {
  summary: 'One incident with its journal.',
  input: z.strictObject(which),
  output: z.object({ incident, journal: z.array(entry) }),
  roles: [...consoleRoles, 'worker'],
  audited: false,
});

/** Told to the consoles of the area and to who reported it. */
export const changed = event('incident', 'changed', z.object({ incident, step: z.string() }));
