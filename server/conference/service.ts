import { randomUUID } from 'node:crypto';
import { type Actor, areaWithin, type commandRoles } from '../../app/account/index.ts';
import * as contract from '../../app/conference/contract.ts';
import { answer, type Conference, mayRing, mostSites, type SiteState } from '../../app/conference/index.ts';
import { SipinError } from '../../app/contract/index.ts';
import type { AreaDirectory } from '../area/directory.ts';
import type { ActContext } from '../pipeline/binding.ts';
import type { RoomService } from '../room/service.ts';
import type { Database } from '../storage/database.ts';
import * as store from './store.ts';
import { viewOf } from './view.ts';

type Context = ActContext<typeof commandRoles>;

/** What happens in conferences: calling, answering, the chair's powers, the end. */
export class ConferenceService {
  readonly #rooms: RoomService;
  readonly #areas: AreaDirectory;

  constructor(rooms: RoomService, areas: AreaDirectory) {
    this.#rooms = rooms;
    this.#areas = areas;
  }

  /** Calls centres; the actor's own chairs and is in at once. */
  async start(title: string, areas: readonly string[], context: Context): Promise<Conference> {
    const { actor, database, now } = context;
    const id = randomUUID();
    const room = await this.#rooms.open('conference', id, context);
    const chairName = this.#areas.nameOf(actor.area);
    await store.insertConference(database, {
      id,
      title,
      area: actor.area,
      chair_name: chairName,
      room,
      started_at: now,
    });
    const row = await this.#living(id, database);
    await this.#put(row, [actor.area], 'accepted', context, { actor });
    await this.#admit(row, context, true, true);
    await this.#leaveOthers(row.id, context);
    await this.#ring(
      row,
      areas.filter((area) => area !== actor.area),
      context,
    );
    return this.#told(row, context);
  }

  /** Calls more centres; one that was removed is allowed again by it. */
  async invite(id: string, areas: readonly string[], context: Context): Promise<Conference> {
    const row = await this.#chaired(id, context);
    const sites = await store.sitesOf(context.database, id);
    const stateOf = new Map(sites.map(({ area, state }) => [area, state]));
    if (new Set([...stateOf.keys(), ...areas]).size > mostSites) {
      throw new SipinError('limit', 'conference.too-many-sites', { most: mostSites });
    }
    for (const area of areas) {
      if (stateOf.get(area) === 'removed') await this.#rooms.ban(row.room, { area }, false, context);
    }
    await this.#ring(
      row,
      areas.filter((area) => stateOf.get(area) === 'removed' || mayRing(stateOf.get(area))),
      context,
    );
    return this.#told(row, context);
  }

  async ringAgain(id: string, areas: readonly string[] | undefined, context: Context): Promise<Conference> {
    const row = await this.#chaired(id, context);
    const sites = await store.sitesOf(context.database, id);
    const again = sites.filter(({ area, state }) => mayRing(state) && (!areas || areas.includes(area)));
    await this.#ring(
      row,
      again.map(({ area }) => area).filter((area) => area !== row.area),
      context,
    );
    return this.#told(row, context);
  }

  /** The actor's centre answers, or comes back, on this device. */
  async accept(id: string, context: Context): Promise<Conference> {
    const { actor } = context;
    const row = await this.#living(id, context.database, true);
    const site = await this.#ownSite(row, context);
    const verdict = answer(site, site.sessionId === actor.sessionId);
    if (verdict === 'removed') throw new SipinError('forbidden', 'conference.removed');
    if (verdict === 'answered-elsewhere') {
      throw new SipinError('conflict', 'conference.answered-elsewhere', { name: site.person ?? '' });
    }
    if (site.accountId && site.accountId !== actor.accountId) {
      await this.#rooms.withdraw(row.room, { account: site.accountId }, context);
    }
    await this.#put(row, [actor.area], 'accepted', context, { actor });
    await this.#admit(row, context, site.maySpeak, site.mayShow);
    await this.#leaveOthers(row.id, context);
    return this.#told(row, context);
  }

  async decline(id: string, reason: string, context: Context): Promise<void> {
    const row = await this.#living(id, context.database, true);
    const site = await this.#ownSite(row, context);
    if (site.state !== 'ringing') throw new SipinError('conflict', 'conference.not-ringing');
    await this.#put(row, [context.actor.area], 'declined', context, { reason });
    await this.#told(row, context);
  }

  async leave(id: string, context: Context): Promise<void> {
    const row = await this.#living(id, context.database, true);
    const site = await this.#ownSite(row, context);
    if (site.state !== 'accepted') return;
    await this.#leaveRow(row, context);
  }

  async mute(id: string, which: { area?: string; notArea?: string }, muted: boolean, context: Context): Promise<void> {
    await this.#restrict(id, which, { maySpeak: !muted }, context);
  }

  async cameraOff(id: string, area: string, off: boolean, context: Context): Promise<void> {
    await this.#restrict(id, { area }, { mayShow: !off }, context);
  }

  /** Removes a site: out at once, and kept out, whatever device or token it comes with. */
  async remove(id: string, area: string, context: Context): Promise<void> {
    const row = await this.#chaired(id, context);
    if (area === row.area) throw new SipinError('conflict', 'conference.own-site');
    await this.#site(row, area, context.database);
    await this.#put(row, [area], 'removed', context, {});
    await this.#rooms.ban(row.room, { area }, true, context);
    await this.#told(row, context);
  }

  async end(id: string, context: Context): Promise<void> {
    const row = await this.#chaired(id, context);
    await this.close(row, context);
  }

  /** Ends it for all; also when nobody has been in it for long. */
  async close(row: store.ConferenceRow, context: Pick<Context, 'database' | 'now' | 'emit' | 'afterCommit'>) {
    await store.endConference(context.database, row.id, context.now);
    await this.#rooms.close(row.room, context);
    await this.tell(row, context);
  }

  /** Tells all centres of it, and those above the chair, that it is not as it was. */
  async tell(row: store.ConferenceRow, context: Pick<Context, 'database' | 'emit'>): Promise<void> {
    const sites = await store.sitesOf(context.database, row.id);
    const accounts = await store.operatorsAt(
      context.database,
      sites.map(({ area }) => area),
    );
    context.emit(contract.changed, { conference: row.id }, { area: row.area, accounts });
  }

  async #told(row: store.ConferenceRow, context: Context): Promise<Conference> {
    await this.tell(row, context);
    return viewOf(context.database, row);
  }

  async #ring(row: store.ConferenceRow, areas: readonly string[], context: Context): Promise<void> {
    for (const area of areas) {
      if (!areaWithin(area, context.actor.area)) throw new SipinError('forbidden', 'contract.area-refused', { area });
      if (!this.#areas.get(area)) throw new SipinError('not-found', 'conference.unknown-area', { area });
    }
    const wanted = [...new Set(areas)];
    if (wanted.length === 0) return;
    await this.#put(row, wanted, 'ringing', context, {});
    for (const area of wanted) {
      const accounts = await store.operatorsAt(context.database, [area]);
      context.emit(
        contract.ringing,
        { conference: row.id, area, title: row.title, chairName: row.chairName },
        { accounts },
      );
    }
  }

  async #put(
    row: store.ConferenceRow,
    areas: readonly string[],
    state: SiteState,
    context: Context,
    by: { actor?: Actor; reason?: string },
  ): Promise<void> {
    await store.putSites(
      context.database,
      areas.map((area) => ({
        conference_id: row.id,
        area,
        name: this.#areas.nameOf(area),
        state,
        reason: by.reason ?? null,
        state_at: context.now,
        account_id: by.actor?.accountId ?? null,
        session_id: by.actor?.sessionId ?? null,
      })),
    );
  }

  #admit(row: store.ConferenceRow, context: Context, maySpeak: boolean, mayShow: boolean): Promise<void> {
    const { actor } = context;
    const label = this.#areas.nameOf(actor.area);
    return this.#rooms.admit(row.room, { actor, label, restriction: { maySpeak, mayShow } }, context);
  }

  /** One is in one conference at a time. */
  async #leaveOthers(not: string, context: Context): Promise<void> {
    const { database, actor } = context;
    for (const row of await store.otherConferences(database, actor.area, actor.accountId, not)) {
      await this.#leaveRow(row, context);
    }
  }

  async #leaveRow(row: store.ConferenceRow, context: Context): Promise<void> {
    await this.#put(row, [context.actor.area], 'left', context, {});
    await this.#rooms.withdraw(row.room, { area: context.actor.area }, context);
    await this.tell(row, context);
  }

  async #restrict(
    id: string,
    which: { area?: string; notArea?: string },
    restriction: { maySpeak?: boolean; mayShow?: boolean },
    context: Context,
  ): Promise<void> {
    const row = await this.#chaired(id, context);
    if (which.area !== undefined) await this.#site(row, which.area, context.database);
    await store.restrictSites(context.database, id, which, {
      ...(restriction.maySpeak === undefined ? {} : { may_speak: restriction.maySpeak }),
      ...(restriction.mayShow === undefined ? {} : { may_show: restriction.mayShow }),
    });
    await this.#rooms.restrict(row.room, which, restriction, context);
    await this.tell(row, context);
  }

  async #living(id: string, database: Database, lock = false): Promise<store.ConferenceRow> {
    const row = await store.conferenceById(database, id, lock);
    if (!row) throw new SipinError('not-found', 'conference.not-found');
    if (row.endedAt) throw new SipinError('conflict', 'conference.ended');
    return row;
  }

  /** The living conference, when the actor sits at the centre that chairs it. */
  async #chaired(id: string, context: Context): Promise<store.ConferenceRow> {
    const row = await this.#living(id, context.database, true);
    if (row.area !== context.actor.area) {
      await this.#ownSite(row, context);
      throw new SipinError('forbidden', 'conference.not-chair');
    }
    return row;
  }

  async #ownSite(row: store.ConferenceRow, context: Context): Promise<store.SiteRow> {
    const sites = await store.sitesOf(context.database, row.id);
    const own = sites.find(({ area }) => area === context.actor.area);
    // Whoever was not called learns no more than of one that does not exist.
    if (!own) throw new SipinError('not-found', 'conference.not-found');
    return own;
  }

  async #site(row: store.ConferenceRow, area: string, database: Database): Promise<store.SiteRow> {
    const found = (await store.sitesOf(database, row.id)).find((site) => site.area === area);
    if (!found) throw new SipinError('not-found', 'conference.not-a-site', { area });
    return found;
  }
}
