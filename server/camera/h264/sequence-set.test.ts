import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSequenceSet } from './sequence-set.ts';

const unit = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

describe('a sequence parameter set', () => {
  it.each([
    // Made by x264: 640×360 constrained baseline, 1920×1080 high with cropping, 1280×720 main, 704×576 main.
    ['6742c01ed900a02ff97011000003000100000300320f162e48', 'avc1.42c01e', 640, 360],
    ['67640028acd940780227e5c044000003000400000300c83c60c658', 'avc1.640028', 1920, 1080],
    ['674d401feca02802dd80880000030008000003019078c18cb0', 'avc1.4d401f', 1280, 720],
    ['674d401eeca05809360220000003002000000641e2c5b2c0', 'avc1.4d401e', 704, 576],
  ] as const)('%s → %s %i×%i', (hex, codec, width, height) =>
    expect(readSequenceSet(unit(hex))).toEqual({ codec, width, height }),
  );

  it('of any bytes is read or refused, and never hangs', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const format = readSequenceSet(bytes);
        if (format) expect(format.width * format.height).toBeGreaterThan(0);
      }),
    ));
});
