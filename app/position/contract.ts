import { z } from 'zod';
import { commandRoles, roles } from '../account/model.ts';
import { act, query } from '../contract/declaration.ts';
import { areaCode, identifier, latitude, longitude, moment, nothing } from '../contract/primitives.ts';
import { ground as configuredGround, fix, place, refusal } from './model.ts';

/** Messages of Socket.IO that are neither acts nor queries: binary frames, latest value wins. */
export const positionMessages = {
  /** Client → server `{area}` with acknowledgement `WatchReply`: from now on the area's frames come. */
  watch: 'position.watch',
  /** Client → server, no input: no more frames. */
  unwatch: 'position.unwatch',
  /** Server → client, volatile: one binary frame. */
  frame: 'position.frame',
  /** Gateway → server: one binary frame, acknowledged once it is stored with `CallReply` of `ingestReply`. */
  ingest: 'position.ingest',
} as const;

export const watchInput = z.strictObject({ area: areaCode });

/** HTTP path of the gateway's way in; the body is one binary frame. */
export const ingestPath = '/api/position/ingest';

/** What became of the fixes that were sent; `refused` names the first hundred. */
export const ingestReply = z.object({
  accepted: z.number().int(),
  refusedCount: z.number().int(),
  /** `fix` counts from 0 in what was sent. */
  refused: z.array(z.object({ fix: z.number().int(), reason: refusal })),
});
export type IngestReply = z.output<typeof ingestReply>;

export const report = act('position', 'report', {
  summary:
    'The worker’s phone tells where it is or, after a gap, was. Acknowledged once stored; sending the same fixes again does no harm. Refused off duty.',
  input: z.strictObject({ fixes: z.array(fix).min(1).max(1_000) }),
  output: ingestReply,
  roles: ['worker'],
  // A stream with its own store: no entry in the journal, no transaction and no key for each call.
  audited: false,
  direct: true,
});

export const latest = query('position', 'latest', {
  summary: 'Where these workers were last; those without a position are left out.',
  input: z.strictObject({ workers: z.array(identifier).min(1).max(1_000) }),
  output: z.object({ places: z.array(place) }),
  roles: commandRoles,
  audited: false,
});

export const nearest = query('position', 'nearest', {
  summary: 'The workers on duty nearest to a point, the nearest first, with the distance in metres.',
  input: z.strictObject({ longitude, latitude, limit: z.number().int().min(1).max(100).default(5) }),
  output: z.object({ places: z.array(place.extend({ distance: z.number() })) }),
  roles: commandRoles,
  audited: false,
});

export const track = query('position', 'track', {
  summary: 'The way of a worker between two moments, thinned to so many points; the worker is shown who looked.',
  input: z
    .strictObject({
      worker: identifier,
      from: moment,
      to: moment,
      points: z.number().int().min(2).max(20_000).default(2_000),
    })
    .refine(({ from, to }) => Date.parse(to) > Date.parse(from), { path: ['to'], message: 'is before from' })
    .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= 31 * 24 * 3_600_000, {
      path: ['to'],
      message: 'is more than 31 days after from',
    }),
  /** In columns: one value for each point. */
  output: z.object({
    /** How many fixes there were before thinning. */
    total: z.number().int(),
    /** Milliseconds since 1970. */
    times: z.array(z.number()),
    longitudes: z.array(z.number()),
    latitudes: z.array(z.number()),
    speeds: z.array(z.number().nullable()),
    flagged: z.array(z.boolean()),
  }),
  roles: [...commandRoles, 'worker'],
  audited: ({ worker, from, to }) => ({ worker, from, to }),
});

export const looks = query('position', 'looks', {
  summary: 'Who looked at the own track, and when; the newest first.',
  input: nothing,
  output: z.object({
    looks: z.array(z.object({ at: moment, name: z.string(), area: z.string(), from: moment, to: moment })),
  }),
  roles: ['worker'],
  audited: false,
});

/** The base map that is configured for all screens. */
export const ground = query('position', 'ground', {
  summary: 'The base map that is configured, with its datum.',
  input: nothing,
  output: configuredGround,
  roles,
  audited: false,
});
