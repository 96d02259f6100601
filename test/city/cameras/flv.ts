/** One coded picture out of ffmpeg. */
export interface CodedPicture {
  readonly key: boolean;
  /** Time since the first picture in ms. */
  readonly time: number;
  /** NAL units without start codes and lengths. */
  readonly units: readonly Buffer[];
}

export interface FlvHandlers {
  /** Sequence and picture parameter sets, before the first picture. */
  parameterSets(sets: readonly Buffer[]): void;
  picture(picture: CodedPicture): void;
}

const fileHeader = 13;
const tagHeader = 11;
const tagTrailer = 4;
const videoTag = 9;

/**
 * Reads H.264 out of FLV. Its tags say how long each picture is, so that one is whole the moment it has come; in a bare
 * H.264 stream a picture's end is seen only when the next one begins.
 */
export class FlvReader {
  readonly #handlers: FlvHandlers;
  #rest: Buffer = Buffer.alloc(0);
  #begun = false;

  constructor(handlers: FlvHandlers) {
    this.#handlers = handlers;
  }

  push(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (!this.#begun) {
      if (this.#rest.length < fileHeader) return;
      this.#rest = this.#rest.subarray(fileHeader);
      this.#begun = true;
    }
    while (this.#rest.length >= tagHeader) {
      const end = tagHeader + this.#rest.readUIntBE(1, 3);
      if (this.#rest.length < end + tagTrailer) return;
      const time = this.#rest.readUIntBE(4, 3) + (this.#rest.readUInt8(7) << 24);
      if (this.#rest.readUInt8(0) === videoTag) this.#video(this.#rest.subarray(tagHeader, end), time);
      this.#rest = this.#rest.subarray(end + tagTrailer);
    }
  }

  #video(data: Buffer, time: number): void {
    const kind = data.readUInt8(1);
    if (kind === 0) this.#handlers.parameterSets(setsOf(data.subarray(5)));
    if (kind === 1)
      this.#handlers.picture({ key: data.readUInt8(0) >> 4 === 1, time, units: unitsOf(data.subarray(5)) });
  }
}

/** Units with a length of four bytes before each. */
function unitsOf(data: Buffer): Buffer[] {
  const units: Buffer[] = [];
  for (let at = 0; at + 4 <= data.length; ) {
    const end = at + 4 + data.readUInt32BE(at);
    units.push(data.subarray(at + 4, end));
    at = end;
  }
  return units;
}

/** Parameter sets of an AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.2.4.1). */
function setsOf(record: Buffer): Buffer[] {
  const sets: Buffer[] = [];
  let at = 5;
  for (const mask of [0x1f, 0xff]) {
    const count = record.readUInt8(at) & mask;
    at += 1;
    for (let index = 0; index < count; index += 1) {
      const end = at + 2 + record.readUInt16BE(at);
      sets.push(record.subarray(at + 2, end));
      at = end;
    }
  }
  return sets;
}
