import { z } from 'zod';
import { commandRoles, consoleRoles } from '../account/model.ts';
import { act, event, query } from '../contract/declaration.ts';
import { areaCode, identifier, line, nothing } from '../contract/primitives.ts';
import { centreCode, conference, conferenceSummary } from './model.ts';
import { mostSites } from './rules.ts';

const which = { conference: identifier };
const ofConference = z.strictObject(which);
const ofSite = z.strictObject({ ...which, area: areaCode });
const centres = z.array(centreCode).min(1).max(mostSites);

export const start = act('conference', 'start', {
  summary: 'Calls centres of the own area to a conference at once; the own centre chairs it.',
  input: z.strictObject({ title: line, areas: centres }),
  output: conference,
  roles: commandRoles,
  audited: ({ title, areas }) => ({ title, areas }),
});

export const invite = act('conference', 'invite', {
  summary: 'Calls more centres, or one that had been removed.',
  input: z.strictObject({ ...which, areas: centres }),
  output: conference,
  roles: commandRoles,
  audited: (input) => input,
});

export const ringAgain = act('conference', 'ring-again', {
  summary: 'Rings again at these centres, or at all that are not in; those in or removed are left alone.',
  input: z.strictObject({ ...which, areas: centres.optional() }),
  output: conference,
  roles: commandRoles,
  audited: (input) => input,
});

export const accept = act('conference', 'accept', {
  summary: 'The own centre answers on this device; others of the centre stop ringing.',
  input: ofConference,
  output: conference,
  roles: commandRoles,
  audited: (input) => input,
});

export const decline = act('conference', 'decline', {
  summary: 'The own centre does not come, with the reason.',
  input: z.strictObject({ ...which, reason: line }),
  output: nothing,
  roles: commandRoles,
  audited: (input) => input,
});

export const leave = act('conference', 'leave', {
  summary: 'The own centre leaves; it may come back.',
  input: ofConference,
  output: nothing,
  roles: commandRoles,
  audited: (input) => input,
});

export const mute = act('conference', 'mute', {
  summary: 'The chair takes the word from a site, or gives it back; while it is taken nobody can unmute.',
  input: z.strictObject({ ...which, area: areaCode, muted: z.boolean() }),
  output: nothing,
  roles: commandRoles,
  audited: (input) => input,
});

export const muteAll = act('conference', 'mute-all', {
  summary: 'The chair takes the word from all sites but the own, or gives it back to all.',
  input: z.strictObject({ ...which, muted: z.boolean() }),
  output: nothing,
  roles: commandRoles,
  audited: (input) => input,
});

export const cameraOff = act('conference', 'camera-off', {
  summary: 'The chair switches off the pictures of a site, or allows them again.',
  input: z.strictObject({ ...which, area: areaCode, off: z.boolean() }),
  output: nothing,
  roles: commandRoles,
  audited: (input) => input,
});

export const remove = act('conference', 'remove', {
  summary: 'The chair removes a site at once; it cannot come back unless it is invited again.',
  input: ofSite,
  output: nothing,
  roles: commandRoles,
  audited: (input) => input,
});

export const end = act('conference', 'end', {
  summary: 'The chair ends the conference for all.',
  input: ofConference,
  output: nothing,
  roles: commandRoles,
  audited: (input) => input,
});

export const list = query('conference', 'list', {
  summary: 'Conferences of the own centre and of centres below it: those going on, or the last ones as well.',
  input: z.strictObject({ ended: z.boolean().default(false) }),
  output: z.object({ conferences: z.array(conferenceSummary) }),
  roles: consoleRoles,
  audited: false,
});

export const get = query('conference', 'get', {
  summary: 'One conference with all its sites.',
  input: ofConference,
  output: conference,
  roles: consoleRoles,
  audited: false,
});

/** Told to the centres called and to those above: something about the conference is not as it was. */
export const changed = event('conference', 'changed', z.object({ conference: identifier }));

/** Told to the people of a centre that is called. */
export const ringing = event(
  'conference',
  'ringing',
  z.object({ conference: identifier, area: areaCode, title: z.string(), chairName: z.string() }),
);
