import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** Where built and fetched parts are kept, outside of the clone, so that a second clone starts in seconds. */
export const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sipin');

const manifest = '.sha256';

/**
 * @param {string} file
 * @returns {Promise<string>}
 */
export function hashOf(file) {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha256');
    createReadStream(file)
      .on('data', (chunk) => hash.update(chunk))
      .on('end', () => resolve(hash.digest('hex')))
      .on('error', reject);
  });
}

/**
 * A part of the cache: the file is used only when its hash is the one written when it was made, so a half-written or
 * changed one is never run.
 * @param {string} part for example "livekit-1.13.5"
 * @param {string} file the program inside, relative
 */
export async function cached(part, file) {
  const path = join(cache, part, file);
  const noted = join(cache, part, manifest);
  if (!existsSync(path) || !existsSync(noted)) return undefined;
  if (readFileSync(noted, 'utf8').trim() === (await hashOf(path))) return path;
  rmSync(join(cache, part), { recursive: true, force: true });
  return undefined;
}

/**
 * Makes a part of the cache: `make` fills an empty folder, which then takes its place in one step.
 * @param {string} part
 * @param {string} file
 * @param {(folder: string) => Promise<void>} make
 */
export async function intoCache(part, file, make) {
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, `.${part}-`));
  try {
    await make(fresh);
    writeFileSync(join(fresh, manifest), await hashOf(join(fresh, file)));
    const place = join(cache, part);
    rmSync(place, { recursive: true, force: true });
    renameSync(fresh, place);
    return join(place, file);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
