import type { Logger } from 'pino';
import type { Server } from 'socket.io';
import { type Actor, areaWithin } from '../../app/account/index.ts';
import { distance } from '../../app/area/index.ts';
import { SipinError } from '../../app/contract/index.ts';
import {
  type Fix,
  type FixDraft,
  Frame,
  fixProblem,
  frameFlags,
  frameVersion,
  type IngestReply,
  ingestMost,
  type Place,
  type Refusal,
  stateOf,
  tooFast,
} from '../../app/position/index.ts';
import type { Health } from '../runtime/health.ts';
import type { Storage } from '../storage/database.ts';
import type { KnownWorker, WorkerRegistry } from '../worker/registry.ts';
import { FanOut } from './fan-out.ts';
import { flagsOf, LatestPositions } from './latest.ts';
import { keepPartitions, startPartitions } from './partitions.ts';
import { flaggedBit, latestFixes } from './store.ts';
import { TrackWriter } from './track-writer.ts';

interface Parts {
  readonly storage: Storage;
  readonly io: Server;
  readonly log: Logger;
  readonly health: Health;
  readonly registry: WorkerRegistry;
  /** Days that tracks are kept. */
  readonly keptDays: number;
}

/** Refusals named one by one in an answer. */
const mostRefusals = 100;
/** A phone's clock and the server's differ: fixes this much before the duty began still belong to it, in ms. */
const dutySlack = 60_000;

/** Takes positions in, knows the latest, has the tracks stored and the consoles told. */
export class PositionService {
  readonly latest = new LatestPositions();
  readonly fanOut: FanOut;
  readonly #parts: Parts;
  readonly #writer: TrackWriter;
  #stopPartitions: (() => void) | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#writer = new TrackWriter(parts.storage.pool, parts.log, parts.health);
    this.fanOut = new FanOut(parts.io, this.latest, parts.registry);
  }

  /** Reads where everybody was last. The registry must have started. */
  async start(): Promise<void> {
    const { storage, registry, keptDays, log, health } = this.#parts;
    const started = performance.now();
    await keepPartitions(storage.database, Date.now(), keptDays);
    this.#stopPartitions = startPartitions(storage.database, keptDays, log);
    for (const fix of await latestFixes(storage.database)) {
      const worker = registry.byIndex(fix.worker);
      if (worker && !(fix.time <= this.latest.timeOf(fix.worker))) {
        this.latest.put(fix.worker, fix, flagsOf(worker), fix.flagged);
      }
    }
    this.#unsubscribe = registry.subscribe((worker, before) => this.#workerChanged(worker, before));
    this.fanOut.start();
    health.report('position', { state: 'up' });
    log.info({ ms: Math.round(performance.now() - started) }, 'last positions read');
  }

  async stop(): Promise<void> {
    this.fanOut.stop();
    this.#stopPartitions?.();
    this.#unsubscribe?.();
    await this.#writer.stop();
  }

  /** Fixes from the worker's own phone. Resolves when they are stored. */
  async report(accountId: string, drafts: readonly FixDraft[]): Promise<IngestReply> {
    const worker = this.#parts.registry.byId(accountId);
    if (!worker) throw new SipinError('forbidden', 'position.no-worker');
    if (!worker.onDuty) throw new SipinError('conflict', 'position.off-duty');
    this.#writer.refuseFlood(drafts.length);
    const reply = new Reply();
    const now = Date.now();
    const fixes = drafts.map((draft, at) => ({ at, fix: fixOf(draft) })).sort((a, b) => a.fix.time - b.fix.time);
    let before: Fix | undefined;
    for (const { at, fix } of fixes) {
      const problem = this.#take(worker, fix, now, before);
      reply.count(at, problem);
      if (problem === null) before = fix;
    }
    if (reply.accepted > 0) await this.#writer.stored();
    return reply.body;
  }

  /** A frame from a gateway: positions of many workers of its area. Resolves when they are stored. */
  async ingest(actor: Actor, bytes: Uint8Array): Promise<IngestReply> {
    const frame = Frame.read(bytes, ingestMost);
    if (frame?.header.kind !== 'ingest') {
      throw new SipinError('input', 'position.invalid-frame', { version: frameVersion, most: ingestMost });
    }
    this.#writer.refuseFlood(frame.count);
    const reply = new Reply();
    const now = Date.now();
    for (let at = 0; at < frame.count; at += 1) {
      const record = frame.record(at);
      const worker = this.#parts.registry.byIndex(record.index);
      reply.count(
        at,
        !worker
          ? 'unknown-worker'
          : !areaWithin(worker.area, actor.area)
            ? 'foreign'
            : this.#take(worker, record, now, undefined),
      );
    }
    if (reply.accepted > 0) await this.#writer.stored();
    return reply.body;
  }

  /** Where the worker was last; undefined when there is no position. */
  placeOf(worker: KnownWorker, now: number): Place | undefined {
    const record = this.latest.get(worker.index);
    if (!record) return undefined;
    const known = (value: number) => (value < 0 ? null : value);
    return {
      worker: worker.id,
      name: worker.name,
      area: worker.area,
      state: stateOf({ onDuty: worker.onDuty, busy: worker.busy, sos: worker.sosSince !== null }, now - record.time),
      at: new Date(record.time).toISOString(),
      longitude: record.longitude,
      latitude: record.latitude,
      accuracy: known(record.accuracy),
      speed: known(record.speed),
      heading: known(record.heading),
      battery: known(record.battery),
      flagged: (record.flags & frameFlags.flagged) !== 0,
    };
  }

  /** The workers on duty of an area that are nearest to a point. */
  nearest(area: string, longitude: number, latitude: number, limit: number): (Place & { distance: number })[] {
    const now = Date.now();
    const found: { worker: KnownWorker; metres: number }[] = [];
    for (const worker of this.#parts.registry.all()) {
      if (!worker.onDuty || !worker.area.startsWith(area)) continue;
      const record = this.latest.get(worker.index);
      if (record) found.push({ worker, metres: distance(longitude, latitude, record.longitude, record.latitude) });
    }
    return found
      .sort((a, b) => a.metres - b.metres)
      .slice(0, limit)
      .flatMap(({ worker, metres }) => {
        const place = this.placeOf(worker, now);
        return place ? [{ ...place, distance: Math.round(metres) }] : [];
      });
  }

  /** Takes one fix, or says why not. `before`: the fix before it in the same batch. */
  #take(worker: KnownWorker, fix: Fix, now: number, before: Fix | undefined): Refusal | null {
    const problem = fixProblem(fix, now);
    if (problem) return problem;
    if (!worker.onDuty || fix.time < worker.dutySince.getTime() - dutySlack) return 'off-duty';
    const lastTime = this.latest.timeOf(worker.index);
    const previous = before ?? (lastTime < fix.time ? this.latest.get(worker.index) : undefined);
    const flagged = previous !== undefined && tooFast(previous, fix);
    this.#writer.add(worker.index, fix, flagged ? flaggedBit : 0);
    if (!(fix.time <= lastTime)) this.latest.put(worker.index, fix, flagsOf(worker), flagged);
    return null;
  }

  #workerChanged(worker: KnownWorker, before: KnownWorker | undefined): void {
    const flags = flagsOf(worker);
    if (before && flagsOf(before) === flags) return;
    if (worker.onDuty) this.latest.setWorkerFlags(worker.index, flags);
    else this.latest.forget(worker.index, flags);
  }
}

/** Counts what became of the fixes. */
class Reply {
  readonly body = { accepted: 0, refusedCount: 0, refused: [] as { fix: number; reason: Refusal }[] };

  get accepted(): number {
    return this.body.accepted;
  }

  count(fix: number, problem: Refusal | null): void {
    if (problem === null) {
      this.body.accepted += 1;
      return;
    }
    this.body.refusedCount += 1;
    if (this.body.refused.length < mostRefusals) this.body.refused.push({ fix, reason: problem });
  }
}

function fixOf(draft: FixDraft): Fix {
  const { at, longitude, latitude, accuracy = -1, speed = -1, heading = -1, battery = -1 } = draft;
  return { time: Date.parse(at), longitude, latitude, accuracy, speed, heading, battery };
}
