import type { z } from 'zod';
import type { Role } from '../account/model.ts';

/** Who may call: anybody (sign-in, a guest's link), or the accounts of these roles. */
export type Audience = 'public' | readonly Role[];

/** How often one caller may call: a bucket of `most` that refills over `seconds`. */
export interface Rate {
  readonly most: number;
  readonly seconds: number;
}

interface Common<Input extends z.ZodType, Output extends z.ZodType, Who extends Audience> {
  /** Capability that it belongs to: one word of the design's table. */
  readonly word: string;
  readonly name: string;
  /** `<word>.<name>`: the Socket.IO message, the audit kind and, with a slash, the HTTP path. */
  readonly key: string;
  /** One English sentence for the OpenAPI document. */
  readonly summary: string;
  readonly input: Input;
  readonly output: Output;
  readonly roles: Who;
  readonly rate: Rate;
  /**
   * What of the input is written into the audit journal. `false` only for reads that nobody need account for and
   * for streams (positions) that have their own store. Secrets never go in.
   */
  readonly audited: false | ((input: z.output<Input>) => Readonly<Record<string, unknown>>);
}

/** Something that changes something. Carried in one transaction, once per idempotency key. */
export interface Act<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Who extends Audience = Audience,
> extends Common<Input, Output, Who> {
  readonly kind: 'act';
  /**
   * Carried without the one transaction and without an idempotency key: what it stores is the same however often it
   * comes, it tells no events, and it acknowledges only what is stored (streams: positions).
   */
  readonly direct?: boolean;
}

/** Something that only reads. */
export interface Query<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Who extends Audience = Audience,
> extends Common<Input, Output, Who> {
  readonly kind: 'query';
}

/** Something told to those whom it concerns, in the order in which it happened. */
export interface EventDeclaration<Payload extends z.ZodType = z.ZodType> {
  readonly kind: 'event';
  readonly word: string;
  readonly name: string;
  readonly key: string;
  readonly payload: Payload;
}

export type Declaration = Act | Query;
export type InputOf<D extends Declaration> = z.input<D['input']>;
export type OutputOf<D extends Declaration> = z.output<D['output']>;
export type PayloadOf<E extends EventDeclaration> = z.output<E['payload']>;

interface Draft<Input extends z.ZodType, Output extends z.ZodType, Who extends Audience> {
  summary: string;
  input: Input;
  output: Output;
  roles: Who;
  rate?: Rate;
  audited: Common<Input, Output, Who>['audited'];
}

const actRate: Rate = { most: 60, seconds: 10 };
const queryRate: Rate = { most: 300, seconds: 10 };

/** Declares an act `<word>.<name>`. */
export function act<Input extends z.ZodType, Output extends z.ZodType, const Who extends Audience>(
  word: string,
  name: string,
  draft: Draft<Input, Output, Who> & { direct?: boolean },
): Act<Input, Output, Who> {
  return {
    kind: 'act',
    word,
    name,
    key: `${word}.${name}`,
    rate: actRate,
    ...draft,
  };
}

/** Declares a query `<word>.<name>`. */
export function query<Input extends z.ZodType, Output extends z.ZodType, const Who extends Audience>(
  word: string,
  name: string,
  draft: Draft<Input, Output, Who>,
): Query<Input, Output, Who> {
  return {
    kind: 'query',
    word,
    name,
    key: `${word}.${name}`,
    rate: queryRate,
    ...draft,
  };
}

/** Declares an event `<word>.<name>`. */
export function event<Payload extends z.ZodType>(
  word: string,
  name: string,
  payload: Payload,
): EventDeclaration<Payload> {
  return { kind: 'event', word, name, key: `${word}.${name}`, payload };
}

/** The HTTP path of an act or a query: `/api/<word>/<name>`, always by POST so that no input stands in a URL. */
export function pathOf(declaration: { word: string; name: string }): string {
  return `/api/${declaration.word}/${declaration.name}`;
}
