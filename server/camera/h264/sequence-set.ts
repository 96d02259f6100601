/** What a sequence parameter set says of the pictures. */
export interface PictureFormat {
  /** RFC 6381: `avc1.PPCCLL`. */
  readonly codec: string;
  /** In pixels, after cropping. */
  readonly width: number;
  readonly height: number;
}

/** Reads numbers of any number of bits; behind the end there are zeros. */
class Bits {
  readonly #data: Uint8Array;
  #at = 0;

  constructor(data: Uint8Array) {
    this.#data = data;
  }

  bits(count: number): number {
    let value = 0;
    for (let index = 0; index < count; index += 1, this.#at += 1) {
      value = value * 2 + (((this.#data[this.#at >> 3] ?? 0) >> (7 - (this.#at & 7))) & 1);
    }
    return value;
  }

  /** Exp-Golomb code without sign (H.264, 9.1). */
  number(): number {
    let zeros = 0;
    while (zeros < 32 && this.bits(1) === 0) zeros += 1;
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  /** Exp-Golomb code with sign. */
  signed(): number {
    const code = this.number();
    return code % 2 === 0 ? -code / 2 : (code + 1) / 2;
  }
}

/** Profiles whose set says more of the samples (H.264, 7.3.2.1.1). */
const richProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** Reads a sequence parameter set (H.264, 7.3.2.1.1), a NAL unit without start code; undefined when it is none. */
export function readSequenceSet(unit: Uint8Array): PictureFormat | undefined {
  if (unit.length < 5) return undefined;
  const [, profile = 0, constraints = 0, level = 0] = unit;
  const bits = new Bits(withoutEmulation(unit.subarray(4)));
  bits.number();
  let chroma = 1;
  if (richProfiles.has(profile)) {
    chroma = bits.number();
    if (chroma === 3) bits.bits(1);
    bits.number();
    bits.number();
    bits.bits(1);
    if (bits.bits(1) === 1) skipScaling(bits, chroma === 3 ? 12 : 8);
  }
  bits.number();
  const order = bits.number();
  if (order === 0) bits.number();
  else if (order === 1) {
    bits.bits(1);
    bits.signed();
    bits.signed();
    const cycle = Math.min(bits.number(), 255);
    for (let index = 0; index < cycle; index += 1) bits.signed();
  }
  bits.number();
  bits.bits(1);
  const columns = bits.number() + 1;
  const rows = bits.number() + 1;
  const frames = bits.bits(1);
  if (frames === 0) bits.bits(1);
  bits.bits(1);
  const [left, right, top, bottom] =
    bits.bits(1) === 1 ? [bits.number(), bits.number(), bits.number(), bits.number()] : [0, 0, 0, 0];
  const unitX = chroma === 1 || chroma === 2 ? 2 : 1;
  const unitY = (chroma === 1 ? 2 : 1) * (2 - frames);
  const width = columns * 16 - unitX * (left + right);
  const height = (2 - frames) * rows * 16 - unitY * (top + bottom);
  if (width < 16 || height < 16 || width > 16_384 || height > 16_384) return undefined;
  const hex = [profile, constraints, level].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { codec: `avc1.${hex}`, width, height };
}

function skipScaling(bits: Bits, lists: number): void {
  for (let list = 0; list < lists; list += 1) {
    if (bits.bits(1) === 0) continue;
    let next = 8;
    let last = 8;
    for (let index = 0; index < (list < 6 ? 16 : 64); index += 1) {
      if (next !== 0) next = (last + bits.signed() + 256) % 256;
      last = next === 0 ? last : next;
    }
  }
}

/** Takes out the bytes that keep start codes from occurring (H.264, 7.4.1.1). */
function withoutEmulation(data: Uint8Array): Uint8Array {
  const result: number[] = [];
  let zeros = 0;
  for (const byte of data) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    result.push(byte);
  }
  return Uint8Array.from(result);
}
