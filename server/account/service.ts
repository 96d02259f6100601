import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { type Account, type Actor, passwordLength, passwordProblem } from '../../app/account/index.ts';
import { SipinError } from '../../app/contract/index.ts';
import type { Database } from '../storage/database.ts';
import { tokenHash } from './session-cache.ts';
import * as store from './store.ts';

/** OWASP's setting for argon2id: 19 MiB, 2 passes, 1 lane. */
const argon2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const sessionMilliseconds = 30 * 24 * 3_600_000;
const ticketMilliseconds = 24 * 3_600_000;

/** Verified against when the login is unknown, so that the time taken tells nobody which logins exist. */
const noPassword = hash(randomBytes(16), argon2);

export interface SignedIn {
  readonly account: Account;
  readonly token: string;
  readonly actor: Actor;
}

/** Signs in with a password. The same refusal for an unknown login and for a wrong password. */
export async function signIn(
  database: Database,
  input: {
    login: string;
    password: string;
    device: string;
    address: string;
    now: Date;
  },
): Promise<SignedIn> {
  const found = await store.accountByLogin(database, input.login);
  const right = await verify(found?.passwordHash ?? (await noPassword), input.password);
  if (!found?.passwordHash || !right) throw new SipinError('unauthenticated', 'account.credentials-refused');
  return openSession(database, found, input);
}

/** Signs in with a one-time link. */
export async function redeem(
  database: Database,
  input: { ticket: string; device: string; address: string; now: Date },
): Promise<SignedIn> {
  const accountId = await store.redeemTicket(database, tokenHash(input.ticket), input.now);
  const found = accountId ? await store.accountById(database, accountId) : undefined;
  if (!found) throw new SipinError('unauthenticated', 'account.ticket-refused');
  return openSession(database, found, input);
}

async function openSession(
  database: Database,
  { passwordHash: _, ...account }: store.AccountWithPassword,
  { device, address, now }: { device: string; address: string; now: Date },
): Promise<SignedIn> {
  if (account.disabled) throw new SipinError('forbidden', 'account.disabled');
  const token = randomBytes(32).toString('base64url');
  const sessionId = await store.insertSession(database, {
    hash: tokenHash(token),
    account_id: account.id,
    device,
    address,
    now,
    expires_at: new Date(now.getTime() + sessionMilliseconds),
  });
  const { id, name, role, area } = account;
  return {
    account,
    token,
    actor: { accountId: id, sessionId, name, role, area },
  };
}

/** Makes one-time links; the tickets are told here and never again, only their hashes are kept. */
export async function invite(database: Database, accounts: readonly string[], now: Date) {
  const tickets = accounts.map((account) => ({
    account,
    ticket: randomBytes(32).toString('base64url'),
  }));
  await store.insertTickets(
    database,
    tickets.map(({ account, ticket }) => ({
      hash: tokenHash(ticket),
      account_id: account,
      expires_at: new Date(now.getTime() + ticketMilliseconds),
    })),
  );
  return tickets;
}

/** Sets a password after checking the present one, where there is one. */
export async function setPassword(
  database: Database,
  actor: Actor,
  input: { present?: string | undefined; password: string },
): Promise<void> {
  const found = await store.accountById(database, actor.accountId);
  if (!found) throw new SipinError('not-found', 'account.not-found');
  if (found.passwordHash && !(await verify(found.passwordHash, input.present ?? ''))) {
    throw new SipinError('forbidden', 'account.present-refused');
  }
  const problem = passwordProblem(input.password, found.login);
  if (problem) throw new SipinError('input', `account.password-${problem}`, passwordLength);
  await store.setPasswordHash(database, actor.accountId, await hash(input.password, argon2));
}
