import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { fileHash, SipinError } from '../../app/contract/index.ts';
import { photoLimit, type StoredPhoto } from '../../app/file/index.ts';
import { type Authenticator, actorOf } from '../pipeline/http.ts';
import type { ServerModule } from '../pipeline/module.ts';
import { RateLimiter } from '../pipeline/rate.ts';
import type { Database } from '../storage/database.ts';
import { FileStore } from '../storage/file-store.ts';
import { cleanPhoto } from './photo.ts';
import * as store from './store.ts';

const uploadRate = { most: 60, seconds: 60 };
const params = z.object({ hash: fileHash });
const query = z.object({ size: z.enum(['full', 'thumbnail']).catch('full') });
const types = ['image/jpeg', 'image/png', 'image/webp'];

/** Photos: sent under the hash of their content, read by those who may see what refers to them. */
export function createFileModule(parts: {
  database: Database;
  authenticator: Authenticator;
  dataFolder: string;
}): ServerModule {
  const { database, authenticator } = parts;
  const full = new FileStore(join(parts.dataFolder, 'files'));
  const thumbnails = new FileStore(join(parts.dataFolder, 'thumbnails'));
  const rates = new RateLimiter();

  const keep = async (upload: Buffer, uploadHash: string, account: string): Promise<StoredPhoto> => {
    let kept = await store.fileByUpload(database, uploadHash);
    if (!kept) {
      const { content, thumbnail, width, height, takenAt, longitude, latitude } = await cleanPhoto(upload);
      const hash = await full.put(content);
      await thumbnails.put(thumbnail, hash);
      kept = { hash, width, height, taken_at: takenAt, longitude, latitude };
      await store.insertFile(database, {
        ...kept,
        upload_hash: uploadHash,
        account_id: account,
        bytes: content.length,
      });
    }
    // Whoever sends the content holds it, so it is theirs to attach, even when somebody else sent it first.
    await store.referFiles(database, [kept.hash], '', account);
    const { taken_at: taken, ...rest } = kept;
    return { ...rest, takenAt: taken?.toISOString() ?? null };
  };

  return {
    bindings: [],
    routes(server) {
      server.addContentTypeParser(types, { parseAs: 'buffer', bodyLimit: photoLimit }, (_, body, done) =>
        done(null, body),
      );
      server.put('/api/file/:hash', { bodyLimit: photoLimit }, async (request) => {
        const actor = await actorOf(request, authenticator);
        const wait = rates.take(actor.sessionId, uploadRate);
        if (wait > 0) throw new SipinError('limit', 'contract.too-many', { seconds: wait });
        const hash = wantedHash(request.params);
        const { body } = request;
        if (!Buffer.isBuffer(body)) throw new SipinError('input', 'file.not-a-photo');
        if (createHash('sha256').update(body).digest('hex') !== hash) {
          throw new SipinError('input', 'file.hash-differs');
        }
        return keep(body, hash, actor.accountId);
      });
      server.get('/api/file/:hash', async (request, reply) => {
        const actor = await actorOf(request, authenticator);
        const hash = wantedHash(request.params);
        const files = query.parse(request.query).size === 'thumbnail' ? thumbnails : full;
        if (!(await store.maySee(database, hash, actor)) || !(await files.has(hash))) {
          throw new SipinError('not-found', 'file.not-found');
        }
        return reply
          .type('image/jpeg')
          .header('cache-control', 'private, max-age=31536000, immutable')
          .send(files.read(hash));
      });
    },
  };
}

function wantedHash(value: unknown): string {
  const parsed = params.safeParse(value);
  if (!parsed.success) throw new SipinError('not-found', 'file.not-found');
  return parsed.data.hash;
}
