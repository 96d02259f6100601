import type { Order, State } from './model.ts';

/** The way of an order that goes well. */
const way: readonly State[] = ['queued', 'sent', 'delivered', 'read', 'accepted', 'arrived', 'done'];
/** States that end an order. */
const ends: readonly State[] = ['done', 'declined', 'cancelled'];

/** Is the order over: done, declined or cancelled? */
export function isOver(state: State): boolean {
  return ends.includes(state);
}

/** Has the worker the order in hand: accepted and not yet done? */
export function isInHand(state: State): boolean {
  return state === 'accepted' || state === 'arrived';
}

/**
 * What a step does to an order: the state it leads to, `'already'` when the order is there or further on (a repeated or
 * late acknowledgement does no harm), or `'refused'` when it cannot be taken any more. States only ever go forward, so
 * acknowledgements may come in any order and any number of times.
 */
export function advance(present: State, step: State): State | 'already' | 'refused' {
  if (present === step) return 'already';
  if (step === 'cancelled') return isOver(present) ? 'refused' : 'cancelled';
  if (step === 'declined') {
    if (isOver(present)) return 'refused';
    return isInHand(present) ? 'refused' : 'declined';
  }
  if (present === 'declined' || present === 'cancelled') {
    // That it was delivered or read is no news then; taking it on is not possible any more.
    return way.indexOf(step) <= way.indexOf('read') ? 'already' : 'refused';
  }
  if (way.indexOf(step) < way.indexOf(present)) return 'already';
  // Work begins with accepting: nobody arrives at, or is done with, what was not accepted.
  if ((step === 'arrived' || step === 'done') && !isInHand(present)) return 'refused';
  return step;
}

/**
 * The steps to write when an order goes on to `next`: what the phone has got was sent, also when it said so before the
 * sending was noted.
 */
export function stepsTo(present: State, next: State): State[] {
  return present === 'queued' && (next === 'delivered' || next === 'read') ? ['sent', next] : [next];
}

/** Is an order late: not accepted in time? */
export function isLate(order: Pick<Order, 'state' | 'acceptBy'>, now: number): boolean {
  return !isOver(order.state) && !isInHand(order.state) && now > Date.parse(order.acceptBy);
}
