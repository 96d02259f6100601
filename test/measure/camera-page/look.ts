import { pictureWidth } from '../../city/cameras/scenes.ts';
import { readStamp, stampBlock, stampCentres, timeOfStamp } from '../../city/cameras/stamp.ts';
import { luminanceAt, Wholeness } from './whole.ts';

/** What is on the screen now. */
export interface Seen {
  readonly surface: HTMLCanvasElement | HTMLVideoElement;
  readonly by: 'pictures' | 'video';
}

/** One camera opened once; times are ms since the click. */
export interface Looked {
  /** A picture is there, however old. */
  readonly first: number;
  /** How far that first picture was behind the camera's clock, ms. */
  readonly firstBehind: number;
  /** The picture moves, is whole and is current; null: it did not come to that. */
  readonly current: number | null;
  /** Milliseconds behind the camera's clock of each frame from then on, by where it came from. */
  readonly behind: { readonly pictures: readonly number[]; readonly video: readonly number[] };
  /** Share of frames after the first picture that were not whole. */
  readonly broken: number;
}

const currentMilliseconds = 400;
const wholeShare = 0.01;
const patienceMilliseconds = 12_000;
const centres = stampCentres(pictureWidth);

/**
 * Looks at every animation frame what the screen shows, reads the camera's clock out of it and compares the picture with
 * what the camera saw, until `stay` ms after the picture is moving, whole and current.
 */
export function look(camera: number, started: number, stay: number, seen: () => Seen | undefined): Promise<Looked> {
  const wholeness = new Wholeness(camera);
  const strip = Object.assign(document.createElement('canvas'), { width: pictureWidth, height: stampBlock });
  const context = strip.getContext('2d', { willReadFrequently: true, alpha: false }) as CanvasRenderingContext2D;
  const behind = { pictures: [] as number[], video: [] as number[] };
  let [first, firstBehind, frames, broken] = [Number.NaN, Number.NaN, 0, 0];
  let current: number | null = null;
  let last: { readonly stamp: number; readonly at: number; readonly good: boolean } | undefined;

  const stampOn = (surface: Seen['surface']): number | undefined => {
    context.drawImage(surface, 0, 0, pictureWidth, stampBlock, 0, 0, pictureWidth, stampBlock);
    const { data } = context.getImageData(0, 0, pictureWidth, stampBlock);
    return readStamp(centres.map(({ x, y }) => luminanceAt(data, (y * pictureWidth + x) * 4)));
  };
  const take = ({ surface, by }: Seen): void => {
    const at = performance.now() - started;
    const now = Date.now();
    const stamp = stampOn(surface);
    if (stamp === undefined || stamp === last?.stamp) return;
    const time = timeOfStamp(stamp, now);
    const whole = wholeness.wrong(surface, time) < wholeShare;
    const good = whole && now - time < currentMilliseconds;
    if (Number.isNaN(first)) [first, firstBehind] = [at, now - time];
    frames += 1;
    if (!whole) broken += 1;
    if (good && last?.good) current ??= last.at;
    if (current !== null) behind[by].push(now - time);
    last = { stamp, at, good };
  };
  return new Promise((resolve) => {
    const step = () => {
      const present = seen();
      if (present) take(present);
      const at = performance.now() - started;
      if (at > (current === null ? patienceMilliseconds : current + stay)) {
        resolve({ first, firstBehind, current, behind, broken: frames > 0 ? broken / frames : 0 });
      } else requestAnimationFrame(step);
    };
    step();
  });
}
