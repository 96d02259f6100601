import type { PicturesMessage } from '../../app/camera/index.ts';

/** A frame that was decoded; whoever gets it closes it. */
export interface Decoded {
  readonly frame: VideoFrame;
  readonly rtp: number;
  /** When it arrived from the camera, ms since 1970 by the server's clock. */
  readonly at: number;
  /** Another one follows right away: painting this one would be in vain. */
  readonly followed: boolean;
}

/** By how many frames decoding may fall behind before the rest is left out up to the next key frame. */
const mostBehind = 30;
/** After so many decoders that broke without giving a picture the codec counts as one that cannot be decoded here. */
const mostBroken = 3;

/** Can this browser decode pictures by itself? */
export const canDecode = typeof VideoDecoder !== 'undefined';

/** Decodes the pictures that come over the page's connection, without ever falling far behind. */
export class PictureDecoder {
  readonly #output: (decoded: Decoded) => void;
  readonly #waits: Map<number, { readonly rtp: number; readonly at: number }> = new Map();
  #decoder: VideoDecoder | undefined;
  #codec = '';
  #needKey = true;
  #broken = 0;
  #limit = mostBehind;
  #count = 0;

  constructor(output: (decoded: Decoded) => void) {
    this.#output = output;
  }

  /** Frames were left out: nothing can be shown before the next key frame. */
  get gap(): boolean {
    return this.#needKey;
  }

  push({ codec, frames, gap }: PicturesMessage): void {
    if (this.#broken >= mostBroken) return;
    const first = frames[0];
    if (!first) return;
    const behind = this.#decoder?.decodeQueueSize ?? 0;
    this.#limit = Math.max(mostBehind, Math.min(this.#limit, behind + mostBehind));
    if (behind > this.#limit) this.#needKey = true;
    if (gap && !first.key) this.#needKey = true;
    for (const frame of frames) {
      if (this.#needKey) {
        if (!frame.key) continue;
        this.#begin(codec);
      } else if (frame.key && codec !== this.#codec) this.#begin(codec);
      this.#decode(frame);
    }
    // Everything since the key frame comes at once at first: that is no falling behind.
    if (frames.length > 1) this.#limit = (this.#decoder?.decodeQueueSize ?? 0) + mostBehind;
    // A key frame alone that nothing fits to: it is all that can be shown for now, and must not wait in the decoder.
    if (gap && first.key && frames.length === 1) {
      this.#needKey = true;
      this.#decoder?.flush().catch(() => undefined);
    }
  }

  /** Forgets all; what is in the decoder is not shown any more. */
  close(): void {
    if (this.#decoder && this.#decoder.state !== 'closed') this.#decoder.close();
    this.#decoder = undefined;
    this.#waits.clear();
    this.#needKey = true;
  }

  #begin(codec: string): void {
    this.close();
    const decoder = new VideoDecoder({
      output: (frame) => {
        const wait = this.#waits.get(frame.timestamp);
        this.#waits.delete(frame.timestamp);
        if (this.#decoder !== decoder || !wait) {
          frame.close();
          return;
        }
        this.#broken = 0;
        this.#output({ frame, ...wait, followed: decoder.decodeQueueSize > 1 });
      },
      error: () => this.#lost(decoder),
    });
    this.#decoder = decoder;
    this.#codec = codec;
    this.#limit = mostBehind;
    this.#needKey = false;
    try {
      decoder.configure({ codec, optimizeForLatency: true });
    } catch {
      this.#lost(decoder);
    }
  }

  #decode({ key, rtp, at, data }: PicturesMessage['frames'][number]): void {
    const decoder = this.#decoder;
    if (!decoder) return;
    this.#count += 1;
    const timestamp = this.#count;
    this.#waits.set(timestamp, { rtp, at });
    try {
      decoder.decode(new EncodedVideoChunk({ type: key ? 'key' : 'delta', timestamp, data }));
    } catch {
      this.#lost(decoder);
    }
  }

  #lost(decoder: VideoDecoder): void {
    if (this.#decoder !== decoder) return;
    this.#broken += 1;
    this.close();
  }
}
