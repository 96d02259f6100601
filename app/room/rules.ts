import {
  type ParticipantIdentity,
  participantIdentity,
  type Restriction,
  type RoomKind,
  type RoomPolicy,
  type Source,
} from './model.ts';

/** Path of LiveKit's signalling on our one port. */
export const signalPath = '/livekit';

/** The policy of each kind of room. */
export const policies: Readonly<Record<RoomKind, RoomPolicy>> = {
  conference: {
    sources: ['microphone', 'camera', 'screen', 'screen-sound'],
    recorded: false,
    tokenSeconds: 120,
    emptyMinutes: 10,
  },
};

/** Name of the room that belongs to something of this kind. */
export function nameOfRoom(kind: RoomKind, id: string): string {
  return `${kind}-${id}`;
}

/** Identity in a room: account and device, so that a second device never throws out the first. */
export function identityOf(who: ParticipantIdentity): string {
  return `${who.account}:${who.session}`;
}

/** Who stands behind an identity; undefined for what is none of ours. */
export function readIdentity(identity: string): ParticipantIdentity | undefined {
  const [account, session, ...rest] = identity.split(':');
  const parsed = participantIdentity.safeParse({ account, session });
  return parsed.success && rest.length === 0 ? parsed.data : undefined;
}

/** What a member may send now: the policy's sources less what was taken from them. */
export function sourcesOf(kind: RoomKind, restriction: Restriction): Source[] {
  return policies[kind].sources.filter((source) =>
    source === 'microphone' || source === 'screen-sound' ? restriction.maySpeak : restriction.mayShow,
  );
}

const steadyMilliseconds = 10_000;

/**
 * How long to wait before the next attempt to come back, in ms: short while a restart is likely, longer later, never
 * the same for all. `chance` is a random number from 0 to 1.
 */
export function rejoinDelay(elapsedMilliseconds: number, chance: number): number {
  if (elapsedMilliseconds < steadyMilliseconds) return 250 + 100 * chance;
  return Math.min(500 + (elapsedMilliseconds - steadyMilliseconds) / 10, 4_000) * (0.75 + chance / 2);
}
