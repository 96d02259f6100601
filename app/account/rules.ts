import type { Audience } from '../contract/declaration.ts';
import { type Actor, consoleRoles, type Role } from './model.ts';

/** May this role call something declared for that audience? */
export function roleMay(role: Role, audience: Audience): boolean {
  return audience === 'public' || audience.includes(role);
}

/** Does the actor's jurisdiction hold the area? A prefix is an ancestor, so this is the whole rule. */
export function areaWithin(area: string, jurisdiction: string): boolean {
  return area.startsWith(jurisdiction);
}

/** Does this role follow the events of its whole area (as against only those addressed to the account)? */
export function followsArea(actor: Pick<Actor, 'role'>): boolean {
  return (consoleRoles as readonly string[]).includes(actor.role);
}

/** Shortest password taken; NIST SP 800-63B-4 asks for 15 characters where the password is the only factor. */
export const passwordLength = { least: 12, most: 200 } as const;

/** Why a password is not taken, or null when it is. */
export function passwordProblem(password: string, login: string): 'too-short' | 'too-long' | 'too-simple' | null {
  if (password.length < passwordLength.least) return 'too-short';
  if (password.length > passwordLength.most) return 'too-long';
  if (login.length > 2 && password.toLowerCase().includes(login.toLowerCase())) return 'too-simple';
  if (new Set(password).size < 6) return 'too-simple';
  return null;
}
