import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Step, stages, steps } from './model.ts';
import { lightOf, stageAfter, stageOf, stepsAt } from './rules.ts';

describe('the stage of an incident', () => {
  it.each([
    [['reported'], 'reported'],
    [['reported', 'received'], 'received'],
    [['reported', 'dispatched'], 'dispatched'],
    [['reported', 'received', 'dispatched', 'handled', 'verified', 'closed'], 'closed'],
    [['reported', 'dispatched', 'handled', 'returned'], 'received'],
    [['reported', 'dispatched', 'handled', 'verified', 'closed', 'reopened'], 'received'],
    [['reported', 'commented', 'commented'], 'reported'],
    [['received'], null],
    [[], null],
  ] as const)('after %j is %s', (journal, stage) => {
    expect(stageOf(journal.map((step) => ({ step })))).toBe(stage);
  });

  it('is always one that exists, whatever the journal holds', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...steps)), (rest) => {
        const stage = stageOf([{ step: 'reported' }, ...rest.map((step: Step) => ({ step }))]);
        expect(stages).toContain(stage);
      }),
    );
  });

  it('closes only what was verified, verifies only what was handled', () => {
    expect(stages.filter((stage) => stageAfter(stage, 'closed'))).toEqual(['verified']);
    expect(stages.filter((stage) => stageAfter(stage, 'verified'))).toEqual(['handled']);
  });

  it.each(stages)('has something to do at %s', (stage) => {
    expect(stepsAt(stage).length).toBeGreaterThan(0);
    for (const step of stepsAt(stage)) expect(stageAfter(stage, step)).not.toBeNull();
  });
});

describe('a clock', () => {
  it.each([
    [0, 'green'],
    [80, 'green'],
    [81, 'amber'],
    [100, 'amber'],
    [101, 'red'],
  ] as const)('after %d %% is %s', (passed, light) => expect(lightOf(passed, 100)).toBe(light));
});
