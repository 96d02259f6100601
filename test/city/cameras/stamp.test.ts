import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { partPath } from '../../harness/parts.ts';
import { CameraPicture } from './picture.ts';
import { pictureHeight, pictureWidth } from './scenes.ts';
import { readStamp, stampCentres, stampOfPicture, timeOfStamp } from './stamp.ts';

const time = Date.UTC(2026, 10, 24, 15, 51, 11, 123);
const luminanceOf = (picture: Uint8Array) => stampCentres().map(({ x, y }) => picture[y * pictureWidth + x] ?? 0);

describe('the time stamp in a picture', () => {
  it('is read out again at every time', () => {
    const picture = new CameraPicture(1);
    for (const at of [0, 1, time, time + 1, time + 2 ** 24 - 1]) {
      expect(stampOfPicture(picture.at(at))).toBe(at % 2 ** 24);
    }
  });

  it('tells the time by a clock that is hours off, over the point where stamps begin anew', () => {
    const hour = 3_600_000;
    for (const near of [time, time - 2 * hour, time + 2 * hour]) {
      expect(timeOfStamp(time % 2 ** 24, near)).toBe(time);
    }
    const turn = Math.ceil(time / 2 ** 24) * 2 ** 24;
    expect(timeOfStamp(2 ** 24 - 5, turn + 10)).toBe(turn - 5);
    expect(timeOfStamp(5, turn - 10)).toBe(turn + 5);
  });

  it('is not read out of what is none: black, white, a block that is wrong, too few blocks', () => {
    const luminance = luminanceOf(new CameraPicture(3).at(time));
    expect(readStamp(luminance.map(() => 16))).toBeUndefined();
    expect(readStamp(luminance.map(() => 235))).toBeUndefined();
    expect(readStamp(luminance.slice(1))).toBeUndefined();
    luminance.forEach((value, index) => {
      expect(readStamp(luminance.with(index, 255 - value))).toBeUndefined();
    });
  });

  it('survives strong compression, in every scene', () => {
    const size = `${pictureWidth}x${pictureHeight}`;
    const raw = ['-f', 'rawvideo', '-pixel_format', 'yuv420p', '-video_size', size];
    const pictures = [1, 2, 3, 4, 5].flatMap((number) =>
      [0, 100, 200].map((ms) => new CameraPicture(number).at(time + ms)),
    );
    const ffmpeg = (args: readonly string[], input: Buffer) =>
      spawnSync(partPath('ffmpeg'), ['-loglevel', 'error', ...args], { input, maxBuffer: 1e9 }).stdout;
    const coded = ffmpeg(
      [...raw, '-i', 'pipe:0', '-c:v', 'libx264', '-qp', '44', '-f', 'h264', 'pipe:1'],
      Buffer.concat(pictures),
    );
    expect(coded.length).toBeLessThan(120_000);
    const decoded = ffmpeg(['-f', 'h264', '-i', 'pipe:0', '-f', 'rawvideo', '-pix_fmt', 'yuv420p', 'pipe:1'], coded);
    const bytes = pictures[0]?.length ?? 0;
    const stamps = pictures.map((_, index) => stampOfPicture(decoded.subarray(index * bytes, (index + 1) * bytes)));
    expect(stamps).toEqual(pictures.map((_, index) => (time + (index % 3) * 100) % 2 ** 24));
  });
});
