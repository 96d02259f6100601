import { z } from 'zod';

/** Identifier of a row: a UUID. */
export const identifier = z.uuid();
/** A moment: ISO 8601 in UTC. */
export const moment = z.iso.datetime({ offset: true });
/** Area code: city 4, county 6, town 9, village 12, grid 15 digits; a prefix is the ancestor. */
export const areaCode = z.string().regex(/^3\d{3}(\d{2}(\d{3}(\d{3}(\d{3})?)?)?)?$/);
/** Longitude and latitude in degrees, WGS-84. */
export const longitude = z.number().min(-180).max(180);
export const latitude = z.number().min(-90).max(90);
/** One line of text that a person typed: trimmed, 1 to 200 characters. */
export const line = z.string().trim().min(1).max(200);
/** Several lines of text that a person typed: trimmed, up to 4,000 characters. */
export const text = z.string().trim().max(4000);
/** Content hash of a stored file: SHA-256 in hex. */
export const fileHash = z.string().regex(/^[0-9a-f]{64}$/);
/** Nothing in, nothing out. */
export const nothing = z.strictObject({});
/** Page of a list: the cursor of the last row seen, and how many more to give. */
export const page = {
  after: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(500).default(100),
};
