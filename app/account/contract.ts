import { z } from 'zod';
import { act, event, query } from '../contract/declaration.ts';
import { areaCode, identifier, line, nothing, page } from '../contract/primitives.ts';
import { account, role, roles, session } from './model.ts';

const device = z.string().trim().min(1).max(200);
const password = z.string().min(1).max(200);
const signedIn = z.object({ account, token: z.string() });

export const signIn = act('account', 'sign-in', {
  summary: 'Signs in with login and password; the session comes as a cookie and, for phones, as a token.',
  input: z.strictObject({
    login: z.string().trim().min(1).max(64),
    password,
    device,
  }),
  output: signedIn,
  roles: 'public',
  rate: { most: 10, seconds: 60 },
  audited: ({ login, device }) => ({ login, device }),
});

export const redeem = act('account', 'redeem', {
  summary: 'Signs in with a one-time link.',
  input: z.strictObject({ ticket: z.string().min(20).max(100), device }),
  output: signedIn,
  roles: 'public',
  // A ticket is 256 random bits and cannot be guessed; the limit is only against floods.
  rate: { most: 3_000, seconds: 60 },
  audited: ({ device }) => ({ device }),
});

export const signOut = act('account', 'sign-out', {
  summary: 'Ends this session.',
  input: nothing,
  output: nothing,
  roles,
  audited: () => ({}),
});

export const me = query('account', 'me', {
  summary: 'The account that is signed in.',
  input: nothing,
  output: account,
  roles,
  audited: false,
});

export const list = query('account', 'list', {
  summary: 'Accounts of the jurisdiction.',
  input: z.strictObject({
    area: areaCode.optional(),
    role: role.optional(),
    search: z.string().max(100).optional(),
    ...page,
  }),
  output: z.object({ accounts: z.array(account), next: z.string().nullable() }),
  roles: ['operator', 'administrator'],
  audited: false,
});

export const sessions = query('account', 'sessions', {
  summary: 'Where this account is signed in.',
  input: nothing,
  output: z.object({ sessions: z.array(session) }),
  roles,
  audited: false,
});

export const revoke = act('account', 'revoke', {
  summary: 'Ends one of the own sessions; an administrator may end any of the jurisdiction.',
  input: z.strictObject({ session: identifier }),
  output: nothing,
  roles,
  audited: ({ session }) => ({ session }),
});

export const setPassword = act('account', 'set-password', {
  summary: 'Sets the own password; the present one is asked for when there is one.',
  input: z.strictObject({ present: z.string().max(200).optional(), password }),
  output: nothing,
  roles,
  rate: { most: 5, seconds: 60 },
  audited: () => ({}),
});

export const enrol = act('account', 'enrol', {
  summary: 'Makes accounts in one go; an existing login is left as it is.',
  input: z.strictObject({
    accounts: z
      .array(
        z.strictObject({
          login: z.string().trim().min(1).max(64),
          name: line,
          role,
          area: areaCode,
        }),
      )
      .min(1)
      .max(10_000),
  }),
  output: z.object({
    accounts: z.array(z.object({ id: identifier, login: z.string() })),
  }),
  roles: ['administrator'],
  audited: ({ accounts }) => ({
    count: accounts.length,
    first: accounts[0]?.login,
  }),
});

export const invite = act('account', 'invite', {
  summary: 'Makes one-time sign-in links for accounts of the jurisdiction; each is valid once, for a day.',
  input: z.strictObject({ accounts: z.array(identifier).min(1).max(10_000) }),
  output: z.object({
    tickets: z.array(z.object({ account: identifier, ticket: z.string() })),
  }),
  roles: ['administrator'],
  audited: ({ accounts }) => ({ count: accounts.length, first: accounts[0] }),
});

export const disable = act('account', 'disable', {
  summary: 'Switches an account off or on; its sessions end at once.',
  input: z.strictObject({ account: identifier, disabled: z.boolean() }),
  output: nothing,
  roles: ['administrator'],
  audited: (input) => input,
});

/** Told to the account: one of its sessions has ended, with the session's identifier. */
export const ended = event('account', 'ended', z.object({ session: identifier }));
