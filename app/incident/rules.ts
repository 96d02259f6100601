import type { Stage, Step, Urgency } from './model.ts';

/** From which stages a step may be taken, and where it leads; a step that leads nowhere leaves the stage as it is. */
const moves: Readonly<Record<Exclude<Step, 'reported'>, Partial<Record<Stage, Stage>>>> = {
  received: { reported: 'received' },
  // Sending an order is taking it on: nobody has to press "receive" first.
  dispatched: {
    reported: 'dispatched',
    received: 'dispatched',
    dispatched: 'dispatched',
    handled: 'dispatched',
  },
  handled: { received: 'handled', dispatched: 'handled', handled: 'handled' },
  verified: { handled: 'verified' },
  returned: { handled: 'received', verified: 'received' },
  closed: { verified: 'closed' },
  reopened: { closed: 'received' },
  commented: {
    reported: 'reported',
    received: 'received',
    dispatched: 'dispatched',
    handled: 'handled',
    verified: 'verified',
    closed: 'closed',
  },
};

/** Stage after a step, or null when the step may not be taken now. */
export function stageAfter(stage: Stage, step: Step): Stage | null {
  return step === 'reported' ? null : (moves[step][stage] ?? null);
}

/** The stage of an incident, derived from its journal; null for a journal that does not begin with a report. */
export function stageOf(journal: readonly { readonly step: Step }[]): Stage | null {
  if (journal[0]?.step !== 'reported') return null;
  return journal.slice(1).reduce<Stage>((stage, { step }) => stageAfter(stage, step) ?? stage, 'reported');
}

/** Steps that may be taken at a stage, in the order in which buttons show them. */
export function stepsAt(stage: Stage): Step[] {
  const order: Step[] = [
    'received',
    'dispatched',
    'handled',
    'verified',
    'closed',
    'returned',
    'reopened',
    'commented',
  ];
  return order.filter((step) => stageAfter(stage, step) !== null);
}

/** Is there nothing left to be handled: verified or closed? */
export function isOverStage(stage: Stage): boolean {
  return stage === 'verified' || stage === 'closed';
}

const minute = 60_000;
/** How long an incident may wait before it is received, by urgency, in ms. */
export const receiveWithin: Readonly<Record<Urgency, number>> = {
  emergency: 2 * minute,
  urgent: 10 * minute,
  ordinary: 60 * minute,
};

/** Light of a clock: green up to 80 % of the time allowed, amber up to 100 %, red beyond. */
export function lightOf(passed: number, allowed: number): 'green' | 'amber' | 'red' {
  if (passed > allowed) return 'red';
  return passed > allowed * 0.8 ? 'amber' : 'green';
}
