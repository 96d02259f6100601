import type { SipinError } from '../../app/contract/index.ts';

/** How the line to the room is; each is said on the stage as it is. */
export type LineState =
  /** For the first time. */
  | 'joining'
  | 'live'
  /** The line broke a moment ago and is being taken up again. */
  | 'reconnecting'
  /** Nobody hears or sees us; a new line is asked for again and again. */
  | 'disconnected'
  /** The gate said no, for good. */
  | 'refused'
  /** This account entered in another window of this device. */
  | 'elsewhere'
  | 'closed';

/** One picture on the stage: a camera or a shared screen of somebody. */
export interface TileView {
  /** Stays the same over reconnects. */
  readonly key: string;
  readonly identity: string;
  readonly label: string;
  readonly area: string;
  readonly local: boolean;
  readonly source: 'camera' | 'screen';
  /** `off`: nothing is sent; `waiting`: it is sent and on its way to us; `ready`: it can be attached. */
  readonly picture: 'off' | 'waiting' | 'ready';
  /** Another value means: another track, attach anew. */
  readonly media: string;
  readonly speaking: boolean;
  readonly muted: boolean;
  /** The line to them is bad. */
  readonly weak: boolean;
}

/** One of the own sources: what the person wants, what is, and why it is not. */
export interface SourceView {
  readonly wanted: boolean;
  readonly on: boolean;
  /** False: the chair has taken it. */
  readonly allowed: boolean;
  /** Name of the browser's error when the device could not be had. */
  readonly problem: string | null;
}

export interface RoomView {
  readonly line: LineState;
  /** Since when, ms since 1970. */
  readonly since: number;
  readonly refusal: SipinError | null;
  readonly tiles: readonly TileView[];
  /** Identity of who speaks, or spoke last. */
  readonly speaker: string | null;
  readonly microphone: SourceView;
  readonly camera: SourceView;
  readonly screen: SourceView;
  /** The browser plays no sound until somebody presses a button. */
  readonly soundBlocked: boolean;
  /** Label of a device in use that was unplugged. */
  readonly unplugged: string | null;
}

export type OwnSource = 'microphone' | 'camera' | 'screen';

const nothing: SourceView = { wanted: false, on: false, allowed: true, problem: null };

export function firstView(wanted: { microphone: boolean; camera: boolean }): RoomView {
  return {
    line: 'joining',
    since: Date.now(),
    refusal: null,
    tiles: [],
    speaker: null,
    microphone: { ...nothing, wanted: wanted.microphone },
    camera: { ...nothing, wanted: wanted.camera },
    screen: nothing,
    soundBlocked: false,
    unplugged: null,
  };
}
