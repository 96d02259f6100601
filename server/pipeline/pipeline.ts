import type { Logger } from 'pino';
import { z } from 'zod';
import { type Actor, areaWithin, roleMay } from '../../app/account/index.ts';
import { type ErrorBody, type ErrorCategory, SipinError, toSipinError } from '../../app/contract/index.ts';
import { errorText, type Language } from '../../app/messages.ts';
import { writeAuditEntry } from '../audit/entry.ts';
import type { Database } from '../storage/database.ts';
import type { ActContext, Binding, CallRequest } from './binding.ts';
import { insertEvents, type PendingEvent } from './event-store.ts';
import { keepOutput, takeKey } from './key-store.ts';
import { RateLimiter } from './rate.ts';
import type { Sequencer } from './sequencer.ts';
import { unstorablePath } from './storable.ts';

/** One call as a transport hands it over. */
export interface Call {
  /** `<word>.<name>` of the act or query. */
  readonly key: string;
  readonly input: unknown;
  readonly idempotencyKey: string | undefined;
  readonly actor: Actor | null;
  readonly request: CallRequest;
}

export interface PipelineParts {
  readonly database: Database;
  readonly sequencer: Sequencer;
  readonly log: Logger;
  readonly bindings: readonly Binding[];
  /** Told of every call that ended, for the metrics. */
  readonly observe?: (key: string, outcome: 'done' | 'repeated' | ErrorCategory, seconds: number) => void;
}

/** Public acts have no account; their keys share this one, and the address keeps callers apart. */
const nobody = '00000000-0000-0000-0000-000000000000';
/** Refusals from one address that are written into the journal; a flood beyond is counted in the log only. */
const refusalRate = { most: 60, seconds: 60 };
/** PostgreSQL: serialization failure and deadlock; the transaction may simply be done again. */
const repeatable = new Set(['40001', '40P01']);

const idempotencyKey = z
  .string()
  .min(8)
  .max(80)
  .refine((key) => unstorablePath(key) === undefined);
/** What a schema says of input that does not fit, in the caller's language. */
const problemsIn = { 'zh-CN': z.locales.zhCN().localeError, en: z.locales.en().localeError } as const;

/**
 * The one way in: authenticate (done by the transport) → rate → validate → may they, here? → idempotency key →
 * one transaction with the change, its audit entry and its events → acknowledge → publish.
 */
export class Pipeline {
  readonly #parts: PipelineParts;
  readonly #bindings: ReadonlyMap<string, Binding>;
  readonly #rates = new RateLimiter();

  constructor(parts: PipelineParts) {
    this.#parts = parts;
    const bindings = new Map<string, Binding>();
    for (const binding of parts.bindings) {
      const { key } = binding.declaration;
      if (bindings.has(key)) throw new Error(`${key} is bound twice`);
      bindings.set(key, binding);
    }
    this.#bindings = bindings;
  }

  /** All that can be called. */
  get bindings(): ReadonlyMap<string, Binding> {
    return this.#bindings;
  }

  /** Carries a call through; throws a SipinError when it is refused or fails. */
  async call(call: Call): Promise<unknown> {
    const started = performance.now();
    const log = this.#parts.log.child({
      request: call.request.id,
      call: call.key,
      ...(call.actor ? { account: call.actor.accountId, area: call.actor.area } : {}),
    });
    const ended = (outcome: 'done' | 'repeated' | ErrorCategory) =>
      this.#parts.observe?.(
        this.#bindings.has(call.key) ? call.key : 'unknown',
        outcome,
        (performance.now() - started) / 1000,
      );
    try {
      const { output, repeated } = await this.#carry(call, log);
      ended(repeated ? 'repeated' : 'done');
      return output;
    } catch (thrown) {
      const error = toSipinError(unavailableDatabase(thrown));
      if (error.category === 'internal') log.error({ err: error.cause ?? error }, 'call failed');
      else log.debug({ code: error.code, params: error.params }, 'call refused');
      await this.#recordRefusal(call, error, log);
      ended(error.category);
      throw error;
    }
  }

  async #carry(call: Call, log: Logger): Promise<{ output: unknown; repeated: boolean }> {
    const binding = this.#bindings.get(call.key);
    if (!binding)
      throw new SipinError('not-found', 'contract.unknown-call', {
        name: call.key.slice(0, 80),
      });
    const { declaration } = binding;
    const { actor } = call;
    const caller = declaration.roles === 'public' || !actor ? call.request.address : actor.sessionId;
    const wait = this.#rates.take(`${declaration.key} ${caller}`, declaration.rate);
    if (wait > 0) throw new SipinError('limit', 'contract.too-many', { seconds: wait });
    if (declaration.roles !== 'public') {
      if (!actor) throw new SipinError('unauthenticated', 'contract.unauthenticated');
      if (!roleMay(actor.role, declaration.roles)) throw new SipinError('forbidden', 'contract.role-refused');
    }
    const parsed = declaration.input.safeParse(call.input, { error: problemsIn[call.request.language] });
    if (!parsed.success) throw invalidInput(parsed.error);
    const path = unstorablePath(parsed.data);
    if (path !== undefined) {
      throw new SipinError('input', 'contract.unstorable-text', { path: path.slice(0, 100) });
    }
    if (declaration.kind === 'act' && declaration.direct) {
      return { output: await this.#direct(binding, parsed.data, call, log), repeated: false };
    }
    return declaration.kind === 'query'
      ? {
          output: await this.#read(binding, parsed.data, call, log),
          repeated: false,
        }
      : this.#act(binding, parsed.data, call, log);
  }

  async #read(binding: Binding, input: unknown, call: Call, log: Logger): Promise<unknown> {
    const { database } = this.#parts;
    const now = new Date();
    const context = {
      actor: call.actor as Actor,
      database,
      now,
      request: call.request,
      log,
    };
    const area = await binding.where(input, context);
    refuseForeign(area, call.actor);
    const { audited } = binding.declaration;
    if (audited) {
      // Before it is looked at: a look that could not be recorded is not given.
      await writeAuditEntry(database, {
        kind: call.key,
        outcome: 'done',
        actor: call.actor,
        subjectArea: area,
        detail: audited(input),
        address: call.request.address,
        request: call.request.id,
        at: now,
      });
    }
    return binding.run(input, context);
  }

  /** An act with a store of its own: no transaction, no key; what it is given can neither tell events nor note. */
  async #direct(binding: Binding, input: unknown, call: Call, log: Logger): Promise<unknown> {
    const context = {
      actor: call.actor as Actor,
      database: this.#parts.database,
      now: new Date(),
      request: call.request,
      log,
    };
    refuseForeign(await binding.where(input, context), call.actor);
    return binding.run(input, context);
  }

  async #act(binding: Binding, input: unknown, call: Call, log: Logger) {
    const key = idempotencyKey.safeParse(call.idempotencyKey);
    if (!key.success) throw new SipinError('input', 'contract.key-required');
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#transact(binding, input, key.data, call, log);
      } catch (error) {
        const code = (error as { code?: string }).code;
        if (attempt >= 4 || code === undefined || !repeatable.has(code)) throw error;
        log.debug({ attempt, code }, 'transaction is done again');
      }
    }
  }

  async #transact(binding: Binding, input: unknown, idempotency: string, call: Call, log: Logger) {
    const { declaration } = binding;
    const now = new Date();
    const events: PendingEvent[] = [];
    const after: (() => void | Promise<void>)[] = [];
    const result = await this.#parts.database.transaction().execute(async (database) => {
      let actor = call.actor;
      let noted: Readonly<Record<string, unknown>> = {};
      const context: ActContext = {
        actor: call.actor as Actor,
        database,
        now,
        request: call.request,
        log,
        emit: (event, payload, audience) =>
          events.push({
            key: event.key,
            payload: event.payload.parse(payload),
            audience,
          }),
        note: (detail) => {
          noted = { ...noted, ...detail };
        },
        identify: (found) => {
          actor = found;
        },
        afterCommit: (run) => after.push(run),
      };
      const area = await binding.where(input, context);
      refuseForeign(area, call.actor);
      // An answer that carries a secret (a session's token) must not lie in a table: public acts are not remembered.
      const accountId = call.actor?.accountId ?? nobody;
      const remembered = declaration.roles !== 'public';
      if (remembered) {
        const taken = await takeKey(database, {
          accountId,
          key: idempotency,
          act: declaration.key,
          input,
          at: now,
        });
        if (taken.repeated) return { output: taken.output, repeated: true };
      }
      const output = declaration.output.parse(await binding.run(input, context));
      if (remembered) await keepOutput(database, accountId, idempotency, output);
      if (declaration.audited) {
        await writeAuditEntry(database, {
          kind: declaration.key,
          outcome: 'done',
          actor,
          subjectArea: area,
          detail: { ...declaration.audited(input), ...noted },
          address: call.request.address,
          request: call.request.id,
          at: now,
        });
      }
      await insertEvents(database, events, now);
      return { output, repeated: false };
    });
    if (!result.repeated) {
      if (events.length > 0) this.#parts.sequencer.wake();
      for (const run of after) {
        Promise.resolve()
          .then(run)
          .catch((error) => log.error({ err: error }, 'what follows the act failed'));
      }
    }
    return result;
  }

  /** What the journal says of a call that was refused, for example which login was tried; nothing if it does not fit. */
  #auditedOf(call: Call): Readonly<Record<string, unknown>> {
    const declaration = this.#bindings.get(call.key)?.declaration;
    const parsed = declaration?.audited ? declaration.input.safeParse(call.input) : undefined;
    if (!declaration?.audited || !parsed?.success || unstorablePath(parsed.data) !== undefined) return {};
    return declaration.audited(parsed.data);
  }

  /** Writes who was refused what into the journal; never lets a flood fill it, never fails the call over it. */
  async #recordRefusal(call: Call, error: SipinError, log: Logger): Promise<void> {
    if (!['unauthenticated', 'forbidden', 'limit'].includes(error.category)) return;
    if (this.#rates.take(`refused ${call.request.address}`, refusalRate) > 0) return;
    try {
      await writeAuditEntry(this.#parts.database, {
        kind: this.#bindings.has(call.key) ? call.key : 'unknown',
        outcome: 'refused',
        actor: call.actor,
        subjectArea: typeof error.params.area === 'string' ? error.params.area : null,
        detail: { ...this.#auditedOf(call), code: error.code },
        address: call.request.address,
        request: call.request.id,
        at: new Date(),
      });
    } catch (failure) {
      log.warn({ err: failure }, 'a refusal could not be recorded');
    }
  }
}

/** What the caller is told: the error's code, category and text, never its cause. */
export function errorBody(thrown: unknown, request: string, language: Language): ErrorBody {
  const error = toSipinError(thrown);
  const params = {
    ...error.params,
    ...(error.category === 'internal' ? { request } : {}),
  };
  return {
    code: error.code,
    category: error.category,
    message: errorText(error.code, params, language),
    params,
    request,
  };
}

function refuseForeign(area: string | null, actor: Actor | null): void {
  if (area !== null && actor && !areaWithin(area, actor.area)) {
    throw new SipinError('forbidden', 'contract.area-refused', { area });
  }
}

function invalidInput(error: z.ZodError): SipinError {
  const issue = error.issues[0];
  return new SipinError('input', 'contract.invalid-input', {
    path: (issue?.path.join('.') || '/').slice(0, 100),
    problem: (issue?.message ?? '').slice(0, 200),
  });
}

/** A database that is away is "unavailable", not an error of ours. */
function unavailableDatabase(thrown: unknown): unknown {
  const code = (thrown as { code?: unknown } | null)?.code;
  const message = thrown instanceof Error ? thrown.message : '';
  const away =
    (typeof code === 'string' &&
      (/^(08|57P|53)/.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'].includes(code))) ||
    /Connection terminated|not queryable|timeout exceeded when trying to connect/i.test(message);
  return away && !(thrown instanceof SipinError)
    ? new SipinError('unavailable', 'contract.unavailable', { part: 'database' }, { cause: thrown })
    : thrown;
}
