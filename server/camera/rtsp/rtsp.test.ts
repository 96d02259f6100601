import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Authorization, readChallenge } from './authorization.ts';
import { readDescription } from './description.ts';
import { NoRtspError, type RtspMessage, RtspReader } from './message.ts';

describe('an RTSP connection', () => {
  const whole = Buffer.concat([
    Buffer.from('RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Length: 5\r\n\r\nhello'),
    Buffer.from([0x24, 0, 0, 3, 1, 2, 3]),
    Buffer.from('\r\nANNOUNCE rtsp://x/1 RTSP/1.0\r\nCSeq: 9\r\n\r\n'),
    Buffer.from([0x24, 1, 0, 0]),
    Buffer.from('RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Basic realm="a"\r\nWWW-Authenticate: Digest x\r\n\r\n'),
  ]);

  it('is cut into messages and packets, wherever it was torn', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: whole.length - 1 }), { maxLength: 12 }), (cuts) => {
        const messages: RtspMessage[] = [];
        const packets: string[] = [];
        const reader = new RtspReader({
          message: (message) => messages.push(message),
          packet: (channel, data) => packets.push(`${channel}:${data.toString('hex')}`),
        });
        const places = [0, ...[...new Set(cuts)].sort((a, b) => a - b), whole.length];
        for (const [index, end] of places.slice(1).entries()) reader.push(whole.subarray(places[index], end));
        expect(messages.map(({ status, body }) => [status, body])).toEqual([
          [200, 'hello'],
          [0, ''],
          [401, ''],
        ]);
        expect(messages[2]?.headers.get('www-authenticate')).toBe('Basic realm="a"\nDigest x');
        expect(packets).toEqual(['0:010203', '1:']);
      }),
    ));

  it.each([
    'HTTP/1.1 400 Bad Request\r\n\r\n',
    'SSH-2.0-OpenSSH\r\n\r\n',
    '\u0001\u0002\u0003',
    'RTSP/1.0 200 OK\r\nContent-Length: -1\r\n\r\n',
    'RTSP/1.0 200 OK\r\nContent-Length: 99999999\r\n\r\n',
    `RTSP/1.0 200 OK\r\n${'x: y\r\n'.repeat(5_000)}`,
  ])('%j is none', (text) => {
    const reader = new RtspReader({ message: () => undefined, packet: () => undefined });
    expect(() => reader.push(Buffer.from(text))).toThrow(NoRtspError);
  });
});

describe('a challenge', () => {
  it('is answered as RFC 2069 has it, where there is no qop', () => {
    const challenge = readChallenge('Digest realm="IP Camera(12345)", nonce="abc", stale="FALSE"');
    if (!challenge) throw new Error('no challenge');
    const header = new Authorization({ user: 'admin', password: 'secret' }, challenge).header('DESCRIBE', 'rtsp://a/1');
    const md5 = (text: string) => createHash('md5').update(text).digest('hex');
    const response = md5(`${md5('admin:IP Camera(12345):secret')}:abc:${md5('DESCRIBE:rtsp://a/1')}`);
    expect(header).toContain(`response="${response}"`);
    expect(header).not.toContain('secret');
  });

  it('is answered as in the example of RFC 7616, 3.9.1', () => {
    const lines = [
      'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
      'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
    ];
    const challenge = readChallenge(lines.join('\n'));
    expect(challenge).toMatchObject({ scheme: 'digest', algorithm: 'SHA-256', protected: true, stale: false });
  });

  it.each([
    ['Basic realm="x"', { scheme: 'basic' }],
    ['Basic realm="x"\nDigest realm="y", nonce="z"', { scheme: 'digest' }],
    ['Digest realm="y", nonce="z", stale=true', { stale: true }],
  ] as const)('%s', (header, expected) => expect(readChallenge(header)).toMatchObject(expected));

  it.each([undefined, '', 'Bearer x', 'Digest realm="x"', 'Digest nonce="n", algorithm=MD4'])('%s is none', (header) =>
    expect(readChallenge(header)).toBeUndefined(),
  );
});

describe('a description', () => {
  const sdp = (...media: string[]) => `v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=x\r\nt=0 0\r\n${media.join('\r\n')}\r\n`;

  it('gives the H.264 video among other streams', () => {
    const video = readDescription(
      sdp(
        'm=audio 0 RTP/AVP 8\r\na=control:trackID=2',
        'm=video 0 RTP/AVP 98\r\na=rtpmap:98 H265/90000\r\na=control:trackID=0',
        'm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;sprop-parameter-sets=Z0LAHg==,aM48gA==; profile-level-id=42c01e\r\na=control:trackID=1',
      ),
    );
    expect(video).toMatchObject({ encoding: 'H264', payloadType: 96, control: 'trackID=1' });
    expect(video?.parameterSets.map((each) => each.toString('hex'))).toEqual(['6742c01e', '68ce3c80']);
  });

  it('tells what it is when it is something else', () =>
    expect(readDescription(sdp('m=video 0 RTP/AVP 97\r\na=rtpmap:97 HEVC/90000'))).toMatchObject({ encoding: 'H265' }));

  it('without video is none', () => expect(readDescription(sdp('m=audio 0 RTP/AVP 0\r\na=control:*'))).toBeUndefined());

  it('of any text is read or refused', () =>
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void readDescription(`m=video ${text}`))));
});
