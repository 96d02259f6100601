import { randomSource } from '../random.ts';
import { drawText } from './glyphs.ts';
import { type Box, pictureHeight, pictureWidth, sceneOf } from './scenes.ts';
import { drawStamp, stampBlock } from './stamp.ts';

const lumaBytes = pictureWidth * pictureHeight;
const chromaWidth = pictureWidth / 2;
/** Bytes of one picture in planes of YUV 4:2:0. */
export const pictureBytes = (lumaBytes * 3) / 2;

/** Pictures of a simulated camera, plainly drawn: a scene that moves, its number, its clock, and its clock as a stamp. */
export class CameraPicture {
  readonly #scene: ReturnType<typeof sceneOf>;
  readonly #ground = Buffer.alloc(pictureBytes);

  constructor(number: number) {
    this.#scene = sceneOf(number);
    for (const each of this.#scene.ground) fill(this.#ground, each);
    roughen(this.#ground, randomSource(number));
    drawText(this.#ground, pictureWidth, `CAM ${String(number).padStart(2, '0')}`, { x: 16, y: 336, scale: 2 });
  }

  /** The picture at a time, ms since 1970; a buffer of its own. */
  at(time: number): Buffer {
    const picture = Buffer.from(this.#ground);
    for (const each of this.#scene.moving((time / 1_000) % 100_000)) fill(picture, each);
    drawText(picture, pictureWidth, clockText(time), { x: 344, y: 336, scale: 2 });
    fill(picture, { x: 0, y: 0, width: pictureWidth, height: stampBlock, colour: [16, 128, 128] });
    drawStamp(picture, pictureWidth, time);
    return picture;
  }
}

/** 2026-11-24 23:51:11.123 in the time of this machine. */
function clockText(time: number): string {
  const local = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
  return local.toISOString().replace('T', ' ').replace('Z', '');
}

/** Fills a rectangle in all three planes, as far as it lies in the picture. */
function fill(picture: Buffer, { x, y, width, height, colour }: Box): void {
  const even = (value: number, most: number) => Math.min(Math.max(Math.round(value / 2) * 2, 0), most);
  const left = even(x, pictureWidth);
  const right = even(x + width, pictureWidth);
  const bottom = even(y + height, pictureHeight);
  const [luma, blue, red] = colour;
  for (let row = even(y, pictureHeight); row < bottom; row += 1) {
    picture.fill(luma, row * pictureWidth + left, row * pictureWidth + right);
    if (row % 2 === 1) continue;
    const start = lumaBytes + (row / 2) * chromaWidth;
    picture.fill(blue, start + left / 2, start + right / 2);
    picture.fill(red, start + lumaBytes / 4 + left / 2, start + lumaBytes / 4 + right / 2);
  }
}

/** Gives what stands still a grain: a key frame then has the size that a real camera's has. */
function roughen(picture: Buffer, random: () => number): void {
  for (let index = 0; index < lumaBytes; index += 1) {
    picture[index] = (picture[index] ?? 0) + Math.floor(random() * 13) - 6;
  }
}
