import { z } from 'zod';
import { identifier } from '../contract/primitives.ts';
import type { Stream } from './model.ts';

/**
 * Messages of Socket.IO that carry pictures and what belongs to them; they are neither acts nor events. Client →
 * server messages are acknowledged with a `CallReply`.
 *
 * A console that looks through a camera: the act `camera.open` gives it a view. `watch` starts it: the server sends
 * `status` and, over this very connection, `pictures` from the newest key frame on, so that there is a current moving
 * picture at once. Beside that the console takes the stream from mediasoup (`transport` and `connect` once for a
 * connection, `consume` for each view), and when its first frame is on the screen it says `settled`, which ends the
 * pictures over this connection. While mediasoup is not there they go on.
 */
export const cameraMessages = {
  /** `{view}` → `Status`. */
  watch: 'camera.watch',
  /** `{view}`: no more pictures, from anywhere; the view can be watched again. */
  unwatch: 'camera.unwatch',
  /** `{view, settled}`: true when mediasoup's pictures are on the screen; false when they have stopped and pictures over this connection are needed again. */
  settled: 'camera.settled',
  /** `{}` → `TransportReply`; closes a transport of this connection from before. */
  transport: 'camera.transport',
  /** `{transport, dtlsParameters}`. */
  connect: 'camera.connect',
  /** `{view, transport, rtpCapabilities}` → `ConsumeReply`. */
  consume: 'camera.consume',
  /** Server → client: `StatusMessage`, whenever something has changed. */
  status: 'camera.status',
  /** Server → client: `PulseMessage`, once a second while anything is watched. */
  pulse: 'camera.pulse',
  /** Server → client: `PicturesMessage`. */
  pictures: 'camera.pictures',
  /** Server → client, no payload: mediasoup has come, or has gone and come back; ask for a transport anew. */
  media: 'camera.media',
} as const;

/** What mediasoup and its client tell each other; checked by mediasoup itself. */
const opaque = z.record(z.string(), z.unknown());

export const viewInput = z.strictObject({ view: identifier });
export const settledInput = z.strictObject({ view: identifier, settled: z.boolean() });
export const connectInput = z.strictObject({ transport: identifier, dtlsParameters: opaque });
export const consumeInput = z.strictObject({ view: identifier, transport: identifier, rtpCapabilities: opaque });

export interface Status extends Stream {
  /** Is mediasoup there? While it is not, pictures come over this connection only. */
  readonly media: boolean;
}

export interface StatusMessage {
  readonly view: string;
  readonly status: Status;
}

/** What the newest packet of each watched camera was, so that every frame on a screen has an age. */
export interface PulseMessage {
  /** The server's clock, ms since 1970. */
  readonly now: number;
  readonly views: readonly {
    readonly view: string;
    /** RTP timestamp (90 kHz, 32 bits) of the newest frame; the same that mediasoup forwards. Null before the first. */
    readonly rtp: number | null;
    /** When that frame arrived from the camera, ms since 1970 by the server's clock. */
    readonly at: number | null;
  }[];
}

/**
 * One or several whole frames, ten at most, in the order of decoding; the first of a message may be a key frame. The very first of
 * a view may be the newest key frame of an earlier time, minutes old: its age is the server's clock less `at`.
 */
export interface PicturesMessage {
  readonly view: string;
  /** RFC 6381, `avc1.PPCCLL`. */
  readonly codec: string;
  readonly frames: readonly {
    readonly key: boolean;
    readonly rtp: number;
    /** When it arrived from the camera, ms since 1970 by the server's clock. */
    readonly at: number;
    /** Annex B: start codes, with the parameter sets before each key frame. */
    readonly data: Uint8Array;
  }[];
  /** A frame before these was left out (a slow connection): what is shown stands still until the next key frame. */
  readonly gap: boolean;
}

/** As mediasoup-client's `device.load` and `device.createRecvTransport` take them. */
export interface TransportReply {
  readonly id: string;
  readonly routerRtpCapabilities: Record<string, unknown>;
  readonly iceParameters: Record<string, unknown>;
  readonly iceCandidates: readonly Record<string, unknown>[];
  readonly dtlsParameters: Record<string, unknown>;
}

/** As mediasoup-client's `transport.consume` takes them. */
export interface ConsumeReply {
  readonly id: string;
  readonly producerId: string;
  readonly kind: 'video';
  readonly rtpParameters: Record<string, unknown>;
}
