import { Transformer } from '@napi-rs/image';
import exifr from 'exifr';
import { SipinError } from '../../app/contract/index.ts';

/** Longest side of what is kept, and of the small picture, in pixels. */
const longest = 2_048;
const small = 320;
/** More pixels than this are not decoded: a few kilobytes can claim to be gigapixels. */
const mostPixels = 60_000_000;
const quality = 84;

export interface CleanPhoto {
  readonly content: Buffer;
  readonly thumbnail: Buffer;
  readonly width: number;
  readonly height: number;
  readonly takenAt: Date | null;
  readonly longitude: number | null;
  readonly latitude: number | null;
}

/** Decodes a photo and encodes it anew, without metadata; time and place are read first. Throws a SipinError. */
export async function cleanPhoto(upload: Buffer): Promise<CleanPhoto> {
  if (!isPicture(upload)) throw new SipinError('input', 'file.not-a-photo');
  try {
    const { width, height } = await new Transformer(upload).metadata();
    if (width * height > mostPixels) throw new SipinError('input', 'file.too-large', { limit: '60 MP' });
    const content = await encoded(upload, width, height, longest);
    const size = await new Transformer(content).metadata();
    const thumbnail = await encoded(content, size.width, size.height, small);
    return { content, thumbnail, width: size.width, height: size.height, ...(await timeAndPlace(upload)) };
  } catch (error) {
    if (error instanceof SipinError) throw error;
    throw new SipinError('input', 'file.not-a-photo', {}, { cause: error });
  }
}

async function encoded(picture: Buffer, width: number, height: number, side: number): Promise<Buffer> {
  // rotate() turns the picture as its EXIF says, which is lost afterwards.
  const transformer = new Transformer(picture).rotate();
  const share = side / Math.max(width, height);
  // The sides may have been exchanged by turning, so the box is square.
  if (share < 1) transformer.resize({ width: Math.round(width * share), height: Math.round(height * share), fit: 2 });
  return transformer.jpeg(quality);
}

/** JPEG, PNG or WebP by its first bytes. */
function isPicture(content: Buffer): boolean {
  return (
    content.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])) ||
    content.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) ||
    (content.subarray(0, 4).toString('latin1') === 'RIFF' && content.subarray(8, 12).toString('latin1') === 'WEBP')
  );
}

async function timeAndPlace(upload: Buffer): Promise<Pick<CleanPhoto, 'takenAt' | 'longitude' | 'latitude'>> {
  const found = await exifr
    .parse(upload, { pick: ['DateTimeOriginal', 'GPSLatitude', 'GPSLongitude', 'GPSLatitudeRef', 'GPSLongitudeRef'] })
    .catch(() => undefined);
  const { DateTimeOriginal: taken, latitude, longitude } = (found ?? {}) as Record<string, unknown>;
  const isPlace =
    typeof latitude === 'number' &&
    typeof longitude === 'number' &&
    Math.abs(latitude) <= 90 &&
    Math.abs(longitude) <= 180;
  return {
    takenAt: taken instanceof Date && !Number.isNaN(taken.getTime()) ? taken : null,
    longitude: isPlace ? longitude : null,
    latitude: isPlace ? latitude : null,
  };
}
