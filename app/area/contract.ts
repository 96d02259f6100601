import { z } from 'zod';
import { account, roles } from '../account/model.ts';
import { act, event, query } from '../contract/declaration.ts';
import { areaCode } from '../contract/primitives.ts';
import { area, areaDraft, datum, level, packedShape } from './model.ts';

export const list = query('area', 'list', {
  summary: 'All areas of the jurisdiction down to a level, ordered by code, without shapes.',
  input: z.strictObject({ within: areaCode.optional(), to: level.default('village') }),
  output: z.object({ version: z.number().int(), areas: z.array(area) }),
  roles,
  audited: false,
});

export const shapes = query('area', 'shapes', {
  summary: 'Outlines of all areas of one level within an area.',
  input: z.strictObject({ within: areaCode, level }),
  output: z.object({ version: z.number().int(), shapes: z.array(z.object({ code: areaCode, shape: packedShape })) }),
  roles,
  audited: false,
});

export const get = query('area', 'get', {
  summary: 'One area with its ancestors and the accounts of its own centre.',
  input: z.strictObject({ code: areaCode }),
  output: z.object({
    area,
    ancestors: z.array(area),
    children: z.number().int(),
    accounts: z.array(account),
  }),
  roles,
  audited: false,
});

export const importAreas = act('area', 'import', {
  summary: 'Adds areas or replaces their name and outline; the datum of the source is converted to WGS-84.',
  input: z.strictObject({ datum, areas: z.array(areaDraft).min(1).max(2_000) }),
  output: z.object({ version: z.number().int() }),
  roles: ['administrator'],
  audited: ({ datum, areas }) => ({ datum, count: areas.length, first: areas[0]?.code }),
});

/** Told to everybody within the area: names or outlines have changed. */
export const changed = event('area', 'changed', z.object({ version: z.number().int() }));
