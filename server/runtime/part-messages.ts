import { z } from 'zod';

/** What the bootstrap tells the server about the parts that it prepares, over the IPC channel between them. */
export const partMessage = z.discriminatedUnion('state', [
  z.object({
    type: z.literal('part'),
    part: z.string(),
    state: z.literal('preparing'),
    progress: z.number(),
    step: z.string(),
  }),
  z.object({ type: z.literal('part'), part: z.string(), state: z.literal('ready'), path: z.string() }),
  z.object({
    type: z.literal('part'),
    part: z.string(),
    state: z.literal('failed'),
    reason: z.string(),
    mend: z.string(),
  }),
  /** State of a process that the bootstrap runs itself: the simulated city. */
  z.object({ type: z.literal('part'), part: z.string(), state: z.literal('up') }),
]);
export type PartMessage = z.output<typeof partMessage>;

/** What the server tells the bootstrap: it can be used, at this address, by these one-time tickets. */
export interface ReadyMessage {
  readonly type: 'ready';
  readonly url: string;
  readonly operatorTicket: string;
  readonly administratorTicket: string;
}

/** The server could not start, and why. */
export interface FailedMessage {
  readonly type: 'failed';
  readonly reason: string;
}
