import { AccessToken, TokenVerifier, TrackSource } from 'livekit-server-sdk';
import { SipinError } from '../../app/contract/index.ts';
import {
  identityOf,
  type ParticipantMetadata,
  policies,
  type RoomKind,
  readIdentity,
  type Source,
  sourcesOf,
} from '../../app/room/index.ts';
import type { Services } from '../modules.ts';
import type { Database } from '../storage/database.ts';
import * as store from './store.ts';

export type LivekitAccess = NonNullable<ReturnType<Services['livekit']>>;

const trackSources: Readonly<Record<Source, TrackSource>> = {
  microphone: TrackSource.MICROPHONE,
  camera: TrackSource.CAMERA,
  screen: TrackSource.SCREEN_SHARE,
  'screen-sound': TrackSource.SCREEN_SHARE_AUDIO,
};

/** What LiveKit calls the sources that a member may send. */
export function trackSourcesOf(kind: RoomKind, member: store.Member): TrackSource[] {
  return sourcesOf(kind, member).map((source) => trackSources[source]);
}

/** May this device be in this room now? Throws a SipinError that says why not. */
export async function requireMember(
  database: Database,
  room: string,
  accountId: string,
  sessionId: string,
  now: Date,
): Promise<{ room: store.LivingRoom; member: store.Member }> {
  const living = await store.livingRoom(database, room);
  if (!living) throw new SipinError('not-found', 'room.ended');
  const member = await store.memberOf(database, room, accountId);
  if (!member) throw new SipinError('forbidden', 'room.not-admitted');
  if (member.banned) throw new SipinError('forbidden', 'room.removed');
  if (member.sessionId !== sessionId) throw new SipinError('conflict', 'room.other-device');
  if (member.withdrawn) throw new SipinError('forbidden', 'room.not-admitted');
  if (!(await store.sessionLives(database, sessionId, accountId, now))) {
    throw new SipinError('unauthenticated', 'contract.unauthenticated');
  }
  return { room: living, member };
}

/** A token with the least that the member needs now: this room, these sources, no data, no powers over others. */
export async function mintToken(
  livekit: LivekitAccess,
  room: store.LivingRoom,
  member: store.Member,
): Promise<{ token: string; identity: string }> {
  const identity = identityOf({ account: member.accountId, session: member.sessionId });
  const token = new AccessToken(livekit.apiKey, livekit.apiSecret, {
    identity,
    name: member.label,
    metadata: JSON.stringify({ area: member.area, label: member.label } satisfies ParticipantMetadata),
    ttl: policies[room.kind].tokenSeconds,
  });
  const allowed = trackSourcesOf(room.kind, member);
  token.addGrant({
    roomJoin: true,
    room: room.name,
    canSubscribe: true,
    canPublish: allowed.length > 0,
    canPublishSources: allowed,
    canPublishData: false,
    canUpdateOwnMetadata: false,
  });
  return { token: await token.toJwt(), identity };
}

/**
 * Decides about a token that somebody comes with to the signalling, whether we or LiveKit (to refresh it) made it.
 * What is passed on is a new one with what the member may do now: an old token never brings back an old right.
 */
export async function exchangeToken(database: Database, livekit: LivekitAccess, token: string): Promise<string> {
  let claims: Awaited<ReturnType<TokenVerifier['verify']>>;
  try {
    claims = await new TokenVerifier(livekit.apiKey, livekit.apiSecret).verify(token);
  } catch {
    throw new SipinError('unauthenticated', 'room.invalid-token');
  }
  const who = readIdentity(claims.sub ?? '');
  const name = claims.video?.room;
  if (!who || !name || !claims.video?.roomJoin) throw new SipinError('unauthenticated', 'room.invalid-token');
  const { room, member } = await requireMember(database, name, who.account, who.session, new Date());
  return (await mintToken(livekit, room, member)).token;
}
