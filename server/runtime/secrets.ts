import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from './data-folder.ts';

const secrets = z.object({
  /** Password of the database's role, used on loopback only. */
  database: z.string().min(32),
  livekitKey: z.string().min(8),
  livekitSecret: z.string().min(32),
});
export type Secrets = z.output<typeof secrets>;

/** Secrets of an installation: random, made at the first start, in a file that only the owner can read. */
export function readSecrets(folder: string): Secrets {
  const path = join(folder, 'secrets.json');
  if (existsSync(path)) return secrets.parse(JSON.parse(readFileSync(path, 'utf8')));
  const fresh: Secrets = {
    database: randomBytes(24).toString('hex'),
    livekitKey: `sipin${randomBytes(6).toString('hex')}`,
    livekitSecret: randomBytes(32).toString('hex'),
  };
  writeWhole(path, JSON.stringify(fresh), 0o600);
  return fresh;
}
