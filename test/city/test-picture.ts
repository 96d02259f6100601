import { VideoBufferType, VideoFrame } from '@livekit/rtc-node';

/** Digits of 3 × 5 points, one number per row. */
const digits: readonly (readonly number[])[] = [
  [7, 5, 5, 5, 7],
  [2, 6, 2, 2, 7],
  [7, 1, 7, 4, 7],
  [7, 1, 7, 1, 7],
  [5, 5, 7, 1, 1],
  [7, 4, 7, 1, 7],
  [7, 4, 7, 5, 7],
  [7, 1, 1, 1, 1],
  [7, 5, 7, 5, 7],
  [7, 5, 7, 1, 7],
];

/** A moving test picture of a site: its colour, its area code in digits, and a bar that wanders. */
export class TestPicture {
  readonly #width: number;
  readonly #height: number;
  readonly #data: Uint8Array;
  readonly #blank: Uint8Array;
  #step = 0;

  constructor(area: string, width = 320, height = 180) {
    this.#width = width;
    this.#height = height;
    this.#data = new Uint8Array((width * height * 3) / 2);
    const number = [...area].reduce((sum, digit) => (sum * 31 + Number(digit)) % 9973, 7);
    this.#data.fill(70, 0, width * height);
    this.#data.fill(96 + (number % 80), width * height, (width * height * 5) / 4);
    this.#data.fill(96 + ((number * 7) % 80), (width * height * 5) / 4);
    const scale = Math.max(1, Math.floor(width / (area.length * 4 + 4)));
    [...area].forEach((digit, place) => {
      this.#digit(Number(digit), scale * (2 + place * 4), Math.floor(height / 2) - scale * 3, scale);
    });
    this.#blank = this.#data.slice();
  }

  /** The next picture. */
  next(): VideoFrame {
    this.#data.set(this.#blank);
    const left = (this.#step * 8) % (this.#width - 16);
    for (let row = this.#height - 24; row < this.#height - 8; row += 1) {
      this.#data.fill(235, row * this.#width + left, row * this.#width + left + 16);
    }
    this.#step += 1;
    return new VideoFrame(this.#data, this.#width, this.#height, VideoBufferType.I420);
  }

  #digit(digit: number, x: number, y: number, scale: number): void {
    (digits[digit] ?? []).forEach((bits, row) => {
      for (let column = 0; column < 3; column += 1) {
        if ((bits & (4 >> column)) === 0) continue;
        for (let line = 0; line < scale; line += 1) {
          const start = (y + row * scale + line) * this.#width + x + column * scale;
          this.#data.fill(235, start, start + scale);
        }
      }
    });
  }
}

const sampleRate = 16_000;
const blockMilliseconds = 100;

/** Frequency of a site's tone in Hz: a note of its own, from its area code. */
export function toneOf(area: string): number {
  const number = [...area].reduce((sum, digit) => (sum * 31 + Number(digit)) % 9973, 7);
  return 220 + (number % 40) * 20;
}

/** Blocks of a soft tone, without a click between them. */
export class Tone {
  readonly sampleRate = sampleRate;
  readonly samples = (sampleRate * blockMilliseconds) / 1_000;
  readonly #step: number;
  #phase = 0;

  constructor(frequency: number) {
    this.#step = (2 * Math.PI * frequency) / sampleRate;
  }

  next(): Int16Array {
    const block = new Int16Array(this.samples);
    for (let place = 0; place < block.length; place += 1) {
      block[place] = Math.round(3_000 * Math.sin(this.#phase));
      this.#phase = (this.#phase + this.#step) % (2 * Math.PI);
    }
    return block;
  }
}
