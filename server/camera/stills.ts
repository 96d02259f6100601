import type { Frame } from './h264/frames.ts';

/** The newest key frame of a camera that is not pulled any more. */
export interface Still {
  readonly codec: string;
  readonly frame: Frame;
}

const mostBytes = 48 * 1024 * 1024;

/**
 * Keeps the last key frame of each camera in memory, so that somebody who opens it sees at once what was there last,
 * with its age. Bounded; the camera that nobody has opened for longest is forgotten first.
 */
export class Stills {
  readonly #stills = new Map<string, Still>();
  #bytes = 0;

  get(camera: string): Still | undefined {
    return this.#stills.get(camera);
  }

  put(camera: string, still: Still): void {
    this.remove(camera);
    this.#stills.set(camera, still);
    this.#bytes += still.frame.data.length;
    for (const oldest of this.#stills.keys()) {
      if (this.#bytes <= mostBytes) break;
      this.remove(oldest);
    }
  }

  remove(camera: string): void {
    const still = this.#stills.get(camera);
    if (!still) return;
    this.#stills.delete(camera);
    this.#bytes -= still.frame.data.length;
  }
}
