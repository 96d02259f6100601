/**
 * A time stamp that programs read out of a picture: one row of black and white blocks at the top left, the low bits of
 * the clock in ms in Gray code (neighbouring times differ in one block), then a check. Blocks are as large as H.264's
 * macroblocks and lie on them, so that they survive any compression.
 */
export const stampBlock = 16;
const clockBits = 24;
const checkBits = 8;
/** Milliseconds after which stamps begin anew: 4.6 hours. */
const stampPeriod = 2 ** clockBits;
const white = 235;
const black = 16;

/** Where the blocks' centres are in a picture of this width, in pixels; the row lies along the upper edge. */
export function stampCentres(width = 640): readonly { readonly x: number; readonly y: number }[] {
  const scale = width / 640;
  return Array.from({ length: clockBits + checkBits }, (_, index) => ({
    x: Math.floor((index + 0.5) * stampBlock * scale),
    y: Math.floor(0.5 * stampBlock * scale),
  }));
}

/** Draws the stamp of a time (ms since 1970) into a plane of luminance. */
export function drawStamp(plane: Uint8Array, width: number, time: number): void {
  const low = time % stampPeriod;
  const gray = low ^ (low >>> 1);
  const bits = `${gray.toString(2).padStart(clockBits, '0')}${checkOf(gray).toString(2).padStart(checkBits, '0')}`;
  for (let row = 0; row < stampBlock; row += 1) {
    for (let bit = 0; bit < bits.length; bit += 1) {
      const start = row * width + bit * stampBlock;
      plane.fill(bits[bit] === '1' ? white : black, start, start + stampBlock);
    }
  }
}

/** Reads the low 24 bits of the clock from the luminance (0 to 255) at the blocks' centres; undefined when it is no stamp. */
export function readStamp(luminance: readonly number[]): number | undefined {
  if (luminance.length !== clockBits + checkBits) return undefined;
  const value = (values: readonly number[]) => values.reduce((sum, each) => sum * 2 + (each > 127 ? 1 : 0), 0);
  const gray = value(luminance.slice(0, clockBits));
  if (value(luminance.slice(clockBits)) !== checkOf(gray)) return undefined;
  let low = gray;
  for (let shift = 1; shift < clockBits; shift *= 2) low ^= low >>> shift;
  return low;
}

/** Reads the stamp of a picture from its plane of luminance. */
export function stampOfPicture(plane: Uint8Array, width = 640): number | undefined {
  return readStamp(stampCentres(width).map(({ x, y }) => plane[y * width + x] ?? 0));
}

/** The time (ms since 1970) that a stamp stands for: the one nearest to a clock that is at most two hours off. */
export function timeOfStamp(stamp: number, near: number): number {
  return near + ((stamp - (near % stampPeriod) + 1.5 * stampPeriod) % stampPeriod) - stampPeriod / 2;
}

/** CRC-8 of the 24 bits (polynomial 0x07); never right for an all black or all white row. */
function checkOf(gray: number): number {
  let crc = 0xa5;
  for (const shift of [16, 8, 0]) {
    crc ^= (gray >>> shift) & 0xff;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : crc << 1;
  }
  return crc;
}
