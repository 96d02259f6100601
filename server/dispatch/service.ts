import { randomUUID } from 'node:crypto';
import { type Actor, areaWithin } from '../../app/account/index.ts';
import { SipinError } from '../../app/contract/index.ts';
import { advance, dispatchContract, isInHand, type Order, type State, stepsTo } from '../../app/dispatch/index.ts';
import { stageAfter } from '../../app/incident/index.ts';
import { attachFiles } from '../file/attach.ts';
import type { IncidentService } from '../incident/service.ts';
import { incidentById } from '../incident/store.ts';
import type { ActContext } from '../pipeline/binding.ts';
import type { WorkerService } from '../worker/service.ts';
import * as store from './store.ts';

type Context = Pick<ActContext, 'database' | 'now' | 'emit' | 'afterCommit'> & { readonly actor: Actor };

export interface SendDraft {
  readonly workers: readonly string[];
  readonly incident?: string | undefined;
  readonly text: string;
  readonly longitude?: number | undefined;
  readonly latitude?: number | undefined;
  readonly acceptWithin: number;
}

/** What happens to orders. */
export class DispatchService {
  readonly #workers: WorkerService;
  readonly #incidents: IncidentService;
  /** Told after the commit which workers have new orders. */
  readonly #queued: (workers: readonly string[]) => void;

  constructor(workers: WorkerService, incidents: IncidentService, queued: (workers: readonly string[]) => void) {
    this.#workers = workers;
    this.#incidents = incidents;
    this.#queued = queued;
  }

  /** One order for each worker, all or none; an incident that they are about counts as dispatched. */
  async send(draft: SendDraft, context: Context): Promise<Order[]> {
    const { actor, database, now, emit, afterCommit } = context;
    const ids = [...new Set(draft.workers)];
    const workers = ids.map((id) => {
      const worker = this.#workers.registry.byId(id);
      if (!worker) throw new SipinError('not-found', 'dispatch.worker-unknown');
      if (!areaWithin(worker.area, actor.area)) {
        throw new SipinError('forbidden', 'contract.area-refused', { area: worker.area });
      }
      return worker;
    });
    let place = { longitude: draft.longitude ?? null, latitude: draft.latitude ?? null };
    if (draft.incident) {
      const incident = await this.#incidents.step(
        draft.incident,
        'dispatched',
        `${draft.text} → ${workers.map(({ name }) => name).join('、')}`.slice(0, 4_000),
        [],
        context,
      );
      if (place.longitude === null) place = { longitude: incident.longitude, latitude: incident.latitude };
    }
    const batch = randomUUID();
    const orders = await store.insertOrders(
      database,
      workers.map((worker) => ({
        batch,
        incident_id: draft.incident ?? null,
        worker_id: worker.id,
        worker_name: worker.name,
        area: worker.area,
        text: draft.text,
        ...place,
        sender_name: actor.name,
        accept_by: new Date(now.getTime() + draft.acceptWithin * 60_000),
        at: now,
      })),
      actor.accountId,
    );
    for (const order of orders) {
      emit(dispatchContract.ordered, { order }, { accounts: [order.worker] });
      emit(dispatchContract.changed, { order }, { area: order.area });
    }
    afterCommit(() => this.#queued(ids));
    return orders;
  }

  /** The server has published the orders to connected phones; what the phones have acknowledged already is left. */
  async sent(ids: readonly string[], context: Omit<Context, 'actor' | 'afterCommit'>): Promise<void> {
    if (ids.length === 0) return;
    await this.#advance(await store.lockOrders(context.database, ids), 'sent', context);
  }

  /** A worker's step on its own order. */
  async step(id: string, state: State, note: string, photos: readonly string[], context: Context): Promise<Order> {
    const [order] = await store.lockOrders(context.database, [id]);
    if (!order || (context.actor.role === 'worker' && order.worker !== context.actor.accountId)) {
      throw new SipinError('not-found', 'dispatch.not-found');
    }
    const next = await this.#write(order, state, note, photos, context);
    if (next === 'refused')
      throw new SipinError('conflict', 'dispatch.step-refused', { state: order.state, step: state });
    if (next === 'already') return order;
    await this.#follow(order, next, note, photos, context);
    return next;
  }

  /** Delivered or read, for several orders at once; what is further on already, or is not the worker's, is left. */
  async acknowledge(ids: readonly string[], state: 'delivered' | 'read', context: Context): Promise<void> {
    const orders = await store.lockOrders(context.database, [...new Set(ids)]);
    const own = orders.filter(({ worker }) => worker === context.actor.accountId);
    await this.#advance(own, state, context);
  }

  /** What else an order's step changes: the worker is busy or free, the incident is handled. */
  async #follow(before: Order, after: Order, note: string, photos: readonly string[], context: Context): Promise<void> {
    const { actor, database } = context;
    if (photos.length > 0) await attachFiles(database, photos, after.area, actor, [actor.accountId]);
    if (isInHand(before.state) !== isInHand(after.state)) {
      const busy = isInHand(after.state) || (await store.hasOtherInHand(database, after.worker, after.id));
      await this.#workers.setBusy(after.worker, busy, context);
    }
    if (after.state !== 'done' || !after.incident) return;
    const incident = await incidentById(database, after.incident, true);
    // The incident may have been handled, or even closed, by another order meanwhile; this one is done all the same.
    if (incident && stageAfter(incident.stage, 'handled')) {
      await this.#incidents.step(after.incident, 'handled', note, photos, context);
    }
  }

  async #write(
    order: Order,
    state: State,
    note: string,
    photos: readonly string[],
    context: Omit<Context, 'afterCommit'>,
  ): Promise<Order | 'already' | 'refused'> {
    const next = advance(order.state, state);
    if (next === 'already' || next === 'refused') return next;
    const [written = order] = await this.#advance([order], next, context, note, photos);
    return written;
  }

  /** Takes all these locked orders on that can still go there, and tells of them. */
  async #advance(
    orders: readonly Order[],
    state: State,
    { database, now, emit, actor }: Omit<Context, 'actor' | 'afterCommit'> & { readonly actor?: Actor },
    note = '',
    photos: readonly string[] = [],
  ): Promise<Order[]> {
    const draft = { at: now, account: actor?.accountId ?? null, name: actor?.name ?? '', note: '', photos: [] };
    const moves = orders.flatMap((order) => {
      const next = advance(order.state, state);
      if (next === 'already' || next === 'refused') return [];
      const steps = stepsTo(order.state, next).map((step) =>
        step === next ? { ...draft, note, photos, state: step } : { ...draft, account: null, name: '', state: step },
      );
      return [{ order, steps }];
    });
    const written = await store.writeSteps(database, moves);
    for (const order of written) {
      emit(dispatchContract.changed, { order }, { area: order.area, accounts: [order.worker] });
    }
    return written;
  }
}
