import type { Logger } from 'pino';
import { ringSeconds } from '../../app/conference/index.ts';
import type { EventDeclaration } from '../../app/contract/index.ts';
import { policies } from '../../app/room/index.ts';
import { writeAuditEntry } from '../audit/entry.ts';
import type { ActContext } from '../pipeline/binding.ts';
import { insertEvents, type PendingEvent } from '../pipeline/event-store.ts';
import type { Sequencer } from '../pipeline/sequencer.ts';
import type { Database } from '../storage/database.ts';
import type { ConferenceService } from './service.ts';
import * as store from './store.ts';

const tickMilliseconds = 1_000;

export interface ClockParts {
  readonly database: Database;
  readonly sequencer: Sequencer;
  readonly log: Logger;
  readonly service: ConferenceService;
}

type Background = Pick<ActContext, 'database' | 'now' | 'emit' | 'afterCommit'>;

/** What happens in conferences without anybody doing it: nobody answers, nobody is left, somebody came or went. */
export class ConferenceClock {
  readonly #parts: ClockParts;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(parts: ClockParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.#tick()
        .catch((error) => this.#parts.log.warn({ err: error }, 'conferences could not be looked after; trying again'))
        .finally(() => {
          this.#running = undefined;
        });
    }, tickMilliseconds);
  }

  /** Idempotent. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Somebody came into a room or went. */
  async presence(room: string): Promise<void> {
    const row = await store.conferenceOfRoom(this.#parts.database, room);
    if (row) await this.#change((change) => this.#parts.service.tell(row, change));
  }

  async #tick(): Promise<void> {
    const { database, service } = this.#parts;
    const now = Date.now();
    const before = new Date(now - ringSeconds * 1_000);
    await this.#change(async (change) => {
      const silent = await store.stopRinging(change.database, before, change.now);
      for (const id of new Set(silent.map(({ conference }) => conference))) {
        const row = await store.conferenceById(change.database, id);
        if (row) await service.tell(row, change);
      }
      for (const { conference, area } of silent) await journal(change, 'conference.no-answer', area, { conference });
    });
    const forgotten = new Date(now - policies.conference.emptyMinutes * 60_000);
    for (const row of await store.forgottenConferences(database, forgotten)) {
      await this.#change(async (change) => {
        await service.close(row, change);
        await journal(change, 'conference.abandoned', row.area, { conference: row.id });
      });
    }
  }

  /** One transaction with its events, as an act has it. */
  async #change(run: (change: Background) => Promise<void>): Promise<void> {
    const now = new Date();
    const events: PendingEvent[] = [];
    const after: (() => void | Promise<void>)[] = [];
    await this.#parts.database.transaction().execute(async (database) => {
      await run({
        database,
        now,
        emit: (event: EventDeclaration, payload, audience) =>
          events.push({ key: event.key, payload: event.payload.parse(payload), audience }),
        afterCommit: (each) => after.push(each),
      });
      await insertEvents(database, events, now);
    });
    if (events.length > 0) this.#parts.sequencer.wake();
    for (const each of after) await each();
  }
}

/** What the system did by itself is on record too. */
function journal(change: Background, kind: string, area: string, detail: Readonly<Record<string, unknown>>) {
  return writeAuditEntry(change.database, {
    kind,
    outcome: 'done',
    actor: null,
    subjectArea: area,
    detail,
    address: '',
    request: '',
    at: change.now,
  });
}
