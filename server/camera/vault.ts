import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../runtime/data-folder.ts';
import type { Credentials } from './rtsp/authorization.ts';

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const credentials = z.object({ user: z.string(), password: z.string() });

/**
 * Encrypts names and passwords of cameras (AES-256-GCM) under a key that lies in the data folder, readable by the owner
 * only: whoever has the database alone has no password.
 */
export class Vault {
  readonly #key: Buffer;

  constructor(dataFolder: string) {
    const path = join(dataFolder, 'camera.key');
    if (!existsSync(path)) writeWhole(path, randomBytes(keyBytes).toString('hex'), 0o600);
    this.#key = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
    if (this.#key.length !== keyBytes) throw new Error(`${path} holds no key of ${keyBytes} bytes.`);
  }

  /** Encrypts for one camera; what is made for one cannot be used for another. */
  seal(value: Credentials, number: string): Buffer {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    cipher.setAAD(Buffer.from(number));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** Throws when it was sealed under another key or for another camera. */
  open(sealed: Buffer, number: string): Credentials {
    const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, nonceBytes));
    decipher.setAAD(Buffer.from(number));
    decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
    const text = Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
    return credentials.parse(JSON.parse(text.toString('utf8')));
  }
}
