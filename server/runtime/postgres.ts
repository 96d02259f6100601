import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Logger } from 'pino';
import type { DataFolder } from './data-folder.ts';
import { freePort } from './free-port.ts';
import { endProcess, startTimeOf } from './process-table.ts';
import { type ProcessState, SupervisedProcess } from './supervised-process.ts';

const run = promisify(execFile);

/** PostgreSQL refuses to run as root; as root it runs as this user (`nobody` of Debian and most others). */
const otherUser = { uid: 65_534, gid: 65_534 };
/** Where root keeps what that user must reach, when the given folders are closed to it. */
const sharedFolder = '/var/lib/sipin';
const user = 'sipin';
const database = 'sipin';
const readyMilliseconds = 60_000;

export interface PostgresOptions {
  /** Folder with `bin`, `lib` and `share` of PostgreSQL. */
  readonly binaries: string;
  readonly dataFolder: DataFolder;
  readonly password: string;
  readonly log: Logger;
  changed(state: ProcessState): void;
}

export interface Postgres {
  readonly url: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** Runs PostgreSQL on the data folder: made at the first start, restarted when it dies, durable. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { dataFolder, password, log } = options;
  const asRoot = process.getuid?.() === 0;
  const identity = asRoot ? otherUser : {};
  const binaries = asRoot ? reachable(options.binaries, 'postgresql', true) : options.binaries;
  const parent = asRoot ? reachable(dataFolder.path, 'data', false) : dataFolder.path;
  const cluster = join(parent, 'database');
  await endLeftover(cluster);
  if (!existsSync(join(cluster, 'PG_VERSION'))) await create(binaries, cluster, password, identity, log);
  const port = await freePort();
  const url = `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
  let forget: (() => void) | undefined;
  const child = new SupervisedProcess({
    name: 'database',
    command: join(binaries, 'bin', 'postgres'),
    args: [
      ['-D', cluster],
      ['-p', String(port)],
      ...Object.entries({
        listen_addresses: '127.0.0.1',
        unix_socket_directories: '',
        max_connections: '60',
        shared_buffers: '256MB',
        max_wal_size: '2GB',
        wal_compression: 'on',
        fsync: 'on',
        synchronous_commit: 'on',
        full_page_writes: 'on',
        log_min_messages: 'warning',
        timezone: 'UTC',
      }).map(([name, value]) => ['-c', `${name}=${value}`]),
    ].flat(),
    env: { PATH: process.env.PATH, LC_ALL: 'C', LD_LIBRARY_PATH: join(binaries, 'lib') },
    cwd: cluster,
    ...identity,
    log,
    ready: () => waitUntilReady(url),
    changed: (state) => {
      if (state.state === 'up') forget = dataFolder.addChild('database', state.pid);
      if (state.state === 'down') forget?.();
      options.changed(state);
    },
    // SIGINT is PostgreSQL's fast shutdown: open transactions are undone, everything committed is on disk.
    stopSignal: 'SIGINT',
    stopMilliseconds: 30_000,
  });
  await child.start();
  return {
    url,
    get pid() {
      return child.pid;
    },
    async stop() {
      await child.stop();
      forget?.();
    },
  };
}

/** A postmaster outlives a killed Node: the one of this cluster is shut down before a new one starts. */
async function endLeftover(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1) return;
  let command = '';
  try {
    command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return;
  }
  if (!command.includes('postgres') || !command.includes(cluster)) return;
  await endProcess(pid, startTimeOf(pid), 'SIGINT', 20_000);
}

async function create(
  binaries: string,
  cluster: string,
  password: string,
  identity: { uid?: number; gid?: number },
  log: Logger,
): Promise<void> {
  const fresh = `${cluster}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  const passwordFile = `${cluster}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (identity.uid !== undefined && identity.gid !== undefined) {
    chownSync(fresh, identity.uid, identity.gid);
    chownSync(passwordFile, identity.uid, identity.gid);
  }
  try {
    const args = [
      '-D',
      fresh,
      '-U',
      user,
      '-A',
      'scram-sha-256',
      '-E',
      'UTF8',
      '--no-locale',
      `--pwfile=${passwordFile}`,
    ];
    await run(join(binaries, 'bin', 'initdb'), args, {
      ...identity,
      cwd: fresh,
      env: { PATH: process.env.PATH, LC_ALL: 'C', LD_LIBRARY_PATH: join(binaries, 'lib') },
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(fresh, cluster);
  log.info('a new database was made');
}

async function waitUntilReady(url: string): Promise<void> {
  const until = Date.now() + readyMilliseconds;
  for (;;) {
    const client = new pg.Client({
      connectionString: url.replace(/\/[^/]*$/, '/postgres'),
      connectionTimeoutMillis: 2_000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
      if (rowCount === 0) await client.query(`create database ${database}`);
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (Date.now() > until) throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}

/**
 * A folder that the other user can reach: the given one when all folders above it are open to it, else one under
 * /var/lib/sipin (with a copy of the binaries, or empty for data).
 */
function reachable(folder: string, kind: string, copy: boolean): string {
  const path = resolve(folder);
  if (openToOthers(path)) return path;
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 12);
  const place = join(sharedFolder, `${kind}-${hash}`);
  mkdirSync(sharedFolder, { recursive: true, mode: 0o755 });
  if (copy && !existsSync(place)) {
    const temporary = `${place}.${process.pid}`;
    cpSync(path, temporary, { recursive: true, dereference: true });
    renameSync(temporary, place);
  }
  if (!copy) mkdirSync(place, { recursive: true, mode: 0o755 });
  return place;
}

function openToOthers(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    try {
      accessSync(folder, constants.F_OK);
      if ((statSync(folder).mode & 0o001) === 0) return false;
    } catch {
      return false;
    }
    if (dirname(folder) === folder) return true;
  }
}
