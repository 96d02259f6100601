import { z } from 'zod';
import { query } from '../contract/declaration.ts';
import { areaCode, identifier, moment, nothing } from '../contract/primitives.ts';

/** One entry as the viewer shows it. */
export const auditEntry = z.object({
  id: z.number().int(),
  at: moment,
  kind: z.string(),
  outcome: z.enum(['done', 'refused']),
  account: identifier.nullable(),
  accountName: z.string().nullable(),
  role: z.string().nullable(),
  area: z.string().nullable(),
  subjectArea: z.string().nullable(),
  detail: z.unknown(),
  address: z.string(),
  request: z.string(),
  /** Number of the block that seals it; null for the last second's. */
  block: z.number().int().nullable(),
});
export type AuditEntry = z.output<typeof auditEntry>;

/** What entries can be chosen by. */
export const auditFilter = z.strictObject({
  from: moment.optional(),
  to: moment.optional(),
  kind: z.string().max(80).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  area: areaCode.optional(),
  /** Part of the account's name, the request or the detail. */
  search: z.string().max(100).optional(),
});
export type AuditFilter = z.output<typeof auditFilter>;

export const list = query('audit', 'list', {
  summary: 'Entries of the journal that concern the jurisdiction, the newest first.',
  input: auditFilter.extend({
    before: z.number().int().optional(),
    limit: z.number().int().min(1).max(500).default(100),
  }),
  output: z.object({ entries: z.array(auditEntry), next: z.number().int().nullable() }),
  roles: ['operator', 'administrator'],
  audited: (input) => input,
});

export const verify = query('audit', 'verify', {
  summary: 'Proves the chain of the whole journal, or names the first broken entry.',
  input: nothing,
  output: z.object({
    blocks: z.number().int(),
    entries: z.number().int(),
    unsealed: z.number().int(),
    broken: z.object({ block: z.number().int(), entry: z.number().int().nullable(), problem: z.string() }).nullable(),
  }),
  roles: ['administrator'],
  rate: { most: 5, seconds: 60 },
  audited: () => ({}),
});
export type Verification = z.output<typeof verify.output>;
