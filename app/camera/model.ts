import { z } from 'zod';
import { areaCode, identifier, latitude, line, longitude, moment } from '../contract/primitives.ts';

/** Roles that may look through cameras: those who command, and walls, which show what was put on them. */
export const watchRoles = ['operator', 'administrator', 'wall'] as const;

/** How the pictures come from the camera: over the RTSP connection itself, or in datagrams beside it. */
export const deliveries = ['tcp', 'udp'] as const;
export const delivery = z.enum(deliveries);
export type Delivery = z.output<typeof delivery>;

/**
 * RTSP address without name and password, which travel and are kept apart:
 * `rtsp://host[:port]/path`, the port 554 unless it says another.
 */
export const rtspAddress = z
  .string()
  .trim()
  .max(500)
  .regex(/^rtsp:\/\/[^\s/@?#]+(\/[^\s#@]*)?$/i, 'is no RTSP address without name and password');

/** Where a camera looks: for its cone on the map. */
export const view = {
  /** Direction in degrees clockwise from north. */
  heading: z.number().min(0).lt(360),
  /** Opening angle in degrees; 360 sees all around. */
  angle: z.number().min(1).max(360),
  /** How far it is worth looking, in metres. */
  range: z.number().min(1).max(5_000),
};

/** A camera as lists and maps show it. Its address and its password stay on the server. */
export const camera = z.object({
  id: identifier,
  /** Number of the camera in the existing platform (a GB/T 28181 code, an inventory number). */
  number: z.string(),
  name: z.string(),
  area: areaCode,
  longitude,
  latitude,
  ...view,
});
export type Camera = z.output<typeof camera>;

/** A name or a password: one line, since it stands in a header. */
const credential = z
  .string()
  .max(200)
  .regex(/^\P{Cc}*$/u, 'has control characters');

/** What an administrator says of a camera. `number` tells it from all others. */
export const cameraDraft = z.strictObject({
  number: z.string().trim().min(1).max(64),
  name: line,
  area: areaCode,
  longitude,
  latitude,
  heading: view.heading.default(0),
  angle: view.angle.default(90),
  range: view.range.default(80),
  address: rtspAddress,
  user: credential.default(''),
  password: credential.default(''),
  delivery: delivery.default('tcp'),
});
export type CameraDraft = z.output<typeof cameraDraft>;

/** A network, or one address, in which cameras may be reached, at these ports. */
export const cameraNetwork = z.strictObject({
  /** IPv4 in CIDR notation: `10.32.0.0/16`, `10.32.7.4/32`. */
  network: z.cidrv4(),
  /** First and last port, inclusive. */
  ports: z
    .tuple([z.number().int().min(1).max(65_535), z.number().int().min(1).max(65_535)])
    .refine(([first, last]) => first <= last, 'the last port is before the first')
    .default([554, 554]),
});
export type CameraNetwork = z.output<typeof cameraNetwork>;

/**
 * How it stands with the stream of a camera.
 * idle: nobody watches, so nothing is pulled. stale: it was live, but nothing has come for `staleMilliseconds`.
 */
export const streamStates = ['idle', 'connecting', 'live', 'stale', 'failed'] as const;
export const streamState = z.enum(streamStates);
export type StreamState = z.output<typeof streamState>;

/** Why a stream failed; each has its text under `failures` in the i18n files. */
export const failures = [
  /** The connection was refused, or the host cannot be reached. */
  'unreachable',
  /** No answer in time, at any step. */
  'no-answer',
  /** It wants another name or password. */
  'password',
  /** It knows no such stream. */
  'no-stream',
  /** It has a stream but no video in it. */
  'no-video',
  /** Pictures in a format that cannot be forwarded (H.265); `detail` names it. */
  'codec',
  /** It does not speak RTSP. */
  'garbage',
  /** It refused for another reason; `detail` has the RTSP status. */
  'refused',
  /** It ended the connection, or stopped sending. */
  'ended',
  /** The administrator has not allowed this address. */
  'not-allowed',
  /** It was removed from the register. */
  'removed',
] as const;
export const failure = z.enum(failures);
export type Failure = z.output<typeof failure>;

/** Somebody who looks through the camera now. */
export const viewer = z.object({ name: z.string(), area: areaCode });
export type Viewer = z.output<typeof viewer>;

/** How it stands with the stream of a camera and who looks. */
export const stream = z.object({
  state: streamState,
  /** Since when it is in this state. */
  since: moment,
  failure: failure.nullable(),
  /** What the failure is about: a codec, an RTSP status. Never an address or a name. */
  detail: z.string().nullable(),
  /** When it will be tried again by itself. */
  nextRetry: moment.nullable(),
  /** Pixels of the picture and its RFC 6381 codec string, once they are known. */
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  codec: z.string().nullable(),
  /** How many look, and the first of them. */
  watching: z.number().int(),
  viewers: z.array(viewer),
});
export type Stream = z.output<typeof stream>;
