import {
  ConnectionState,
  DisconnectReason,
  type ReconnectPolicy,
  Room,
  RoomEvent,
  setLogLevel,
  Track,
} from 'livekit-client';
import { SipinError, toSipinError } from '../../app/contract/index.ts';
import { rejoinDelay } from '../../app/room/index.ts';
import { chosenDevice, type DeviceKind, followDevices, useDevices } from './devices.ts';
import { readRoom } from './read-room.ts';
import { SoundOutlet } from './sound-outlet.ts';
import { firstView, type LineState, type OwnSource, type RoomView } from './view.ts';
import { watchGaps } from './watch-gaps.ts';

export interface EngineOptions {
  /** Asks the gate for a fresh token; throws a SipinError when it says no. */
  join(): Promise<{ path: string; token: string }>;
  readonly microphone: boolean;
  readonly camera: boolean;
}

// What the library would log is told on the stage: cuts and refusals are part of its work.
setLogLevel('silent');

const giveUpMilliseconds = 20_000;
/** A line that neither comes back nor ends is ended by us. */
const stuckMilliseconds = 40_000;

/** After a restart of the server clients are back within a second of it; later the final Disconnected takes over. */
const reconnectPolicy: ReconnectPolicy = {
  nextRetryDelayInMs: ({ elapsedMs }) => (elapsedMs > giveUpMilliseconds ? null : rejoinDelay(0, Math.random())),
};

/** Refusals that stay; everything else passes by itself. */
const final = new Set(['forbidden', 'not-found', 'unauthenticated', 'conflict', 'input']);

/** What of the room changes what is seen. */
const telling = [
  // The others and their pictures are known before our own line for media is up: what is shown is asked for at once.
  RoomEvent.SignalConnected,
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.ParticipantNameChanged,
  RoomEvent.ParticipantMetadataChanged,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackSubscriptionFailed,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.TrackStreamStateChanged,
  RoomEvent.LocalTrackPublished,
  RoomEvent.LocalTrackUnpublished,
  RoomEvent.ActiveSpeakersChanged,
  RoomEvent.ConnectionQualityChanged,
  RoomEvent.AudioPlaybackStatusChanged,
] as const;

/**
 * One stay in one room, outside React: it comes back by itself after whatever happened, with the same microphone and
 * camera, and tells its view. What changes something runs one after the other.
 */
export class RoomEngine {
  readonly #options: EngineOptions;
  readonly #listeners = new Set<() => void>();
  readonly #sound = new SoundOutlet();
  readonly #stops: (() => void)[] = [];
  #view: RoomView;
  #room: Room | undefined;
  #shown: ReadonlySet<string> = new Set();
  #queue: Promise<void> = Promise.resolve();
  #entering = false;
  #closed = false;
  #refreshing = false;
  #shared = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#view = firstView(options);
    this.#stops.push(
      followDevices(),
      useDevices.subscribe((now, before) => this.#devicesChanged(now, before)),
      watchGaps(() => this.#verify()),
    );
    const timer = setInterval(() => this.#unstick(), 5_000);
    this.#stops.push(() => clearInterval(timer));
    void this.#enter();
  }

  get view(): RoomView {
    return this.#view;
  }

  /** Calls back on every change of the view; returns the unsubscribe. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Switches an own source on or off; stays so over reconnects. */
  set(source: OwnSource, wanted: boolean): void {
    this.#patch({ [source]: { ...this.#view[source], wanted, problem: null } });
    this.#enqueue(() => this.#apply());
  }

  /** Only the pictures shown are asked of the server. */
  show(keys: readonly string[]): void {
    this.#shown = new Set(keys);
    this.#refresh();
  }

  /** Puts a tile's picture into a video element; returns what takes it out. */
  attach(key: string, video: HTMLVideoElement): () => void {
    const track = this.#room && readRoom(this.#room).tracks.get(key)?.track;
    if (!track) return () => undefined;
    track.attach(video);
    return () => {
      track.detach(video);
      video.srcObject = null;
    };
  }

  /** After the one click that browsers want before they play sound. */
  async allowSound(): Promise<void> {
    await this.#room?.startAudio();
    this.#refresh();
  }

  dismissUnplugged(): void {
    this.#patch({ unplugged: null });
  }

  /** Takes this place back from another window. */
  comeBack(): void {
    if (!this.#closed) void this.#enter();
  }

  /** Leaves. Idempotent. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const stop of this.#stops) stop();
    this.#sound.close();
    await this.#drop();
    this.#line('closed');
    this.#listeners.clear();
  }

  /** Asks the gate and connects until it works or is refused for good. One at a time. */
  async #enter(): Promise<void> {
    if (this.#entering) return;
    this.#entering = true;
    const started = Date.now();
    try {
      while (!this.#closed) {
        try {
          await this.#drop();
          await this.#connect(await this.#options.join());
          // It may have broken again before anybody listened.
          if (this.#room?.state === ConnectionState.Connected) return;
        } catch (thrown) {
          const error = toSipinError(thrown);
          if (thrown instanceof SipinError && final.has(error.category)) {
            this.#patch({ refusal: error });
            this.#line('refused');
            return;
          }
          if (this.#view.line !== 'joining') this.#line('disconnected');
          await new Promise((resolve) => setTimeout(resolve, rejoinDelay(Date.now() - started, Math.random())));
        }
      }
    } finally {
      this.#entering = false;
    }
  }

  async #connect({ path, token }: { path: string; token: string }): Promise<void> {
    const room = new Room({
      adaptiveStream: true,
      dynacast: true,
      reconnectPolicy,
      audioCaptureDefaults: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      videoCaptureDefaults: { resolution: { width: 1280, height: 720, frameRate: 25 } },
    });
    this.#room = room;
    for (const event of telling) room.on(event, () => this.#refresh());
    room.on(RoomEvent.ParticipantPermissionsChanged, () => this.#permissionsChanged());
    room.on(RoomEvent.SignalReconnecting, () => this.#line('reconnecting'));
    room.on(RoomEvent.Reconnecting, () => this.#line('reconnecting'));
    room.on(RoomEvent.Reconnected, () => {
      this.#line('live');
      this.#enqueue(() => this.#apply());
    });
    room.on(RoomEvent.Disconnected, (reason) => {
      if (this.#room !== room || this.#closed || this.#entering) return;
      if (reason === DisconnectReason.DUPLICATE_IDENTITY) return this.#line('elsewhere');
      this.#line('disconnected');
      void this.#enter();
    });
    const output = chosenDevice('audiooutput');
    await room.connect(`${window.location.origin.replace(/^http/, 'ws')}${path}`, token, {
      autoSubscribe: false,
      // There is no other host to ask; by default the server would name public ones.
      rtcConfig: { iceServers: [] },
      maxRetries: 0,
    });
    if (output) await room.switchActiveDevice('audiooutput', output).catch(() => false);
    this.#patch({ refusal: null });
    this.#line('live');
    this.#permissionsChanged();
    this.#enqueue(() => this.#apply());
  }

  async #drop(): Promise<void> {
    const room = this.#room;
    this.#room = undefined;
    if (!room) return;
    room.removeAllListeners();
    await room.disconnect().catch(() => undefined);
  }

  /** What the chair has taken is also no longer wanted: given back, it stays off until the person switches it on. */
  #permissionsChanged(): void {
    this.#refresh();
    for (const source of ['microphone', 'camera', 'screen'] as const) {
      if (!this.#view[source].allowed && this.#view[source].wanted) this.set(source, false);
    }
  }

  /** Makes the own sources as they are wanted. */
  async #apply(): Promise<void> {
    const room = this.#room;
    if (room?.state !== ConnectionState.Connected) return;
    const own = room.localParticipant;
    for (const source of ['microphone', 'camera', 'screen'] as const) {
      const { wanted, allowed } = this.#view[source];
      const target = wanted && allowed;
      try {
        if (source === 'microphone' && own.isMicrophoneEnabled !== target) {
          await own.setMicrophoneEnabled(target, withDevice('audioinput'));
        }
        if (source === 'camera' && own.isCameraEnabled !== target) {
          await own.setCameraEnabled(target, withDevice('videoinput'));
        }
        if (source === 'screen' && own.isScreenShareEnabled !== target) {
          await own.setScreenShareEnabled(target, { audio: true });
        }
      } catch (error) {
        // Told with its name; the line breaking meanwhile is not the device's fault and is mended by the reconnect.
        if (room.state !== ConnectionState.Connected) return;
        this.#patch({ [source]: { ...this.#view[source], wanted: false, problem: (error as Error).name } });
      }
    }
    this.#refresh();
  }

  /** After a sleep, a freeze or a cut: is the line what it seems? */
  #verify(): void {
    const room = this.#room;
    if (this.#closed) return;
    if (room?.state === ConnectionState.Connected)
      void room.simulateScenario('signal-reconnect').catch(() => undefined);
    else if (this.#view.line === 'disconnected') void this.#enter();
  }

  #unstick(): void {
    if (this.#view.line !== 'reconnecting' || Date.now() - this.#view.since < stuckMilliseconds) return;
    this.#line('disconnected');
    void this.#enter();
  }

  #devicesChanged(now: ReturnType<typeof useDevices.getState>, before: ReturnType<typeof useDevices.getState>): void {
    const gone = before.devices.find(
      (device) =>
        device.label !== '' && this.#uses(device.kind, device.id) && !now.devices.some(({ id }) => id === device.id),
    );
    if (gone) this.#patch({ unplugged: gone.label });
    for (const kind of ['audioinput', 'videoinput', 'audiooutput'] as const) {
      const id = now.chosen[kind];
      if (id === undefined || id === before.chosen[kind]) continue;
      this.#enqueue(async () => {
        await this.#room?.switchActiveDevice(kind, id).catch(() => false);
      });
    }
  }

  #uses(kind: DeviceKind, id: string): boolean {
    const active = this.#room?.getActiveDevice(kind);
    return active === id || useDevices.getState().chosen[kind] === id;
  }

  #enqueue(run: () => Promise<void>): void {
    this.#queue = this.#queue.then(() => (this.#closed ? undefined : run())).catch(() => undefined);
  }

  /** Reads the view anew from the room's own state, once for all events of a moment. */
  #refresh(): void {
    if (this.#refreshing || this.#closed) return;
    this.#refreshing = true;
    queueMicrotask(() => {
      this.#refreshing = false;
      this.#read();
    });
  }

  #read(): void {
    const room = this.#room;
    if (!room || this.#closed) return;
    const { tiles, tracks, voices, own } = readRoom(room);
    for (const [key, publication] of tracks) {
      if ('setSubscribed' in publication) {
        const wanted = this.#shown.has(key);
        if (publication.isDesired !== wanted) publication.setSubscribed(wanted);
      }
    }
    this.#sound.play(voices);
    const speaker = room.activeSpeakers.find(({ identity }) => identity !== room.localParticipant.identity);
    this.#patch({
      tiles,
      speaker: speaker?.identity ?? this.#view.speaker,
      soundBlocked: room.state === ConnectionState.Connected && !room.canPlaybackAudio,
      microphone: { ...this.#view.microphone, ...own.microphone },
      camera: { ...this.#view.camera, ...own.camera },
      screen: { ...this.#view.screen, ...own.screen },
    });
    // The browser's own "stop sharing" button: then it is no longer wanted.
    const { screen } = this.#view;
    const sharing = room.localParticipant.getTrackPublication(Track.Source.ScreenShare);
    if (screen.wanted && this.#shared && !sharing) this.#patch({ screen: { ...screen, wanted: false } });
    this.#shared = sharing !== undefined;
  }

  #line(line: LineState): void {
    if (line !== this.#view.line) this.#patch({ line, since: Date.now() });
    this.#refresh();
  }

  #patch(change: Partial<RoomView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function withDevice(kind: DeviceKind): { deviceId?: string } {
  const deviceId = chosenDevice(kind);
  return deviceId === undefined ? {} : { deviceId };
}
