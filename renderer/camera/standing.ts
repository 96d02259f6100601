import { type Failure, type StreamState, staleMilliseconds } from '../../app/camera/index.ts';

/** A frame older than this is not called live before another has followed it, in ms. */
const presentMilliseconds = 400;

/** What is known of a view when its state is told. */
export interface Facts {
  /** Is the line to the server there? */
  readonly connected: boolean;
  /** Why the camera could not be opened, if it could not; when that is tried again (ms since 1970). */
  readonly refused: { readonly text: string; readonly retryAt: number | null } | null;
  /** What the server says of the stream. */
  readonly stream: {
    readonly state: StreamState;
    readonly failure: Failure | null;
    readonly detail: string | null;
    readonly nextRetry: string | null;
  } | null;
  /** Age of the frame on the screen in ms; null: none is on it. */
  readonly age: number | null;
  /** Frames put on the screen since the pictures were asked for. */
  readonly shown: number;
  /** A frame was left out: what is shown stands until the next whole picture. */
  readonly gap: boolean;
}

/** The one thing that a tile says of its picture. */
export type Standing =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'still' }
  | { readonly kind: 'live' }
  /** The picture is old: the line is cut, the camera is silent, or frames were left out. */
  | { readonly kind: 'stale'; readonly why: 'line' | 'silent' | 'gap' }
  | {
      readonly kind: 'failed';
      /** Why, as the stream has it; null when the camera could not be opened at all: then `text` says why. */
      readonly failure: Failure | null;
      readonly detail: string | null;
      readonly text: string | null;
      /** When it is tried again by itself, ms since 1970; null: not by itself. */
      readonly retryAt: number | null;
    };

/** What is true of a view: exactly one of connecting, still, live, stale, failed. */
export function standingOf({ connected, refused, stream, age, shown, gap }: Facts): Standing {
  if (refused) return { kind: 'failed', failure: null, detail: null, text: refused.text, retryAt: refused.retryAt };
  if (!connected) return age === null ? { kind: 'connecting' } : { kind: 'stale', why: 'line' };
  if (stream?.state === 'failed') {
    const { failure, detail, nextRetry } = stream;
    return { kind: 'failed', failure, detail, text: null, retryAt: nextRetry === null ? null : Date.parse(nextRetry) };
  }
  if (age === null) return { kind: 'connecting' };
  if (age <= presentMilliseconds) return { kind: 'live' };
  if (shown <= 1) return { kind: 'still' };
  if (age <= staleMilliseconds) return { kind: 'live' };
  return { kind: 'stale', why: gap ? 'gap' : 'silent' };
}

/** Is it the same to say? */
export function sameStanding(one: Standing, other: Standing): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
