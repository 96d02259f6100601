/** The video stream that a camera offers in its SDP (RFC 4566). */
export interface VideoDescription {
  /** Name of the encoding in upper case: `H264`, `H265`. */
  readonly encoding: string;
  readonly payloadType: number;
  /** What SETUP is sent to: absolute, or relative to the base; empty: the base itself. */
  readonly control: string;
  /** Sequence and picture parameter sets of `sprop-parameter-sets` (RFC 6184), without start codes. */
  readonly parameterSets: readonly Buffer[];
}

/** Reads the first H.264 video of an SDP, else the first video; undefined when there is no video. */
export function readDescription(sdp: string): VideoDescription | undefined {
  const videos: VideoDescription[] = [];
  for (const section of sdp.split(/^(?=m=)/m).slice(1)) {
    const lines = section.split(/\r?\n/);
    const media = /^m=video \d+(?:\/\d+)? \S+ (.+)$/.exec(lines[0] ?? '');
    const control = firstMatch(lines, /^a=control:(.+)$/)?.trim() ?? '';
    for (const type of media?.[1]?.trim().split(/\s+/) ?? []) {
      const payloadType = Number(type);
      const encoding = firstMatch(lines, new RegExp(`^a=rtpmap:${payloadType} ([^/\\s]+)`)) ?? '';
      const format = firstMatch(lines, new RegExp(`^a=fmtp:${payloadType} (.+)$`)) ?? '';
      videos.push({
        encoding: encoding.toUpperCase().replace(/^HEVC$/, 'H265'),
        payloadType,
        control: control === '*' ? '' : control,
        parameterSets: parameterSetsOf(format),
      });
    }
  }
  return videos.find(({ encoding }) => encoding === 'H264') ?? videos[0];
}

function firstMatch(lines: readonly string[], pattern: RegExp): string | undefined {
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match) return match[1];
  }
  return undefined;
}

function parameterSetsOf(format: string): Buffer[] {
  const value = /sprop-parameter-sets=([^;\s]+)/i.exec(format)?.[1] ?? '';
  return value
    .split(',')
    .map((each) => Buffer.from(each, 'base64'))
    .filter((each) => each.length > 1 && each.length < 1_000);
}
