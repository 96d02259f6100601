import { type Box, pictureHeight, pictureWidth, sceneOf } from '../../city/cameras/scenes.ts';
import { stampBlock } from '../../city/cameras/stamp.ts';

/** Every so many pixels one is compared. */
const step = 8;
/** Text is burned in below; it is left out. */
const bottom = 328;
/** Grain, compression and the way to RGB and back stay below this difference of luminance. */
const tolerance = 40;
const columns = pictureWidth / step;
const rows = Math.floor((bottom - stampBlock) / step);

/**
 * Tells how much of a picture is not what its camera saw at that time, 0 to 1. What it saw can be reckoned: the scenes
 * are drawn by the clock. A decoder that was given frames which refer to missing ones shows ghosts and stains here.
 */
export class Wholeness {
  readonly #scene: ReturnType<typeof sceneOf>;
  readonly #ground = new Uint8Array(columns * rows);
  readonly #context: CanvasRenderingContext2D;

  constructor(camera: number) {
    this.#scene = sceneOf(camera);
    for (const box of this.#scene.ground) paint(this.#ground, box);
    const canvas = Object.assign(document.createElement('canvas'), { width: pictureWidth, height: pictureHeight });
    this.#context = canvas.getContext('2d', { willReadFrequently: true, alpha: false }) as CanvasRenderingContext2D;
  }

  /** `time` is the picture's own, ms since 1970. */
  wrong(picture: CanvasImageSource, time: number): number {
    this.#context.drawImage(picture, 0, 0, pictureWidth, pictureHeight);
    const { data } = this.#context.getImageData(0, 0, pictureWidth, pictureHeight);
    const expected = this.#ground.slice();
    for (const box of this.#scene.moving((time / 1_000) % 100_000)) paint(expected, box);
    let wrong = 0;
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const pixel = (yOf(row) * pictureWidth + xOf(column)) * 4;
        const luminance = luminanceAt(data, pixel);
        if (Math.abs(luminance - (expected[row * columns + column] ?? 0)) > tolerance) wrong += 1;
      }
    }
    return wrong / expected.length;
  }
}

/** Luminance of video (16 to 235) of a pixel of a canvas. */
export function luminanceAt(data: Uint8ClampedArray, pixel: number): number {
  const [red = 0, green = 0, blue = 0] = [data[pixel], data[pixel + 1], data[pixel + 2]];
  return 16 + 0.859 * (0.299 * red + 0.587 * green + 0.114 * blue);
}

const xOf = (column: number) => column * step + step / 2;
const yOf = (row: number) => stampBlock + row * step + step / 2;

function paint(samples: Uint8Array, { x, y, width, height, colour }: Box): void {
  const [left, right, top, low] = [even(x), even(x + width), even(y), even(y + height)];
  for (let row = 0; row < rows; row += 1) {
    if (yOf(row) < top || yOf(row) >= low) continue;
    for (let column = 0; column < columns; column += 1) {
      if (xOf(column) >= left && xOf(column) < right) samples[row * columns + column] = colour[0];
    }
  }
}

/** Boxes lie on even pixels, because colour has half the resolution. */
function even(value: number): number {
  return Math.round(value / 2) * 2;
}
