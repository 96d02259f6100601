import { describe, expect, it } from 'vitest';
import { Authorization, readChallenge } from '../../../server/camera/rtsp/authorization.ts';
import { DigestGate } from './digest.ts';

const credentials = { user: '管理员', password: 'a"b\\c:d' };
const request = { method: 'DESCRIBE', uri: 'rtsp://127.0.0.1/camera/1' };

/** What our own client answers to the gate's challenge. */
function answer(gate: DigestGate, qop: boolean, now: number, who = credentials): string {
  const challenge = readChallenge(gate.challenge({ qop, stale: false }, now));
  if (!challenge) throw new Error('no challenge');
  return new Authorization(who, challenge).header(request.method, request.uri);
}

describe.each([
  ['RFC 2069', false],
  ['RFC 7616', true],
])('digest authentication of a simulated camera, %s', (_, qop) => {
  const gate = new DigestGate('cameras', 60_000);

  it('lets in who knows the password', () => {
    expect(gate.check(answer(gate, qop, 1_000), request, credentials, qop, 2_000)).toBe('granted');
  });

  it('refuses another name, another password, another request, no header and another scheme', () => {
    const right = answer(gate, qop, 1_000);
    const wrong = [
      answer(gate, qop, 1_000, { ...credentials, user: 'x' }),
      answer(gate, qop, 1_000, { ...credentials, password: 'x' }),
      undefined,
      'Basic eDp5',
      'Digest',
      right.replace(/response="."?/, 'response="'),
    ];
    for (const header of wrong) expect(gate.check(header, request, credentials, qop, 2_000)).toBe('refused');
    expect(gate.check(right, { ...request, method: 'PLAY' }, credentials, qop, 2_000)).toBe('refused');
    expect(gate.check(right, { ...request, uri: 'rtsp://127.0.0.1/camera/2' }, credentials, qop, 2_000)).toBe(
      'refused',
    );
  });

  it('calls an old nonce stale for who knows the password, and for nobody else', () => {
    expect(gate.check(answer(gate, qop, 1_000), request, credentials, qop, 62_000)).toBe('stale');
    const other = answer(gate, qop, 1_000, { ...credentials, password: 'x' });
    expect(gate.check(other, request, credentials, qop, 62_000)).toBe('refused');
    expect(readChallenge(gate.challenge({ qop, stale: true }))).toMatchObject({ stale: true, protected: qop });
  });

  it('takes no nonce that it did not make', () => {
    const other = new DigestGate('cameras', 60_000);
    expect(gate.check(answer(other, qop, 1_000), request, credentials, qop, 2_000)).toBe('refused');
  });
});
