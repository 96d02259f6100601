import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Actor } from '../../app/account/index.ts';
import type { Act, Audience, Declaration, EventDeclaration, Query } from '../../app/contract/index.ts';
import type { Language } from '../../app/messages.ts';
import type { Database } from '../storage/database.ts';

/** Where a call came from. */
export interface CallRequest {
  /** Identifier of this call, in the log, in the journal and in the error that the caller sees. */
  readonly id: string;
  readonly transport: 'http' | 'socket';
  /** Network address of the caller. */
  readonly address: string;
  readonly language: Language;
}

/** To whom an event is told: everybody at a console whose jurisdiction holds the area, and these accounts. */
export interface EventAudience {
  readonly area?: string;
  readonly accounts?: readonly string[];
}

type ActorFor<Who extends Audience> = Who extends 'public' ? Actor | null : Actor;

/** What a query is given besides its input. */
export interface QueryContext<Who extends Audience = readonly []> {
  readonly actor: ActorFor<Who>;
  readonly database: Database;
  readonly now: Date;
  readonly request: CallRequest;
  readonly log: Logger;
}

/** What an act is given besides its input. `database` is the act's one transaction. */
export interface ActContext<Who extends Audience = readonly []> extends QueryContext<Who> {
  /** Tells an event once the transaction is committed, and to those who were away when they are back. */
  emit<E extends EventDeclaration>(event: E, payload: z.input<E['payload']>, audience: EventAudience): void;
  /** Adds to the audit entry of this act, for example what was found or which area was touched. */
  note(detail: Readonly<Record<string, unknown>>): void;
  /** Names who acts, in a public act that has just found out (sign-in). */
  identify(actor: Actor): void;
  /** Runs after the commit, once; for what is not in the database. Errors are logged, not told. */
  afterCommit(run: () => void | Promise<void>): void;
}

/**
 * Which area a call touches, found before anything is changed; the pipeline refuses what lies outside the actor's
 * jurisdiction. `null` means: nothing but what belongs to the actor's own account, or a list that `run` itself limits
 * to the actor's area in SQL.
 */
type Where<D extends Declaration, Context> = (
  input: z.output<D['input']>,
  context: Context,
) => string | null | Promise<string | null>;

/** A declared call with what the server does for it. */
export interface Binding {
  readonly declaration: Declaration;
  where(input: unknown, context: ActContext | QueryContext): string | null | Promise<string | null>;
  run(input: unknown, context: ActContext | QueryContext): Promise<unknown>;
}

/** Binds an act to what it does; `run` is inside the transaction. */
export function bindAct<I extends z.ZodType, O extends z.ZodType, Who extends Audience>(
  declaration: Act<I, O, Who>,
  handler: {
    where: Where<Act<I, O, Who>, ActContext<Who>>;
    run(input: z.output<I>, context: ActContext<Who>): Promise<z.input<O>>;
  },
): Binding {
  return { declaration, ...handler } as unknown as Binding;
}

/** Binds a query to what it answers. */
export function bindQuery<I extends z.ZodType, O extends z.ZodType, Who extends Audience>(
  declaration: Query<I, O, Who>,
  handler: {
    where: Where<Query<I, O, Who>, QueryContext<Who>>;
    run(input: z.output<I>, context: QueryContext<Who>): Promise<z.input<O>>;
  },
): Binding {
  return { declaration, ...handler } as unknown as Binding;
}
