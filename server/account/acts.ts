import { areaWithin, accountContract as contract } from '../../app/account/index.ts';
import { SipinError } from '../../app/contract/index.ts';
import { type ActContext, bindAct, bindQuery } from '../pipeline/binding.ts';
import type { ServerModule } from '../pipeline/module.ts';
import * as service from './service.ts';
import type { SessionCache } from './session-cache.ts';
import * as store from './store.ts';

/** What ends the connections of a session at once. */
export type Disconnect = (sessionId: string) => void;

/** Sign-in, sessions and the administration of accounts. */
export function createAccountModule(sessions: SessionCache, disconnect: Disconnect): ServerModule {
  const end = async (
    which: { session?: string; accountId?: string },
    accountId: string,
    { database, now, emit, afterCommit }: Pick<ActContext, 'database' | 'now' | 'emit' | 'afterCommit'>,
  ) => {
    const ended = await store.endSessions(database, which, now);
    for (const session of ended) {
      emit(contract.ended, { session }, { accounts: [accountId] });
      afterCommit(() => {
        sessions.forget(session);
        disconnect(session);
      });
    }
  };

  return {
    bindings: [
      bindAct(contract.signIn, {
        where: () => null,
        async run(input, { database, now, request, identify }) {
          const { actor, account, token } = await service.signIn(database, {
            ...input,
            now,
            address: request.address,
          });
          identify(actor);
          return { account, token };
        },
      }),
      bindAct(contract.redeem, {
        where: () => null,
        async run(input, { database, now, request, identify }) {
          const { actor, account, token } = await service.redeem(database, {
            ...input,
            now,
            address: request.address,
          });
          identify(actor);
          return { account, token };
        },
      }),
      bindAct(contract.signOut, {
        where: () => null,
        async run(_, context) {
          await end({ session: context.actor.sessionId }, context.actor.accountId, context);
          return {};
        },
      }),
      bindQuery(contract.me, {
        where: () => null,
        async run(_, { database, actor }) {
          const found = await store.accountById(database, actor.accountId);
          if (!found) throw new SipinError('not-found', 'account.not-found');
          const { passwordHash: _hash, ...account } = found;
          return account;
        },
      }),
      bindQuery(contract.list, {
        where: (input) => input.area ?? null,
        async run({ area, role, search, after, limit }, { database, actor }) {
          const accounts = await store.listAccounts(database, {
            within: area ?? actor.area,
            role,
            search,
            after,
            limit,
          });
          return {
            accounts,
            next: accounts.length === limit ? (accounts.at(-1)?.login ?? null) : null,
          };
        },
      }),
      bindQuery(contract.sessions, {
        where: () => null,
        async run(_, { database, actor, now }) {
          const rows = await store.sessionsOf(database, actor.accountId, now);
          return {
            sessions: rows.map(({ startedAt, seenAt, ...row }) => ({
              ...row,
              startedAt: startedAt.toISOString(),
              seenAt: seenAt.toISOString(),
              current: row.id === actor.sessionId,
            })),
          };
        },
      }),
      bindAct(contract.revoke, {
        async where({ session }, { database, actor }) {
          const owner = await store.sessionOwner(database, session);
          if (!owner) throw new SipinError('not-found', 'contract.not-found');
          if (owner.accountId === actor.accountId) return null;
          if (actor.role !== 'administrator') throw new SipinError('forbidden', 'contract.role-refused');
          return owner.area;
        },
        async run({ session }, context) {
          const owner = await store.sessionOwner(context.database, session);
          if (owner) await end({ session }, owner.accountId, context);
          return {};
        },
      }),
      bindAct(contract.setPassword, {
        where: () => null,
        async run(input, { database, actor }) {
          await service.setPassword(database, actor, input);
          return {};
        },
      }),
      bindAct(contract.enrol, {
        where: () => null,
        async run({ accounts }, { database, actor }) {
          for (const { area } of accounts) refuseOutside(area, actor.area);
          const rows = await store.enrolAccounts(database, accounts);
          for (const { area } of rows) refuseOutside(area, actor.area);
          return { accounts: rows.map(({ id, login }) => ({ id, login })) };
        },
      }),
      bindAct(contract.invite, {
        where: () => null,
        async run({ accounts }, { database, actor, now }) {
          const known = await store.areasOf(database, accounts);
          if (known.length !== new Set(accounts).size) throw new SipinError('not-found', 'account.not-found');
          for (const { area } of known) refuseOutside(area, actor.area);
          return { tickets: await service.invite(database, accounts, now) };
        },
      }),
      bindAct(contract.disable, {
        async where({ account }, { database }) {
          const found = await store.accountById(database, account);
          if (!found) throw new SipinError('not-found', 'account.not-found');
          return found.area;
        },
        async run({ account, disabled }, context) {
          await store.setDisabled(context.database, account, disabled);
          if (disabled) await end({ accountId: account }, account, context);
          return {};
        },
      }),
    ],
  };
}

function refuseOutside(area: string, jurisdiction: string): void {
  if (!areaWithin(area, jurisdiction)) throw new SipinError('forbidden', 'contract.area-refused', { area });
}
