import {
  ConnectionQuality,
  type LocalTrackPublication,
  type Participant,
  type RemoteTrack,
  type RemoteTrackPublication,
  type Room,
  Track,
  type TrackPublication,
} from 'livekit-client';
import { participantMetadata } from '../../app/room/index.ts';
import type { SourceView, TileView } from './view.ts';

/** Everything shown is derived from the room's state, so nothing is lost over a reconnect. */
export interface RoomReading {
  readonly tiles: readonly TileView[];
  /** Publications behind the tiles, by the tile's key. */
  readonly tracks: ReadonlyMap<string, LocalTrackPublication | RemoteTrackPublication>;
  readonly voices: ReadonlyMap<string, { readonly track: RemoteTrack; readonly identity: string }>;
  readonly own: Readonly<Record<'microphone' | 'camera' | 'screen', Pick<SourceView, 'on' | 'allowed'>>>;
}

/** LiveKit's numbers of the sources in permissions. */
const sourceNumbers = { camera: 1, microphone: 2, screen: 3 } as const;

/** Reads the room, and asks for every voice in it. */
export function readRoom(room: Room): RoomReading {
  const tiles: TileView[] = [];
  const tracks = new Map<string, LocalTrackPublication | RemoteTrackPublication>();
  const voices = new Map<string, { track: RemoteTrack; identity: string }>();
  const speaking = new Set(room.activeSpeakers.map(({ identity }) => identity));
  const add = (participant: Participant, source: 'camera' | 'screen', publication: TrackPublication | undefined) => {
    const key = `${participant.identity} ${source}`;
    if (publication) tracks.set(key, publication as LocalTrackPublication | RemoteTrackPublication);
    tiles.push(tileOf(participant, source, key, publication, speaking.has(participant.identity)));
  };
  for (const participant of [room.localParticipant, ...room.remoteParticipants.values()]) {
    if (participant.identity === '') continue;
    add(participant, 'camera', participant.getTrackPublication(Track.Source.Camera));
    const screen = participant.getTrackPublication(Track.Source.ScreenShare);
    if (screen) add(participant, 'screen', screen);
  }
  for (const participant of room.remoteParticipants.values()) {
    for (const publication of participant.audioTrackPublications.values()) {
      const remote = publication as RemoteTrackPublication;
      if (!remote.isDesired) remote.setSubscribed(true);
      if (remote.track) {
        const id = `${remote.trackSid} ${remote.track.mediaStreamID}`;
        voices.set(id, { track: remote.track, identity: participant.identity });
      }
    }
  }
  const { localParticipant: own } = room;
  return {
    tiles,
    tracks,
    voices,
    own: {
      microphone: { on: own.isMicrophoneEnabled, allowed: mayPublish(room, 'microphone') },
      camera: { on: own.isCameraEnabled, allowed: mayPublish(room, 'camera') },
      screen: { on: own.isScreenShareEnabled, allowed: mayPublish(room, 'screen') },
    },
  };
}

function tileOf(
  participant: Participant,
  source: 'camera' | 'screen',
  key: string,
  publication: TrackPublication | undefined,
  speaking: boolean,
): TileView {
  const sent = publication !== undefined && !publication.isMuted;
  const metadata = readMetadata(participant.metadata);
  return {
    key,
    identity: participant.identity,
    label: metadata?.label ?? participant.name ?? participant.identity,
    area: metadata?.area ?? '',
    local: participant.isLocal,
    source,
    picture: !sent ? 'off' : publication.track ? 'ready' : 'waiting',
    media: `${publication?.trackSid ?? ''} ${publication?.track?.mediaStreamTrack.id ?? ''}`,
    speaking,
    muted: !participant.isMicrophoneEnabled,
    weak:
      participant.connectionQuality === ConnectionQuality.Poor ||
      participant.connectionQuality === ConnectionQuality.Lost,
  };
}

function readMetadata(text: string | undefined) {
  try {
    return participantMetadata.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

function mayPublish(room: Room, source: keyof typeof sourceNumbers): boolean {
  const { permissions } = room.localParticipant;
  // Not told yet: the server refuses by itself what is not allowed.
  if (!permissions) return true;
  const listed: readonly number[] = permissions.canPublishSources;
  return permissions.canPublish && (listed.length === 0 || listed.includes(sourceNumbers[source]));
}
