import { Room, RoomEvent, Track } from 'livekit-client';
import { accountContract } from '../../../app/account/index.ts';
import { conferenceContract } from '../../../app/conference/index.ts';
import { roomContract } from '../../../app/room/index.ts';
import { live } from '../../../renderer/live/index.ts';
import { RoomEngine } from '../../../renderer/room/engine.ts';

/** A stay in a room: how long it took to the first remote picture, and what ends it. */
interface Stay {
  readonly milliseconds: number;
  leave(): Promise<void>;
}

const place = () => document.getElementById('pictures') as HTMLElement;

/** A tile of the size that a console shows. */
function tile(): HTMLVideoElement {
  const video = document.createElement('video');
  Object.assign(video, { width: 320, height: 180, autoplay: true, muted: true, playsInline: true });
  place().append(video);
  return video;
}

/** Into the room as the console goes: the gate, our signalling, pictures asked for as they are shown. */
async function ours(room: string): Promise<Stay> {
  const started = performance.now();
  const engine = new RoomEngine({
    join: () => live.act(roomContract.join, { room }),
    microphone: false,
    camera: false,
  });
  const attached = new Set<string>();
  const milliseconds = await new Promise<number>((resolve) => {
    const look = () => {
      const remote = engine.view.tiles.filter(({ local, picture }) => !local && picture !== 'off');
      const keys = remote.map(({ key }) => key);
      const fresh = remote.filter(({ key, picture }) => picture === 'ready' && !attached.has(key));
      for (const { key } of fresh) {
        attached.add(key);
        const video = tile();
        engine.attach(key, video);
        video.requestVideoFrameCallback(() => resolve(performance.now() - started));
      }
      if (keys.join() !== shown) {
        shown = keys.join();
        engine.show(keys);
      }
    };
    let shown = '';
    engine.subscribe(look);
    look();
  });
  return { milliseconds, leave: () => engine.close() };
}

/**
 * Into the room with the library alone, straight to LiveKit. The pass is had before the clock starts, from our gate:
 * whom that does not know is removed.
 */
async function bare(url: string, name: string): Promise<Stay> {
  const { token } = await live.act(roomContract.join, { room: name });
  const started = performance.now();
  const room = new Room({ adaptiveStream: true, dynacast: true });
  const milliseconds = await new Promise<number>((resolve, reject) => {
    room.on(RoomEvent.TrackSubscribed, (track) => {
      if (track.kind !== Track.Kind.Video) return;
      const video = tile();
      track.attach(video);
      video.requestVideoFrameCallback(() => resolve(performance.now() - started));
    });
    room.connect(url, token, { rtcConfig: { iceServers: [] } }).catch(reject);
  });
  return { milliseconds, leave: () => room.disconnect() };
}

let stay: Stay | undefined;

const bench = {
  async signIn(ticket: string): Promise<void> {
    await live.act(accountContract.redeem, { ticket, device: 'bench' });
  },
  async call(areas: string[]): Promise<{ conference: string; room: string }> {
    const { id, room } = await live.act(conferenceContract.start, { title: 'bench', areas });
    return { conference: id, room };
  },
  async present(conference: string): Promise<number> {
    const { sites } = await live.query(conferenceContract.get, { conference });
    return sites.filter(({ present }) => present).length;
  },
  async ours(room: string): Promise<number> {
    stay = await ours(room);
    return stay.milliseconds;
  },
  async bare(url: string, room: string): Promise<number> {
    stay = await bare(url, room);
    return stay.milliseconds;
  },
  async leave(): Promise<void> {
    await stay?.leave();
    stay = undefined;
    place().replaceChildren();
  },
};
export type RoomBench = typeof bench;
Object.assign(window, { bench });
