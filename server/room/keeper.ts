import { type ParticipantInfo, RoomServiceClient } from 'livekit-server-sdk';
import type { Logger } from 'pino';
import { identityOf, policies } from '../../app/room/index.ts';
import type { Services } from '../modules.ts';
import type { Database } from '../storage/database.ts';
import { trackSourcesOf } from './gate.ts';
import * as store from './store.ts';

export interface KeeperParts {
  readonly database: Database;
  readonly log: Logger;
  readonly services: Pick<Services, 'livekit' | 'changed'>;
  /** Told when somebody came or went in a room. */
  presence(room: string): void | Promise<void>;
}

/** Webhooks get lost, and none come for what died with LiveKit: everything is looked at this often anyway. */
const lookMilliseconds = 2_500;

/**
 * Keeps LiveKit as the database says: living rooms exist (also right after a restart), closed ones do not, nobody is in
 * who was not let in, everybody may send what they may, and the roster says who is there.
 */
export class RoomKeeper {
  readonly #parts: KeeperParts;
  readonly #wanted = new Set<string>();
  #all = false;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: (() => void) | undefined;
  #stopped = false;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#unsubscribe = this.#parts.services.changed(() => this.wake());
    this.#timer = setInterval(() => this.wake(), lookMilliseconds);
    this.wake();
  }

  /** Looks at this room, or at all, as soon as possible. */
  wake(room?: string): void {
    if (this.#stopped) return;
    if (room === undefined) this.#all = true;
    else this.#wanted.add(room);
    this.#running ??= this.#work().finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves when what was asked for until now has been done. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** Idempotent. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#unsubscribe?.();
    await this.#running;
  }

  async #work(): Promise<void> {
    while (!this.#stopped && (this.#all || this.#wanted.size > 0)) {
      const all = this.#all;
      const wanted = [...this.#wanted];
      this.#all = false;
      this.#wanted.clear();
      try {
        const access = this.#parts.services.livekit();
        if (!access) continue;
        const client = new RoomServiceClient(access.url, access.apiKey, access.apiSecret, { requestTimeout: 5 });
        await this.#look(client, all ? undefined : wanted);
      } catch (error) {
        this.#parts.log.debug({ err: error }, 'LiveKit could not be looked at; trying again');
      }
    }
  }

  async #look(client: RoomServiceClient, only: readonly string[] | undefined): Promise<void> {
    const { database } = this.#parts;
    const living = await store.livingRooms(database);
    const rooms = only ? living.filter(({ name }) => only.includes(name)) : living;
    const ended = only?.filter((name) => !living.some((room) => room.name === name)) ?? [];
    if (rooms.length === 0 && ended.length === 0 && only) return;
    const there = new Set((await client.listRooms(only ? [...only] : undefined)).map(({ name }) => name));
    const living_ = new Set(living.map(({ name }) => name));
    for (const name of await store.closedAmong(
      database,
      [...there].filter((each) => !living_.has(each)),
    )) {
      await client.deleteRoom(name);
    }
    for (const room of rooms) await this.#tend(client, room, there.has(room.name));
  }

  async #tend(client: RoomServiceClient, room: store.LivingRoom, exists: boolean): Promise<void> {
    const { database, log } = this.#parts;
    let participants: ParticipantInfo[] = [];
    if (!exists) {
      const seconds = policies[room.kind].emptyMinutes * 60;
      await client.createRoom({ name: room.name, emptyTimeout: seconds, departureTimeout: seconds });
    } else participants = await client.listParticipants(room.name);
    const members = await store.membersOf(database, room.name);
    const admitted = new Map(
      members
        .filter((member) => !member.banned && !member.withdrawn)
        .map((member) => [identityOf({ account: member.accountId, session: member.sessionId }), member]),
    );
    const present: string[] = [];
    for (const participant of participants) {
      const member = admitted.get(participant.identity);
      try {
        if (!member) {
          await client.removeParticipant(room.name, participant.identity);
          continue;
        }
        present.push(member.accountId);
        await permit(client, room, participant, member);
      } catch (error) {
        // It left in the meantime, which is as good.
        log.debug({ err: error, room: room.name, identity: participant.identity }, 'participant could not be changed');
      }
    }
    if (await store.setPresence(database, room.name, present, new Date())) await this.#parts.presence(room.name);
  }
}

/** Takes from a participant, or gives it, what the database says, unless it is so already. */
async function permit(
  client: RoomServiceClient,
  room: store.LivingRoom,
  participant: ParticipantInfo,
  member: store.Member,
): Promise<void> {
  const wanted = trackSourcesOf(room.kind, member);
  const has = participant.permission;
  const same =
    has !== undefined &&
    has.canPublish === wanted.length > 0 &&
    has.canPublishSources.length === wanted.length &&
    wanted.every((source) => has.canPublishSources.includes(source));
  if (same) return;
  await client.updateParticipant(room.name, participant.identity, {
    permission: {
      canSubscribe: true,
      canPublish: wanted.length > 0,
      canPublishSources: wanted,
      canPublishData: false,
      canUpdateMetadata: false,
    },
  });
}
