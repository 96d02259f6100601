import type { Logger } from 'pino';
import type { Actor } from '../../app/account/index.ts';
import { nameOfRoom, type Restriction, type RoomKind } from '../../app/room/index.ts';
import type { Services } from '../modules.ts';
import type { ActContext } from '../pipeline/binding.ts';
import type { Database } from '../storage/database.ts';
import { RoomKeeper } from './keeper.ts';
import * as store from './store.ts';

type Listener = (room: string) => void | Promise<void>;
type Change = Pick<ActContext, 'database' | 'now' | 'afterCommit'>;

/** The one room mechanism: other words open rooms, let people in and out, restrict them and close the room. */
export class RoomService {
  readonly keeper: RoomKeeper;
  readonly #listeners = new Set<Listener>();

  constructor(parts: { database: Database; log: Logger; services: Pick<Services, 'livekit' | 'changed'> }) {
    this.keeper = new RoomKeeper({
      ...parts,
      presence: async (room) => {
        for (const listener of this.#listeners) await listener(room);
      },
    });
  }

  /** Opens a room for something of this kind; its name. */
  async open(kind: RoomKind, id: string, change: Change): Promise<string> {
    const name = nameOfRoom(kind, id);
    await store.insertRoom(change.database, name, kind, change.now);
    this.#after(name, change);
    return name;
  }

  /** Lets this device of the actor in, with what it may do; another device of the same account is let out. */
  async admit(
    room: string,
    who: { actor: Actor; label: string; restriction: Restriction },
    change: Change,
  ): Promise<void> {
    const { actor, label, restriction } = who;
    await store.putMember(
      change.database,
      {
        room,
        account_id: actor.accountId,
        session_id: actor.sessionId,
        area: actor.area,
        label,
        may_speak: restriction.maySpeak,
        may_show: restriction.mayShow,
      },
      change.now,
    );
    this.#after(room, change);
  }

  /** Lets members out; they may be let in again. */
  async withdraw(room: string, which: store.Which, change: Change): Promise<void> {
    await store.updateMembers(change.database, room, which, { withdrawn_at: change.now });
    this.#after(room, change);
  }

  /** Throws members out and keeps them out, or takes that back. */
  async ban(room: string, which: store.Which, banned: boolean, change: Change): Promise<void> {
    await store.updateMembers(change.database, room, which, { banned });
    this.#after(room, change);
  }

  /** Takes the word or the picture from members, or gives them back. */
  async restrict(room: string, which: store.Which, restriction: Partial<Restriction>, change: Change): Promise<void> {
    const { maySpeak, mayShow } = restriction;
    await store.updateMembers(change.database, room, which, {
      ...(maySpeak === undefined ? {} : { may_speak: maySpeak }),
      ...(mayShow === undefined ? {} : { may_show: mayShow }),
    });
    this.#after(room, change);
  }

  /** Ends the room for all. */
  async close(room: string, change: Change): Promise<void> {
    await store.closeRoom(change.database, room, change.now);
    this.#after(room, change);
  }

  /** Calls back when somebody came or went; returns the unsubscribe. */
  onPresence(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #after(room: string, change: Change): void {
    change.afterCommit(() => this.keeper.wake(room));
  }
}
