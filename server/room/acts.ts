import { WebhookReceiver } from 'livekit-server-sdk';
import { SipinError } from '../../app/contract/index.ts';
import * as contract from '../../app/room/contract.ts';
import { signalPath } from '../../app/room/index.ts';
import type { ModuleParts } from '../modules.ts';
import { bindAct } from '../pipeline/binding.ts';
import type { ServerModule } from '../pipeline/module.ts';
import { mintToken, requireMember } from './gate.ts';
import { SignalProxy } from './proxy.ts';
import type { RoomService } from './service.ts';

/** Rooms: the gate, LiveKit's signalling on our port, its webhooks, and the keeper that holds it all true. */
export function createRoomModule(parts: ModuleParts, service: RoomService): ServerModule {
  const proxy = new SignalProxy({ database: parts.database, log: parts.log, services: parts });
  return {
    bindings: [
      bindAct(contract.join, {
        where: () => null,
        async run({ room: name }, { database, actor, now }) {
          const livekit = parts.livekit();
          const { room, member } = await requireMember(database, name, actor.accountId, actor.sessionId, now);
          if (!livekit) throw new SipinError('unavailable', 'room.unavailable');
          return { path: signalPath, ...(await mintToken(livekit, room, member)) };
        },
      }),
    ],
    routes(server) {
      proxy.register(server);
      server.register(async (scope) => {
        scope.addContentTypeParser('application/webhook+json', { parseAs: 'string' }, (_, body, done) =>
          done(null, body),
        );
        scope.post('/api/room/webhook', async (request, reply) => {
          const livekit = parts.livekit();
          if (!livekit || typeof request.body !== 'string')
            throw new SipinError('unauthenticated', 'room.invalid-token');
          try {
            const receiver = new WebhookReceiver(livekit.apiKey, livekit.apiSecret);
            const event = await receiver.receive(request.body, request.headers.authorization);
            if (event.room?.name) service.keeper.wake(event.room.name);
          } catch {
            throw new SipinError('unauthenticated', 'room.invalid-token');
          }
          return reply.status(204).send();
        });
      });
    },
    start: () => service.keeper.start(),
    async stop() {
      proxy.cut();
      await service.keeper.stop();
    },
  };
}
