import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const connectMilliseconds = 15_000;

/**
 * Downloads a file; refuses quickly where there is no internet.
 * @param {string} url
 * @param {string} file
 */
export async function download(url, file) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error('no answer')), connectMilliseconds);
  const response = await fetch(url, { signal: abort.signal });
  clearTimeout(timer);
  if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}`);
  await pipeline(
    Readable.fromWeb(/** @type {import('node:stream/web').ReadableStream} */ (response.body)),
    createWriteStream(file),
  );
}
