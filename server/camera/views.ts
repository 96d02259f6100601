import { randomUUID } from 'node:crypto';
import type { Actor } from '../../app/account/index.ts';
import { SipinError } from '../../app/contract/index.ts';

/** A camera that was opened on a device: what the messages that bring its pictures are good for. */
export interface View {
  readonly id: string;
  readonly session: string;
  readonly camera: string;
  readonly name: string;
  readonly area: string;
}

/** Most cameras that one device has open: a wall of 16 tiles, changed before the old ones are closed. */
const mostOfSession = 64;
const most = 50_000;

/** The views of all devices, in memory: after a restart they are opened anew. Bounded. */
export class Views {
  readonly #views = new Map<string, View>();
  readonly #ofSession = new Map<string, Set<string>>();

  /**
   * Opens a camera on a device. Where that has too many open, the oldest that nobody `watches` gives way; throws when
   * there is none.
   */
  open(actor: Actor, camera: string, watches: (view: string) => boolean): View {
    if ((this.#ofSession.get(actor.sessionId)?.size ?? 0) >= mostOfSession) {
      const unused = [...(this.#ofSession.get(actor.sessionId) ?? [])].find((view) => !watches(view));
      if (unused !== undefined) this.close(unused);
    }
    const own = this.#ofSession.get(actor.sessionId) ?? new Set<string>();
    if (own.size >= mostOfSession || this.#views.size >= most) {
      throw new SipinError('limit', 'camera.too-many-views', { most: mostOfSession });
    }
    const view = { id: randomUUID(), session: actor.sessionId, camera, name: actor.name, area: actor.area };
    this.#views.set(view.id, view);
    own.add(view.id);
    this.#ofSession.set(actor.sessionId, own);
    return view;
  }

  /** The view, if this device opened it. Throws otherwise, without telling whether another has it. */
  require(id: string, session: string): View {
    const view = this.#views.get(id);
    if (!view || view.session !== session) throw new SipinError('not-found', 'camera.view-unknown');
    return view;
  }

  close(id: string): void {
    const view = this.#views.get(id);
    if (!view) return;
    this.#views.delete(id);
    const own = this.#ofSession.get(view.session);
    own?.delete(id);
    if (own?.size === 0) this.#ofSession.delete(view.session);
  }
}
