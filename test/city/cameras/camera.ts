import { Encoder, type EncoderOptions } from './encoder.ts';
import type { CodedPicture } from './flv.ts';

/** Somebody who takes a camera's pictures. */
export interface PictureTaker {
  picture(picture: CodedPicture, drawnAt: number, parameterSets: readonly Buffer[]): void;
  /** No more pictures come. */
  ended(): void;
}

/**
 * One simulated camera: encodes while somebody takes its pictures, once for all. It stops with the last one: a new
 * encoder begins with a key frame (in a quarter of a second), a running one comes to its next only after up to two.
 */
export class SimulatedCamera {
  readonly number: number;
  readonly #options: EncoderOptions;
  readonly #takers = new Set<PictureTaker>();
  readonly #ending = new Set<Promise<void>>();
  #encoder: Encoder | undefined;
  #parameterSets: readonly Buffer[] = [];

  constructor(number: number, options: EncoderOptions) {
    this.number = number;
    this.#options = options;
  }

  /** Is it encoding? */
  get running(): boolean {
    return this.#encoder !== undefined;
  }

  /** How many take its pictures. */
  get takers(): number {
    return this.#takers.size;
  }

  /** Gives its pictures from the next key frame on. */
  add(taker: PictureTaker): void {
    this.#takers.add(taker);
    if (!this.#encoder) this.#start();
  }

  remove(taker: PictureTaker): void {
    if (this.#takers.delete(taker) && this.#takers.size === 0) this.#end();
  }

  /** Ends the encoder and tells all takers. */
  async stop(): Promise<void> {
    const takers = [...this.#takers];
    this.#takers.clear();
    for (const taker of takers) taker.ended();
    this.#end();
    await Promise.all(this.#ending);
  }

  #start(): void {
    const encoder = new Encoder(this.number, this.#options, {
      parameterSets: (sets) => {
        this.#parameterSets = sets;
      },
      picture: (picture, drawnAt) => {
        for (const taker of [...this.#takers]) taker.picture(picture, drawnAt, this.#parameterSets);
      },
      ended: (reason) => {
        if (this.#encoder !== encoder) return;
        this.#encoder = undefined;
        console.error(`simulated camera ${this.number}: ${reason}`);
        const takers = [...this.#takers];
        this.#takers.clear();
        for (const taker of takers) taker.ended();
      },
    });
    this.#encoder = encoder;
  }

  #end(): void {
    const ending = this.#encoder?.stop();
    this.#encoder = undefined;
    if (!ending) return;
    this.#ending.add(ending);
    void ending.then(() => this.#ending.delete(ending));
  }
}

/** The parameter sets that every encoder with these options makes; rejects when ffmpeg does not work. */
export async function parameterSetsWith(options: EncoderOptions): Promise<readonly Buffer[]> {
  let encoder: Encoder | undefined;
  try {
    return await new Promise((resolve, reject) => {
      encoder = new Encoder(0, options, {
        parameterSets: resolve,
        picture: () => undefined,
        ended: (reason) => reject(new Error(`no simulated camera: ${reason}`)),
      });
    });
  } finally {
    await encoder?.stop();
  }
}
