import { idleStream, type Stream } from '../../app/camera/index.ts';
import type { Database } from '../storage/database.ts';
import { CameraError } from './failure.ts';
import type { Media } from './media.ts';
import type { CameraNetworks } from './networks.ts';
import { CameraSource, type SourceParts } from './source.ts';
import * as store from './store.ts';
import type { Vault } from './vault.ts';

export interface CameraServiceParts extends SourceParts {
  readonly database: Database;
  readonly vault: Vault;
  readonly networks: CameraNetworks;
  readonly media: Media;
}

/** The cameras that are pulled now: one source for each, made when somebody looks and given up when nobody does. */
export class CameraService {
  readonly #parts: CameraServiceParts;
  readonly #sources = new Map<string, CameraSource>();
  readonly #opening = new Map<string, Promise<CameraSource | undefined>>();
  readonly #reloads = new Set<(camera: string) => void>();
  #unsubscribe: (() => void) | undefined;

  constructor(parts: CameraServiceParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    this.#unsubscribe = this.#parts.media.onChange(() => {
      for (const source of this.#sources.values()) source.mediaChanged();
    });
    await this.readNetworks();
    this.#parts.media.start();
  }

  /** Idempotent. */
  async stop(): Promise<void> {
    this.#unsubscribe?.();
    for (const source of this.#sources.values()) source.stop();
    this.#sources.clear();
    await this.#parts.media.stop();
  }

  /** How it stands with a camera's stream. */
  streamOf(camera: string): Stream {
    return this.#sources.get(camera)?.stream ?? idleStream;
  }

  /** The source of a camera, made if there is none; undefined when there is no such camera. */
  async source(camera: string): Promise<CameraSource | undefined> {
    const present = this.#sources.get(camera);
    if (present) return present;
    const opening = this.#opening.get(camera) ?? this.#open(camera);
    this.#opening.set(camera, opening);
    return opening.finally(() => this.#opening.delete(camera));
  }

  /** Particulars of cameras have changed: those that are pulled are taken up anew. */
  reload(cameras: readonly string[]): void {
    for (const camera of cameras) {
      const source = this.#sources.get(camera);
      if (!source) continue;
      this.#sources.delete(camera);
      source.stop();
      for (const listener of this.#reloads) listener(camera);
    }
  }

  /** The camera is no more: whoever looks is told so. */
  removed(camera: string): void {
    this.#parts.stills.remove(camera);
    this.#sources.get(camera)?.stop(new CameraError('removed'));
    this.#sources.delete(camera);
  }

  /** Calls back when a camera that somebody may be watching has to be watched anew; returns the unsubscribe. */
  onReload(listener: (camera: string) => void): () => void {
    this.#reloads.add(listener);
    return () => this.#reloads.delete(listener);
  }

  /** Reads which networks are allowed; cameras that are no longer in any are taken up anew, and so refused. */
  async readNetworks(): Promise<void> {
    this.#parts.networks.set(await store.listNetworks(this.#parts.database));
    this.reload([...this.#sources.keys()]);
  }

  async #open(camera: string): Promise<CameraSource | undefined> {
    const row = await store.accessOf(this.#parts.database, camera);
    if (!row) return undefined;
    const { id, address, delivery, credentials, number } = row;
    const access = { id, address, delivery, credentials: this.#parts.vault.open(credentials, number) };
    const source = new CameraSource(access, this.#parts, () => {
      if (this.#sources.get(camera) === source) this.#sources.delete(camera);
    });
    this.#sources.set(camera, source);
    return source;
  }
}
