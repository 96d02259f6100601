import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { endProcess, isAlive, startTimeOf } from './process-table.ts';

interface Holder {
  readonly pid: number;
  readonly startTime: string | undefined;
  readonly since: string;
  readonly address: string;
}

interface Child {
  readonly name: string;
  readonly pid: number;
  readonly startTime: string | undefined;
}

/** File of the data folder that holds the address of the running database, readable by the owner only. */
export const databaseFile = 'database.url';

/** Somebody else's server runs on the data folder. */
export class DataFolderHeldError extends Error {
  readonly holder: Holder;

  constructor(folder: string, holder: Holder) {
    super(
      `The data folder ${folder} is held by process ${holder.pid} since ${holder.since}, at ${holder.address}. ` +
        `Stop it (kill ${holder.pid}), or start with another --data folder.`,
    );
    this.name = 'DataFolderHeldError';
    this.holder = holder;
  }
}

/**
 * The folder in which everything is kept, held by one server at a time. It remembers which children were started, so
 * that after a `kill -9` the next start ends what was left.
 */
export class DataFolder {
  readonly path: string;
  readonly #lock: string;
  readonly #registry: string;
  readonly #children = new Map<number, Child>();

  private constructor(path: string) {
    this.path = path;
    this.#lock = join(path, 'sipin.lock');
    this.#registry = join(path, 'children.json');
  }

  /** Takes the folder and ends what a killed predecessor left running. Throws a DataFolderHeldError. */
  static async take(path: string, address: string): Promise<DataFolder> {
    mkdirSync(path, { recursive: true });
    const folder = new DataFolder(path);
    folder.#take(address);
    for (const child of readJson<Child[]>(folder.#registry) ?? []) {
      await endProcess(child.pid, child.startTime, 'SIGTERM', 5_000);
    }
    folder.#write();
    return folder;
  }

  #take(address: string): void {
    const holder: Holder = {
      pid: process.pid,
      startTime: startTimeOf(process.pid),
      since: new Date().toISOString(),
      address,
    };
    for (;;) {
      try {
        const file = openSync(this.#lock, 'wx', 0o644);
        writeSync(file, JSON.stringify(holder));
        closeSync(file);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const present = readJson<Holder>(this.#lock);
      if (present && isAlive(present.pid, present.startTime)) throw new DataFolderHeldError(this.path, present);
      rmSync(this.#lock, { force: true });
    }
  }

  /** Tells at which address it can be reached, for who finds the folder held. */
  setAddress(address: string): void {
    const holder = readJson<Holder>(this.#lock);
    if (holder) writeWhole(this.#lock, JSON.stringify({ ...holder, address }));
  }

  /** Remembers a child as started; returns what forgets it. */
  addChild(name: string, pid: number): () => void {
    this.#children.set(pid, { name, pid, startTime: startTimeOf(pid) });
    this.#write();
    return () => {
      this.#children.delete(pid);
      this.#write();
    };
  }

  /** Lets go of the folder. Idempotent. */
  release(): void {
    if (readJson<Holder>(this.#lock)?.pid === process.pid) rmSync(this.#lock, { force: true });
  }

  #write(): void {
    writeWhole(this.#registry, JSON.stringify([...this.#children.values()]));
  }
}

/** Writes a file so that a reader sees the old or the new content, never half of it. */
export function writeWhole(path: string, content: string, mode = 0o644): void {
  const temporary = `${path}.${process.pid}.new`;
  writeFileSync(temporary, content, { mode });
  chmodSync(temporary, mode);
  renameSync(temporary, path);
}

function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
