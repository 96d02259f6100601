import { z } from 'zod';
import { datum } from '../area/model.ts';
import { areaCode, identifier, latitude, longitude, moment } from '../contract/primitives.ts';

/** One measured position, WGS-84. What the phone does not know is left out. */
export const fix = z.strictObject({
  at: moment,
  longitude,
  latitude,
  /** Radius in metres within which the worker is, as the phone says. */
  accuracy: z.number().min(0).max(100_000).optional(),
  /** Metres per second over ground. */
  speed: z.number().min(0).max(1_000).optional(),
  /** Degrees clockwise from north. */
  heading: z.number().min(0).max(360).optional(),
  /** Battery of the phone in percent. */
  battery: z.number().min(0).max(100).optional(),
});
export type FixDraft = z.output<typeof fix>;

/** Why a fix was not taken. */
export const refusals = [
  'future',
  'old',
  'outside-china',
  'not-a-number',
  'off-duty',
  'unknown-worker',
  'foreign',
] as const;
export const refusal = z.enum(refusals);
export type Refusal = z.output<typeof refusal>;

/** A fix inside the program: numbers only; -1 for what is not known (heading, speed, accuracy, battery). */
export interface Fix {
  /** Milliseconds since 1970, UTC. */
  readonly time: number;
  readonly longitude: number;
  readonly latitude: number;
  readonly accuracy: number;
  readonly speed: number;
  readonly heading: number;
  readonly battery: number;
}

/** What the map shows of a worker: on duty, busy with an order, silent for long, calling for help, off duty. */
export const states = ['sos', 'busy', 'duty', 'silent', 'off'] as const;
export const state = z.enum(states);
export type State = z.output<typeof state>;

/** Where a worker was last, with who it is. */
export const place = z.object({
  worker: identifier,
  name: z.string(),
  area: areaCode,
  state,
  at: moment,
  longitude,
  latitude,
  accuracy: z.number().nullable(),
  speed: z.number().nullable(),
  heading: z.number().nullable(),
  battery: z.number().nullable(),
  /** The way from the fix before was too far for the time between: the position may be wrong. */
  flagged: z.boolean(),
});
export type Place = z.output<typeof place>;

/** The base map that is configured; `local` needs no network. */
export const ground = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('local') }),
  z.object({ kind: z.literal('style'), url: z.string() }),
  z.object({
    kind: z.literal('tiles'),
    /** Templates with {z}, {x} and {y}, drawn on each other in this order. */
    urls: z.array(z.string()),
    datum: datum.exclude(['BD-09']),
    maxZoom: z.number().int(),
    attribution: z.string().optional(),
  }),
  z.object({ kind: z.literal('mapbox'), token: z.string(), style: z.string() }),
]);
export type Ground = z.output<typeof ground>;
