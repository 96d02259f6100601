import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityOf, nameOfRoom, readIdentity, rejoinDelay, sourcesOf } from './rules.ts';

describe('an identity', () => {
  it('is read back as account and session', () => {
    fc.assert(
      fc.property(fc.uuid({ version: 4 }), fc.uuid({ version: 4 }), (account, session) => {
        expect(readIdentity(identityOf({ account, session }))).toEqual({ account, session });
      }),
    );
  });

  it.each(['', ':', 'somebody', 'a:b', `${'0'.repeat(36)}:x`])('%j is none of ours', (identity) =>
    expect(readIdentity(identity)).toBeUndefined(),
  );

  it('takes nothing that has more parts', () =>
    fc.assert(
      fc.property(fc.uuid({ version: 4 }), fc.uuid({ version: 4 }), fc.string(), (account, session, rest) => {
        expect(readIdentity(`${account}:${session}:${rest}`)).toBeUndefined();
      }),
    ));
});

describe('what a member may send', () => {
  it.each([
    [true, true, ['microphone', 'camera', 'screen', 'screen-sound']],
    [false, true, ['camera', 'screen']],
    [true, false, ['microphone', 'screen-sound']],
    [false, false, []],
  ] as const)('speak %s, show %s → %j', (maySpeak, mayShow, sources) =>
    expect(sourcesOf('conference', { maySpeak, mayShow })).toEqual(sources),
  );

  it('is of a room named by kind and identifier', () => expect(nameOfRoom('conference', 'x')).toBe('conference-x'));
});

describe('the delay before coming back', () => {
  it('is 250 to 350 ms at first and never more than 5 s', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3_600_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (elapsed, chance) => {
          const delay = rejoinDelay(elapsed, chance);
          expect(delay).toBeGreaterThanOrEqual(250);
          expect(delay).toBeLessThanOrEqual(elapsed < 10_000 ? 350 : 5_000);
        },
      ),
    ));
});
