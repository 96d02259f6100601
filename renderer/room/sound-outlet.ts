import type { RemoteTrack } from 'livekit-client';

/** Plays what the others say: one hidden element per voice, attached and played, on the chosen loudspeaker. */
export class SoundOutlet {
  readonly #box: HTMLElement;
  readonly #elements = new Map<string, HTMLAudioElement>();

  constructor() {
    this.#box = document.createElement('div');
    this.#box.hidden = true;
    this.#box.dataset.room = 'sound';
    document.body.append(this.#box);
  }

  /** Plays exactly these tracks, by their identifiers. */
  play(tracks: ReadonlyMap<string, { readonly track: RemoteTrack; readonly identity: string }>): void {
    for (const [key, element] of this.#elements) {
      if (tracks.has(key)) continue;
      element.srcObject = null;
      element.remove();
      this.#elements.delete(key);
    }
    for (const [key, { track, identity }] of tracks) {
      if (this.#elements.has(key)) continue;
      const element = document.createElement('audio');
      element.dataset.identity = identity;
      this.#box.append(element);
      track.attach(element);
      this.#elements.set(key, element);
    }
  }

  /** Ends all sound. Idempotent. */
  close(): void {
    this.play(new Map());
    this.#box.remove();
  }
}
