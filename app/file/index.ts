import { z } from 'zod';
import { fileHash, latitude, longitude, moment } from '../contract/primitives.ts';

/** Largest photo that is taken, in bytes. */
export const photoLimit = 12 * 1024 * 1024;

/** Where a photo is sent to, and read from: the hash of what is sent, or of what is kept. */
export function photoPath(hash: string, size: 'full' | 'thumbnail' = 'full'): string {
  return size === 'full' ? `/api/file/${hash}` : `/api/file/${hash}?size=thumbnail`;
}

/** A photo as it is kept: encoded anew without metadata; time and place were read before. */
export const storedPhoto = z.object({
  hash: fileHash,
  width: z.number().int(),
  height: z.number().int(),
  takenAt: moment.nullable(),
  longitude: longitude.nullable(),
  latitude: latitude.nullable(),
});
export type StoredPhoto = z.output<typeof storedPhoto>;
