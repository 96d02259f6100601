import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type State, states } from './model.ts';
import { advance, isLate, isOver, stepsTo } from './rules.ts';

const walk = (steps: readonly State[]) =>
  steps.reduce<State>((present, step) => {
    const next = advance(present, step);
    return next === 'already' || next === 'refused' ? present : next;
  }, 'queued');

describe('an order', () => {
  it.each([
    [['sent', 'delivered', 'read', 'accepted', 'arrived', 'done'], 'done'],
    [['delivered', 'sent'], 'delivered'],
    [['read', 'delivered', 'accepted'], 'accepted'],
    [['sent', 'delivered', 'declined', 'accepted'], 'declined'],
    [['accepted', 'declined'], 'accepted'],
    [['cancelled', 'accepted', 'delivered'], 'cancelled'],
    [['sent', 'done'], 'sent'],
    [['accepted', 'done'], 'done'],
    [['accepted', 'done', 'cancelled'], 'done'],
  ] as const)('that goes %j ends as %s', (steps, end) => expect(walk(steps)).toBe(end));

  it('only ever goes forward, and stays where it ends, whatever comes in whatever order', () => {
    const rank = (state: State) => (isOver(state) ? 100 : states.indexOf(state));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...states), { maxLength: 30 }), (steps) => {
        let present: State = 'queued';
        for (const step of steps) {
          const next = advance(present, step);
          if (next === 'already' || next === 'refused') continue;
          expect(rank(next)).toBeGreaterThan(rank(present));
          expect(isOver(present)).toBe(false);
          present = next;
        }
      }),
    );
  });

  it('takes the same acknowledgements any number of times to the same end', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...states), { maxLength: 12 }), (steps) => {
        const doubled = steps.flatMap((step) => [step, step]);
        expect(walk(doubled)).toBe(walk(steps));
      }),
    );
  });

  it.each([
    ['queued', 'sent', ['sent']],
    ['queued', 'delivered', ['sent', 'delivered']],
    ['queued', 'read', ['sent', 'read']],
    ['sent', 'delivered', ['delivered']],
    ['queued', 'cancelled', ['cancelled']],
    ['queued', 'accepted', ['accepted']],
  ] as const)('that is %s and goes on to %s writes %j', (present, next, steps) => {
    expect(stepsTo(present, next)).toEqual(steps);
  });

  it('is late when it was not accepted in time', () => {
    const acceptBy = '2026-11-24T10:00:00.000Z';
    const at = Date.parse(acceptBy);
    expect(isLate({ state: 'read', acceptBy }, at + 1)).toBe(true);
    expect(isLate({ state: 'read', acceptBy }, at)).toBe(false);
    for (const state of ['accepted', 'arrived', 'done', 'declined', 'cancelled'] as const) {
      expect(isLate({ state, acceptBy }, at + 1)).toBe(false);
    }
  });
});
