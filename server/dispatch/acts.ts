import { SipinError } from '../../app/contract/index.ts';
import { dispatchContract as contract } from '../../app/dispatch/index.ts';
import { bindAct, bindQuery, type QueryContext } from '../pipeline/binding.ts';
import type { ServerModule } from '../pipeline/module.ts';
import type { Deliverer } from './deliverer.ts';
import type { DispatchService } from './service.ts';
import * as store from './store.ts';

/** A worker's inbox shows what is over for this long. */
const inboxMilliseconds = 24 * 3_600_000;

/** Orders: sent, delivered, acknowledged, done. */
export function createDispatchModule(service: DispatchService, deliverer: Deliverer): ServerModule {
  const areaOf = async (
    { order }: { order: string },
    { database, actor }: Pick<QueryContext, 'database' | 'actor'>,
  ) => {
    const found = await store.orderById(database, order);
    if (!found) throw new SipinError('not-found', 'dispatch.not-found');
    if (actor.role !== 'worker') return found.area;
    if (found.worker !== actor.accountId) throw new SipinError('not-found', 'dispatch.not-found');
    return null;
  };
  return {
    start: () => deliverer.start(service),
    stop: () => deliverer.stop(),
    connected({ actor }) {
      if (actor.role === 'worker') deliverer.wake([actor.accountId]);
    },
    bindings: [
      bindAct(contract.send, {
        where: () => null,
        run: async (input, context) => ({ orders: await service.send(input, context) }),
      }),
      bindAct(contract.cancel, {
        where: areaOf,
        run: async ({ order, note }, context) => ({
          order: await service.step(order, 'cancelled', note, [], context),
        }),
      }),
      bindAct(contract.acknowledge, {
        where: () => null,
        async run({ orders, step }, context) {
          await service.acknowledge(orders, step, context);
          return {};
        },
      }),
      bindAct(contract.accept, {
        where: areaOf,
        run: async ({ order }, context) => ({ order: await service.step(order, 'accepted', '', [], context) }),
      }),
      bindAct(contract.decline, {
        where: areaOf,
        run: async ({ order, note }, context) => ({ order: await service.step(order, 'declined', note, [], context) }),
      }),
      bindAct(contract.arrive, {
        where: areaOf,
        run: async ({ order }, context) => ({ order: await service.step(order, 'arrived', '', [], context) }),
      }),
      bindAct(contract.complete, {
        where: areaOf,
        run: async ({ order, note, photos }, context) => ({
          order: await service.step(order, 'done', note, photos, context),
        }),
      }),
      bindQuery(contract.list, {
        where: ({ area }) => area ?? null,
        run: async ({ area, ...filter }, { database, actor }) => ({
          orders: await store.listOrders(database, { ...filter, within: area ?? actor.area }),
        }),
      }),
      bindQuery(contract.get, {
        where: areaOf,
        async run({ order: id }, { database }) {
          const order = await store.orderById(database, id);
          if (!order) throw new SipinError('not-found', 'dispatch.not-found');
          return { order };
        },
      }),
      bindQuery(contract.inbox, {
        where: () => null,
        run: async (_, { database, actor, now }) => ({
          orders: await store.inboxOf(database, actor.accountId, new Date(now.getTime() - inboxMilliseconds)),
        }),
      }),
    ],
  };
}
