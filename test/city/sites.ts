import {
  AudioFrame,
  AudioSource,
  LocalAudioTrack,
  LocalVideoTrack,
  Room,
  RoomEvent,
  TrackPublishOptions,
  TrackSource,
  VideoSource,
} from '@livekit/rtc-node';
import { io } from 'socket.io-client';
import { conferenceContract } from '../../app/conference/index.ts';
import { type EventMessage, socketMessages } from '../../app/contract/index.ts';
import { roomContract } from '../../app/room/index.ts';
import { Client } from './client.ts';
import { TestPicture, Tone, toneOf } from './test-picture.ts';

export interface SiteOptions {
  readonly url: string;
  /** Session token of an operator of the centre. */
  readonly token: string;
  readonly area: string;
  readonly name: string;
  /** How long it lets it ring, in ms. */
  readonly answerMilliseconds?: number;
}

const width = 320;
const height = 180;
const pictureMilliseconds = 200;
const retryMilliseconds = 400;

/** A simulated centre: signed in as its operator, it answers a call after a while and sends picture and tone. */
export async function startSite(options: SiteOptions): Promise<{ stop(): Promise<void> }> {
  const site = new SimulatedSite(options);
  await site.start();
  return { stop: () => site.stop() };
}

class SimulatedSite {
  readonly #options: SiteOptions;
  readonly #client: Client;
  readonly #socket: ReturnType<typeof io>;
  /** All that it does, one after the other. */
  #work: Promise<void> = Promise.resolve();
  #call: SiteCall | undefined;
  #stopped = false;

  constructor(options: SiteOptions) {
    this.#options = options;
    this.#client = new Client(options.url, options.token);
    this.#socket = io(options.url, {
      path: '/socket',
      transports: ['websocket'],
      auth: { token: options.token },
      autoConnect: false,
    });
  }

  async start(): Promise<void> {
    this.#socket.on('connect', () => this.#look());
    this.#socket.on(socketMessages.events, (events: EventMessage[]) => {
      if (events.some(({ key }) => key.startsWith('conference.'))) this.#look();
    });
    const connected = new Promise<void>((resolve) => this.#socket.once('connect', resolve));
    this.#socket.connect();
    await connected;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#socket.disconnect();
    await this.#work;
    await this.#call?.stop();
  }

  #look(): void {
    this.#work = this.#work.then(() => this.#tend()).catch(() => this.#later());
  }

  #later(): void {
    if (!this.#stopped) setTimeout(() => this.#look(), retryMilliseconds);
  }

  async #tend(): Promise<void> {
    if (this.#stopped) return;
    const { conferences } = await this.#client.call(conferenceContract.list, {});
    const ringing = conferences.find(({ mine }) => mine?.state === 'ringing');
    if (ringing) {
      await new Promise((resolve) => setTimeout(resolve, this.#options.answerMilliseconds ?? 2_500));
      if (this.#stopped) return;
      await this.#client.call(conferenceContract.accept, { conference: ringing.id }).catch(() => undefined);
      this.#look();
      return;
    }
    const mine = conferences.find((each) => each.mine?.state === 'accepted' && each.mine.here);
    if (mine?.room === this.#call?.room && this.#call?.alive !== false) return;
    await this.#call?.stop();
    this.#call = undefined;
    if (!mine) return;
    const { path, token } = await this.#client.call(roomContract.join, { room: mine.room });
    const address = `${this.#options.url.replace(/^http/, 'ws')}${path}`;
    this.#call = await SiteCall.join(mine.room, address, token, this.#options.area, () => this.#later());
  }
}

/** The site while it is in a room. */
class SiteCall {
  readonly room: string;
  readonly #livekit: Room;
  #picture: NodeJS.Timeout | undefined;
  #alive = true;

  private constructor(room: string, livekit: Room) {
    this.room = room;
    this.#livekit = livekit;
  }

  get alive(): boolean {
    return this.#alive;
  }

  static async join(room: string, address: string, token: string, area: string, lost: () => void): Promise<SiteCall> {
    const livekit = new Room();
    const call = new SiteCall(room, livekit);
    await livekit.connect(address, token, { autoSubscribe: false, dynacast: true });
    livekit.on(RoomEvent.Disconnected, () => {
      const was = call.#alive;
      call.#end();
      if (was) lost();
    });
    // A server that died while it published knows nothing of what was not published yet: the site comes in anew.
    livekit.on(RoomEvent.Reconnected, () => {
      if (!call.#alive || (livekit.localParticipant?.trackPublications.size ?? 0) >= 2) return;
      call.#end();
      void livekit.disconnect().finally(lost);
    });
    try {
      await call.#publish(area);
    } catch {
      // Muted or without a picture by the chair: it stays and listens.
    }
    return call;
  }

  async #publish(area: string): Promise<void> {
    const { localParticipant } = this.#livekit;
    if (!localParticipant) return;
    const camera = new VideoSource(width, height);
    const picture = new TestPicture(area, width, height);
    this.#picture = setInterval(() => camera.captureFrame(picture.next()), pictureMilliseconds);
    await localParticipant.publishTrack(
      LocalVideoTrack.createVideoTrack('camera', camera),
      new TrackPublishOptions({
        source: TrackSource.SOURCE_CAMERA,
        simulcast: false,
        videoEncoding: { maxBitrate: 150_000n, maxFramerate: 5 },
      }),
    );
    const tone = new Tone(toneOf(area));
    const microphone = new AudioSource(tone.sampleRate, 1);
    const speak = async () => {
      while (this.#alive) {
        await microphone.captureFrame(new AudioFrame(tone.next(), tone.sampleRate, 1, tone.samples));
      }
      await microphone.close();
      await camera.close();
    };
    void speak().catch(() => undefined);
    await localParticipant.publishTrack(
      LocalAudioTrack.createAudioTrack('microphone', microphone),
      new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE }),
    );
  }

  #end(): void {
    this.#alive = false;
    clearInterval(this.#picture);
  }

  async stop(): Promise<void> {
    this.#end();
    await this.#livekit.disconnect();
  }
}
