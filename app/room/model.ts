import { z } from 'zod';
import { identifier } from '../contract/primitives.ts';

/** Kinds of rooms; each is a policy on the one mechanism. */
export const roomKinds = ['conference'] as const;
export const roomKind = z.enum(roomKinds);
export type RoomKind = z.output<typeof roomKind>;

/** What somebody in a room may send. */
export const sources = ['microphone', 'camera', 'screen', 'screen-sound'] as const;
export type Source = (typeof sources)[number];

/** What makes one kind of room different from another. */
export interface RoomPolicy {
  /** What a member may send when nobody has restricted them. */
  readonly sources: readonly Source[];
  /** Is it recorded? Shown to all who are in it. */
  readonly recorded: boolean;
  /** How long a token may wait to be used, in seconds. */
  readonly tokenSeconds: number;
  /** After how many minutes without anybody in it the room is closed. */
  readonly emptyMinutes: number;
}

/** What the chair has left a member to do. */
export interface Restriction {
  readonly maySpeak: boolean;
  readonly mayShow: boolean;
}

/** Name of a room: its kind and the identifier of what it belongs to. */
export const roomName = z.string().regex(/^[a-z]+-[0-9a-f-]{36}$/);

/** What a participant's metadata carries: who it is, for the names on the tiles. */
export const participantMetadata = z.object({ area: z.string(), label: z.string() });
export type ParticipantMetadata = z.output<typeof participantMetadata>;

/** Identity of one device of one account. */
export const participantIdentity = z.object({ account: identifier, session: identifier });
export type ParticipantIdentity = z.output<typeof participantIdentity>;
