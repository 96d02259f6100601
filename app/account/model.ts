import { z } from 'zod';
import { areaCode, identifier, moment } from '../contract/primitives.ts';

/**
 * What an account is for. `gateway` is a machine: an existing platform that passes on positions of many workers.
 * A role says which acts it may do; where, its area says.
 */
export const roles = [
  'operator',
  'mediator',
  'receptionist',
  'worker',
  'clerk',
  'wall',
  'administrator',
  'gateway',
] as const;
export const role = z.enum(roles);
export type Role = z.output<typeof role>;

/** Roles of people who sit at a console and see the live state of their area. */
export const consoleRoles = ['operator', 'mediator', 'receptionist', 'clerk', 'wall', 'administrator'] as const;
/** Roles of people who command: they send orders, open cameras, call meetings. */
export const commandRoles = ['operator', 'administrator'] as const;

/** An account as others see it. */
export const account = z.object({
  id: identifier,
  login: z.string(),
  name: z.string(),
  role,
  area: areaCode,
  disabled: z.boolean(),
});
export type Account = z.output<typeof account>;

/** One signed-in device. */
export const session = z.object({
  id: identifier,
  device: z.string(),
  address: z.string(),
  startedAt: moment,
  seenAt: moment,
  current: z.boolean(),
});
export type Session = z.output<typeof session>;

/** Who acts: an account signed in on one device. */
export interface Actor {
  readonly accountId: string;
  readonly sessionId: string;
  readonly name: string;
  readonly role: Role;
  readonly area: string;
}
