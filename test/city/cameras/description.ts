import { payloadType } from './packetizer.ts';

/** The SDP (RFC 4566) of a simulated camera. */
export function descriptionOf(options: {
  readonly number: number;
  readonly host: string;
  readonly encoding: 'H264' | 'H265';
  readonly rate: number;
  /** Left out when empty. */
  readonly parameterSets: readonly Buffer[];
}): string {
  const { number, host, encoding, rate, parameterSets } = options;
  const [sequenceSet] = parameterSets;
  const format =
    encoding === 'H264'
      ? `packetization-mode=1${
          sequenceSet
            ? `;profile-level-id=${sequenceSet.toString('hex', 1, 4)};sprop-parameter-sets=${parameterSets
                .map((set) => set.toString('base64'))
                .join(',')}`
            : ''
        }`
      : 'profile-id=1;level-id=93';
  return `${[
    'v=0',
    `o=- ${number} 1 IN IP4 ${host}`,
    `s=Simulated camera ${number}`,
    'c=IN IP4 0.0.0.0',
    't=0 0',
    'a=control:*',
    'a=range:npt=now-',
    `m=video 0 RTP/AVP ${payloadType}`,
    `a=rtpmap:${payloadType} ${encoding}/90000`,
    `a=fmtp:${payloadType} ${format}`,
    `a=framerate:${rate}`,
    'a=control:track1',
  ].join('\r\n')}\r\n`;
}
