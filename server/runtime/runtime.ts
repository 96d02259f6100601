import type { Logger } from 'pino';
import { type Configuration, mediaAddressOf } from './configuration.ts';
import type { DataFolder } from './data-folder.ts';
import type { Health } from './health.ts';
import { type Livekit, startLivekit } from './livekit.ts';
import type { PartMessage } from './part-messages.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import type { Secrets } from './secrets.ts';
import type { ProcessState } from './supervised-process.ts';

export interface LivekitAccess {
  readonly url: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

/**
 * The processes beside the server: PostgreSQL at once, LiveKit and the mediasoup worker as soon as they are there.
 * What has come or gone is told to the listeners and to the health.
 */
export class Runtime {
  readonly #configuration: Configuration;
  readonly #folder: DataFolder;
  readonly #secrets: Secrets;
  readonly #health: Health;
  readonly #log: Logger;
  readonly #listeners = new Set<() => void>();
  #postgres: Postgres | undefined;
  #livekit: Livekit | undefined;
  #livekitUp = false;
  #livekitStarting = false;
  #mediasoupWorker: string | undefined;
  #webhook: string | undefined;
  #authorityFile: string | undefined;
  #livekitBinary: string | undefined;

  constructor(configuration: Configuration, folder: DataFolder, secrets: Secrets, health: Health, log: Logger) {
    this.#configuration = configuration;
    this.#folder = folder;
    this.#secrets = secrets;
    this.#health = health;
    this.#log = log;
    this.#mediasoupWorker = configuration.mediasoupWorker;
    this.#livekitBinary = configuration.livekitBinary;
  }

  /** Starts PostgreSQL, unless a database is configured; its address. */
  async startDatabase(): Promise<string> {
    const { databaseUrl, postgresBinaries } = this.#configuration;
    if (databaseUrl) {
      this.#health.report('database', { state: 'up' });
      return databaseUrl;
    }
    if (!postgresBinaries) throw new Error('Neither DATABASE_URL nor SIPIN_POSTGRES is set.');
    this.#postgres = await startPostgres({
      binaries: postgresBinaries,
      dataFolder: this.#folder,
      password: this.#secrets.database,
      log: this.#log,
      changed: (state) => this.#report('database', state),
    });
    return this.#postgres.url;
  }

  /** Starts LiveKit as soon as it is there; `url` is our server's address on this machine, for its webhooks. */
  serverListens(url: string, authorityFile?: string): void {
    this.#authorityFile = authorityFile;
    this.#webhook = `${url}/api/room/webhook`;
    if (this.#configuration.livekitUrl) {
      this.#livekitUp = true;
      this.#health.report('livekit', { state: 'up' });
      this.#tell();
    } else void this.#startLivekit();
    if (this.#mediasoupWorker) this.#tell();
  }

  /** Takes what the bootstrap says of a part. */
  part(message: PartMessage): void {
    switch (message.state) {
      case 'preparing':
        this.#health.report(message.part, message);
        return;
      case 'failed':
        this.#health.report(message.part, { state: 'down', reason: `${message.reason} ${message.mend}` });
        return;
      case 'up':
        this.#health.report(message.part, { state: 'up' });
        return;
      case 'ready':
        if (message.part === 'livekit') {
          this.#livekitBinary = message.path;
          void this.#startLivekit();
        } else if (message.part === 'mediasoup') {
          this.#mediasoupWorker = message.path;
          this.#tell();
        } else this.#health.report(message.part, { state: 'up' });
    }
  }

  /** LiveKit as reached from this machine; undefined while it is not there. */
  livekit(): LivekitAccess | undefined {
    const { livekitUrl, livekitApiKey, livekitApiSecret } = this.#configuration;
    if (livekitUrl && livekitApiKey && livekitApiSecret) {
      return { url: livekitUrl, apiKey: livekitApiKey, apiSecret: livekitApiSecret };
    }
    if (!this.#livekit || !this.#livekitUp) return undefined;
    return { url: this.#livekit.url, apiKey: this.#secrets.livekitKey, apiSecret: this.#secrets.livekitSecret };
  }

  mediasoupWorker(): string | undefined {
    return this.#mediasoupWorker;
  }

  /** Process numbers of what runs here, for the fault tests. */
  get pids(): { readonly database: number | undefined; readonly livekit: number | undefined } {
    return { database: this.#postgres?.pid, livekit: this.#livekit?.pid };
  }

  /** Calls back when LiveKit or the mediasoup worker has come or gone; returns the unsubscribe. */
  changed(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Stops LiveKit, then PostgreSQL. */
  async stop(): Promise<void> {
    this.#listeners.clear();
    await this.#livekit?.stop();
    await this.#postgres?.stop();
  }

  async #startLivekit(): Promise<void> {
    if (!this.#livekitBinary || !this.#webhook || this.#livekit || this.#livekitStarting) return;
    this.#livekitStarting = true;
    try {
      this.#livekit = await startLivekit({
        binary: this.#livekitBinary,
        dataFolder: this.#folder,
        apiKey: this.#secrets.livekitKey,
        apiSecret: this.#secrets.livekitSecret,
        mediaAddress: mediaAddressOf(this.#configuration),
        mediaPort: this.#configuration.roomPort,
        webhook: this.#webhook,
        authorityFile: this.#authorityFile,
        log: this.#log,
        changed: (state) => {
          this.#report('livekit', state);
          this.#livekitUp = state.state === 'up';
          if (state.state !== 'starting') this.#tell();
        },
      });
      this.#tell();
    } catch (error) {
      this.#health.report('livekit', { state: 'down', reason: (error as Error).message });
    } finally {
      this.#livekitStarting = false;
    }
  }

  #report(part: string, state: ProcessState): void {
    if (state.state === 'up') this.#health.report(part, { state: 'up' });
    else if (state.state === 'starting')
      this.#health.report(part, { state: 'preparing', progress: 0.9, step: 'starting' });
    else this.#health.report(part, { state: 'down', reason: state.reason, nextRetry: state.retryAt.toISOString() });
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
