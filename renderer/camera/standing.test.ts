import { describe, expect, it } from 'vitest';
import { type Facts, standingOf } from './standing.ts';

const live = { state: 'live', failure: null, detail: null, nextRetry: null } as const;
const facts: Facts = { connected: true, refused: null, stream: live, age: 120, shown: 30, gap: false };

describe('what a tile says', () => {
  it('is connecting until there is a picture', () => {
    expect(standingOf({ ...facts, stream: null, age: null, shown: 0 }).kind).toBe('connecting');
    expect(standingOf({ ...facts, age: null, shown: 0 }).kind).toBe('connecting');
    expect(standingOf({ ...facts, connected: false, age: null, shown: 0 }).kind).toBe('connecting');
  });

  it('calls a single older frame a still, however old, and a present one live', () => {
    expect(standingOf({ ...facts, age: 1_400, shown: 1 }).kind).toBe('still');
    expect(standingOf({ ...facts, age: 600_000, shown: 1 }).kind).toBe('still');
    expect(standingOf({ ...facts, age: 90, shown: 1 }).kind).toBe('live');
  });

  it('is live while frames follow each other and the last is young', () => {
    expect(standingOf({ ...facts, age: 1_900 }).kind).toBe('live');
  });

  it('says that a picture which moved has stopped, and why', () => {
    expect(standingOf({ ...facts, age: 2_100 })).toEqual({ kind: 'stale', why: 'silent' });
    expect(standingOf({ ...facts, age: 2_100, gap: true })).toEqual({ kind: 'stale', why: 'gap' });
    expect(standingOf({ ...facts, age: 100, connected: false })).toEqual({ kind: 'stale', why: 'line' });
  });

  it('fails with the reason of the stream, even while an old picture is on the screen', () => {
    const nextRetry = '2026-11-24T10:00:03.000Z';
    const stream = { state: 'failed', failure: 'codec', detail: 'H265', nextRetry } as const;
    expect(standingOf({ ...facts, stream, age: 3_000 })).toEqual({
      kind: 'failed',
      failure: 'codec',
      detail: 'H265',
      text: null,
      retryAt: Date.parse(nextRetry),
    });
  });

  it('fails with the refusal when the camera could not be opened', () => {
    const refused = { text: 'no such camera', retryAt: null };
    expect(standingOf({ ...facts, refused, age: null })).toMatchObject({ kind: 'failed', text: 'no such camera' });
  });
});
