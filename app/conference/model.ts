import { z } from 'zod';
import { areaCode, identifier, moment } from '../contract/primitives.ts';

/** How it stands with a centre that was called. */
export const siteStates = ['ringing', 'accepted', 'declined', 'no-answer', 'left', 'removed'] as const;
export const siteState = z.enum(siteStates);
export type SiteState = z.output<typeof siteState>;

/** Area of a centre that can be called: city to village. */
export const centreCode = areaCode.refine((code) => code.length <= 12, 'a grid has no centre');

/** A centre in a conference. */
export const site = z.object({
  area: areaCode,
  name: z.string(),
  chair: z.boolean(),
  state: siteState,
  /** Why it declined. */
  reason: z.string().nullable(),
  /** Since when it is in this state. */
  since: moment,
  /** Who answered, and their identity in the room. */
  person: z.string().nullable(),
  identity: z.string().nullable(),
  /** Is that device connected to the room, by the last listing? */
  present: z.boolean(),
  maySpeak: z.boolean(),
  mayShow: z.boolean(),
});
export type Site = z.output<typeof site>;

export const conference = z.object({
  id: identifier,
  title: z.string(),
  /** Centre that called it and chairs it. */
  area: areaCode,
  chairName: z.string(),
  room: z.string(),
  startedAt: moment,
  endedAt: moment.nullable(),
  sites: z.array(site),
});
export type Conference = z.output<typeof conference>;

/** A conference as lists show it, with how it stands with the caller's own centre. */
export const conferenceSummary = z.object({
  id: identifier,
  title: z.string(),
  area: areaCode,
  chairName: z.string(),
  room: z.string(),
  startedAt: moment,
  endedAt: moment.nullable(),
  sites: z.number().int(),
  present: z.number().int(),
  mine: z
    .object({
      state: siteState,
      since: moment,
      /** The own centre answered on this very device. */
      here: z.boolean(),
    })
    .nullable(),
});
export type ConferenceSummary = z.output<typeof conferenceSummary>;
