import { areaWithin } from '../../app/account/index.ts';
import * as contract from '../../app/conference/contract.ts';
import { SipinError } from '../../app/contract/index.ts';
import type { ModuleParts } from '../modules.ts';
import { bindAct, bindQuery } from '../pipeline/binding.ts';
import type { ServerModule } from '../pipeline/module.ts';
import type { RoomService } from '../room/service.ts';
import { ConferenceClock } from './clock.ts';
import { ConferenceService } from './service.ts';
import * as store from './store.ts';
import { summaryOf, viewOf } from './view.ts';

/** Conferences: who is called, who comes, what the chair does. Who may do what is decided inside, by site. */
export function createConferenceModule(parts: ModuleParts, rooms: RoomService): ServerModule {
  const service = new ConferenceService(rooms, parts.areas);
  const clock = new ConferenceClock({ ...parts, service });
  let unsubscribe: (() => void) | undefined;
  const own = () => null;
  return {
    bindings: [
      bindAct(contract.start, {
        where: own,
        run: ({ title, areas }, context) => service.start(title, areas, context),
      }),
      bindAct(contract.invite, {
        where: own,
        run: ({ conference, areas }, context) => service.invite(conference, areas, context),
      }),
      bindAct(contract.ringAgain, {
        where: own,
        run: ({ conference, areas }, context) => service.ringAgain(conference, areas, context),
      }),
      bindAct(contract.accept, {
        where: own,
        run: ({ conference }, context) => service.accept(conference, context),
      }),
      bindAct(contract.decline, {
        where: own,
        async run({ conference, reason }, context) {
          await service.decline(conference, reason, context);
          return {};
        },
      }),
      bindAct(contract.leave, {
        where: own,
        async run({ conference }, context) {
          await service.leave(conference, context);
          return {};
        },
      }),
      bindAct(contract.mute, {
        where: own,
        async run({ conference, area, muted }, context) {
          await service.mute(conference, { area }, muted, context);
          return {};
        },
      }),
      bindAct(contract.muteAll, {
        where: own,
        async run({ conference, muted }, context) {
          await service.mute(conference, { notArea: context.actor.area }, muted, context);
          return {};
        },
      }),
      bindAct(contract.cameraOff, {
        where: own,
        async run({ conference, area, off }, context) {
          await service.cameraOff(conference, area, off, context);
          return {};
        },
      }),
      bindAct(contract.remove, {
        where: own,
        async run({ conference, area }, context) {
          await service.remove(conference, area, context);
          return {};
        },
      }),
      bindAct(contract.end, {
        where: own,
        async run({ conference }, context) {
          await service.end(conference, context);
          return {};
        },
      }),
      bindQuery(contract.list, {
        where: own,
        async run({ ended }, { database, actor }) {
          const rows = await store.listConferences(database, actor.area, ended);
          return { conferences: rows.map((row) => summaryOf(row, actor.sessionId)) };
        },
      }),
      bindQuery(contract.get, {
        where: own,
        async run({ conference }, { database, actor }) {
          const row = await store.conferenceById(database, conference);
          const view = row ? await viewOf(database, row) : undefined;
          const concerned =
            view && (areaWithin(view.area, actor.area) || view.sites.some(({ area }) => area === actor.area));
          if (!view || !concerned) throw new SipinError('not-found', 'conference.not-found');
          return view;
        },
      }),
    ],
    start() {
      unsubscribe = rooms.onPresence((room) => clock.presence(room));
      clock.start();
    },
    async stop() {
      unsubscribe?.();
      await clock.stop();
    },
  };
}
