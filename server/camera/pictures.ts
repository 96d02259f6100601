import type { Frame } from './h264/frames.ts';

/** Most that is kept of the pictures since the last key frame of one camera. */
const most = { bytes: 12 * 1024 * 1024, frames: 900 } as const;

/**
 * The frames since the newest key frame of one camera: what somebody needs who comes in between, to see the present
 * picture at once. A frame that cannot be decoded, since one before it was lost, is not let in.
 */
export class Pictures {
  #frames: Frame[] = [];
  #bytes = 0;
  #gap = true;
  /** Too much has come since the key frame to keep it all: only that is kept. */
  #cut = false;

  /** From the newest key frame on; empty before the first. */
  get frames(): readonly Frame[] {
    return this.#frames;
  }

  /** Who has these frames only cannot decode what comes, up to the next key frame. */
  get gap(): boolean {
    return this.#gap || this.#cut;
  }

  /** Takes the next frame; false when it cannot be decoded and is to be left out. */
  push(frame: Frame): boolean {
    if (frame.key) {
      this.#frames = [];
      this.#bytes = 0;
      this.#gap = false;
      this.#cut = false;
    }
    if (this.#gap) return false;
    if (this.#cut) return true;
    this.#bytes += frame.data.length;
    this.#frames.push(frame);
    if (this.#bytes > most.bytes || this.#frames.length > most.frames) {
      // A camera that gives a key frame once a minute: newcomers get the key frame as a still and wait for the next.
      this.#frames = this.#frames.slice(0, 1);
      this.#cut = true;
    }
    return true;
  }

  /** A frame was lost: nothing can be decoded up to the next key frame. */
  lost(): void {
    this.#gap = true;
  }
}
