import { describe, expect, it } from 'vitest';
import { type Site, type SiteState, siteStates } from './model.ts';
import { answer, inRosterOrder, mayRing, standingOf } from './rules.ts';

const site = (area: string, state: SiteState, present = false, chair = false): Site => ({
  area,
  name: area,
  chair,
  state,
  reason: null,
  since: '2026-01-01T00:00:00.000Z',
  person: null,
  identity: null,
  present,
  maySpeak: true,
  mayShow: true,
});

describe('ringing again', () => {
  it.each([
    [undefined, true],
    ['ringing', false],
    ['accepted', false],
    ['declined', true],
    ['no-answer', true],
    ['left', true],
    ['removed', false],
  ] as const)('one that is %s: %s', (state, may) => expect(mayRing(state)).toBe(may));
});

describe('answering', () => {
  it.each([
    ['ringing', false, false, 'admit'],
    ['no-answer', false, false, 'admit'],
    ['left', false, false, 'admit'],
    ['removed', false, true, 'removed'],
    ['accepted', true, false, 'answered-elsewhere'],
    ['accepted', true, true, 'admit'],
    // The other device is gone: this one takes over.
    ['accepted', false, false, 'admit'],
  ] as const)('%s, connected %s, same device %s → %s', (state, present, same, verdict) =>
    expect(answer({ state, present }, same)).toBe(verdict),
  );
});

describe('the roster', () => {
  it('tells apart who has answered and who is connected', () => {
    expect(standingOf(site('1', 'accepted', true))).toBe('connected');
    expect(standingOf(site('1', 'accepted'))).toBe('connecting');
  });

  it('has the chair first, then who is in, and loses nobody', () => {
    const sites = siteStates.map((state, place) => site(String(place), state, true, state === 'left'));
    const ordered = inRosterOrder(sites);
    expect(ordered.map(({ state }) => state)).toEqual([
      'left',
      'accepted',
      'ringing',
      'declined',
      'no-answer',
      'removed',
    ]);
  });
});
