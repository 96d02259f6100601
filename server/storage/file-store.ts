import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Files by the hash of their content: written whole or not at all, never changed. */
export class FileStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Keeps the content under its own SHA-256 in hex (or under that of what it was made from) and returns it; it is on
   * disk when this resolves. Keeping it twice is no harm.
   */
  async put(content: Buffer, hash = createHash('sha256').update(content).digest('hex')): Promise<string> {
    const path = this.#path(hash);
    if (await this.has(hash)) return hash;
    await mkdir(dirname(path), { recursive: true });
    const temporary = `${path}.${randomUUID()}`;
    const file = await open(temporary, 'wx', 0o640);
    try {
      await file.writeFile(content);
      await file.sync();
      await file.close();
      await rename(temporary, path);
      const folder = await open(dirname(path), 'r');
      await folder.sync();
      await folder.close();
    } catch (error) {
      await file.close().catch(() => undefined);
      await rm(temporary, { force: true });
      throw error;
    }
    return hash;
  }

  async has(hash: string): Promise<boolean> {
    try {
      await stat(this.#path(hash));
      return true;
    } catch {
      return false;
    }
  }

  read(hash: string): ReadStream {
    return createReadStream(this.#path(hash));
  }

  #path(hash: string): string {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new RangeError('not a hash');
    return join(this.#folder, hash.slice(0, 2), hash);
  }
}
