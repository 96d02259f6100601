import type { types } from 'mediasoup-client';
import { io } from 'socket.io-client';
import { accountContract } from '../../../app/account/index.ts';
import { cameraContract, cameraMessages } from '../../../app/camera/index.ts';
import { CameraLine } from '../../../renderer/camera/camera-line.ts';
import { Viewer } from '../../../renderer/camera/viewing.ts';
import { live, newKey } from '../../../renderer/live/index.ts';
import '../../../renderer/camera/camera.css';
import { Janus } from './janus.ts';
import { type Looked, look, type Seen } from './look.ts';

const place = () => document.getElementById('pictures') as HTMLElement;

/** One of many who watch at the same time; nothing is painted. */
interface Onlooker {
  packets(): Promise<number>;
  leave(): Promise<void>;
}

/** A console of its own: its own connection, its own way to mediasoup, one camera. */
async function onlooker(camera: string, token: string): Promise<Onlooker> {
  const socket = io({ path: '/socket', transports: ['websocket'], forceNew: true, auth: { token } });
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  const line = new CameraLine(socket);
  const release = line.media.hold();
  const { view } = await line.call<{ view: string }>(cameraContract.open.key, { input: { camera }, key: newKey() });
  await line.call(cameraMessages.watch, { view });
  const consumer = await line.media.consume(view, new AbortController().signal);
  if (!consumer) throw new Error('there is no way to mediasoup');
  await line.call(cameraMessages.settled, { view, settled: true });
  return {
    packets: () => packetsOf(consumer),
    async leave() {
      consumer.close();
      release();
      socket.disconnect();
    },
  };
}

async function packetsOf(consumer: types.Consumer): Promise<number> {
  const report = await consumer.getStats();
  const inbound = [...report.values()].find(({ type }: { type: string }) => type === 'inbound-rtp');
  return (inbound as { packetsReceived?: number } | undefined)?.packetsReceived ?? 0;
}

let janus: Janus | undefined;
let crowd: Onlooker[] = [];

const bench = {
  async signIn(ticket: string): Promise<void> {
    await live.act(accountContract.redeem, { ticket, device: 'bench' });
    live.start();
    await new Promise<void>((resolve) => live.socket.once('connect', () => resolve()));
  },

  /** Opens a camera as the console does. */
  async ours(camera: string, number: number, stay: number): Promise<Looked> {
    const started = performance.now();
    const viewer = new Viewer(camera);
    place().append(viewer.element);
    const canvas = viewer.element.querySelector('canvas') as HTMLCanvasElement;
    const video = viewer.element.querySelector('video') as HTMLVideoElement;
    const seen = (): Seen | undefined => {
      const { by } = viewer.snapshot;
      return by === null ? undefined : { by, surface: by === 'video' ? video : canvas };
    };
    const looked = await look(number, started, stay, seen);
    viewer.dispose();
    return looked;
  },

  /** Janus with its session open. */
  async openJanus(url: string): Promise<void> {
    janus?.close();
    janus = await Janus.open(url);
  },

  /** Watches a mountpoint; the plugin is attached and the element there before the clock starts. */
  async janus(mountpoint: number, number: number, stay: number): Promise<Looked> {
    const handle = await janus?.attach();
    if (!handle) throw new Error('Janus is not open');
    const video = document.createElement('video');
    Object.assign(video, { width: 640, height: 360, autoplay: true, muted: true, playsInline: true });
    place().append(video);
    const started = performance.now();
    let painted = false;
    video.requestVideoFrameCallback(() => {
      painted = true;
    });
    void handle.watch(mountpoint).then((track) => {
      video.srcObject = new MediaStream([track]);
    });
    const seen = (): Seen | undefined => (painted ? { by: 'video', surface: video } : undefined);
    const looked = await look(number, started, stay, seen);
    await handle.leave();
    video.srcObject = null;
    video.remove();
    return looked;
  },

  /** So many consoles, signed in by turns as these, watch these cameras in turn. */
  async watchOurs(tokens: string[], cameras: string[], count: number): Promise<void> {
    while (crowd.length < count) {
      const at = crowd.length;
      crowd.push(await onlooker(cameras[at % cameras.length] as string, tokens[at % tokens.length] as string));
    }
  },
  async watchJanus(mountpoints: number[], count: number): Promise<void> {
    while (crowd.length < count) {
      const handle = await janus?.attach();
      if (!handle) throw new Error('Janus is not open');
      await handle.watch(mountpoints[crowd.length % mountpoints.length] as number);
      crowd.push(handle);
    }
  },
  /** Packets that each of them got so far. */
  packets(): Promise<number[]> {
    return Promise.all(crowd.map((each) => each.packets()));
  },
  async leave(): Promise<void> {
    const all = crowd;
    crowd = [];
    await Promise.all(all.map((each) => each.leave()));
  },
};
export type CameraBench = typeof bench;
Object.assign(window, { bench });
