import { useEffect } from 'react';
import { z } from 'zod';
import {
  advance,
  dispatchContract,
  type Order,
  order as orderSchema,
  type State,
} from '../../../app/dispatch/index.ts';
import { useField, useOutbox } from '../../field/session.tsx';
import { useLiveQuery } from '../../live/index.ts';
import { readRemembered, remember } from './remembered.ts';

const inboxKey = 'sipin.field.inbox';
const stepOf: Readonly<Record<string, State>> = {
  [dispatchContract.accept.key]: 'accepted',
  [dispatchContract.decline.key]: 'declined',
  [dispatchContract.arrive.key]: 'arrived',
  [dispatchContract.complete.key]: 'done',
};

/** An order with what the worker did to it that has not been sent yet. */
export interface InboxOrder {
  readonly order: Order;
  /** State that the worker sees: with the acts that wait. */
  readonly state: State;
  readonly notSent: boolean;
}

/** The own orders, kept on the phone, with the acts that wait already counted in. */
export function useInbox(): readonly InboxOrder[] {
  const { waiting, sentAt } = useOutbox();
  const { account } = useField();
  const query = useLiveQuery(
    dispatchContract.inbox,
    {},
    { refreshOn: [dispatchContract.ordered, dispatchContract.changed] },
  );
  const { refetch } = query;
  useEffect(() => {
    if (sentAt > 0) void refetch();
  }, [sentAt, refetch]);
  useEffect(() => {
    if (query.data) remember(`${inboxKey}.${account.id}`, query.data.orders);
  }, [query.data, account.id]);
  const orders = query.data?.orders ?? readRemembered(`${inboxKey}.${account.id}`, z.array(orderSchema)) ?? [];
  return orders.map((order) => {
    const steps = waiting.filter(({ input }) => input.order === order.id).map(({ act }) => stepOf[act]);
    const state = steps.reduce<State>((present, step) => {
      const next = step ? advance(present, step) : 'already';
      return next === 'already' || next === 'refused' ? present : next;
    }, order.state);
    return { order, state, notSent: steps.length > 0 };
  });
}
