import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roles } from './model.ts';
import { areaWithin, followsArea, passwordProblem, roleMay } from './rules.ts';

describe('who may', () => {
  it.each(roles)('%s may call what is declared for it and what is public', (role) => {
    expect(roleMay(role, [role])).toBe(true);
    expect(roleMay(role, 'public')).toBe(true);
    expect(
      roleMay(
        role,
        roles.filter((other) => other !== role),
      ),
    ).toBe(false);
  });

  it('lets consoles follow their area, phones and gateways only themselves', () => {
    expect(roles.filter((role) => !followsArea({ role }))).toEqual(['worker', 'gateway']);
  });
});

describe('jurisdiction', () => {
  const code = fc
    .tuple(fc.constantFrom(4, 6, 9, 12, 15), fc.stringMatching(/^[0-9]{15}$/))
    .map(([length, digits]) => digits.slice(0, length));

  it('holds the own area and everything below, nothing else', () => {
    fc.assert(
      fc.property(code, code, (area, jurisdiction) => {
        expect(areaWithin(area, jurisdiction)).toBe(area.slice(0, jurisdiction.length) === jurisdiction);
      }),
    );
  });

  it('never holds what is above', () => {
    expect(areaWithin('3208', '320803')).toBe(false);
    expect(areaWithin('320803001', '320803')).toBe(true);
    expect(areaWithin('320804', '320803')).toBe(false);
  });
});

describe('a password', () => {
  it.each([
    ['short', 'someone', 'too-short'],
    ['x'.repeat(201), 'someone', 'too-long'],
    ['aaaaaaaaaaaaaaa', 'someone', 'too-simple'],
    ['my-SOMEONE-secret', 'someone', 'too-simple'],
    ['correct horse battery', 'someone', null],
    ['清江浦运河边的柳树与灯火通明', 'someone', null],
  ] as const)('%s → %s', (password, login, problem) => {
    expect(passwordProblem(password, login)).toBe(problem);
  });
});
