import type { Site, SiteState } from './model.ts';

/** How long a centre rings before it counts as not answering, in seconds. */
export const ringSeconds = 45;
/** Centres in one conference, the chair's own included. */
export const mostSites = 300;

/** May a centre in this state be rung (again)? One that is in, rings already or was removed may not. */
export function mayRing(state: SiteState | undefined): boolean {
  return state === undefined || state === 'declined' || state === 'no-answer' || state === 'left';
}

/** What a device of the centre gets when it answers. */
export type Answer = 'admit' | 'removed' | 'answered-elsewhere';

/**
 * A centre answers on one device; while that one is connected another is told so, and may take over only once it is
 * gone. One that was removed stays out until the chair invites it again.
 */
export function answer(site: Pick<Site, 'state' | 'present'>, sameDevice: boolean): Answer {
  if (site.state === 'removed') return 'removed';
  if (site.state === 'accepted' && site.present && !sameDevice) return 'answered-elsewhere';
  return 'admit';
}

/** What the roster shows of a site. */
export type SiteStanding = Exclude<SiteState, 'accepted'> | 'connected' | 'connecting';

export function standingOf(site: Pick<Site, 'state' | 'present'>): SiteStanding {
  if (site.state !== 'accepted') return site.state;
  return site.present ? 'connected' : 'connecting';
}

const order: readonly SiteStanding[] = [
  'connected',
  'connecting',
  'ringing',
  'declined',
  'no-answer',
  'left',
  'removed',
];

/** The chair first, then who is in, then who is not; within that by area. The input is not changed. */
export function inRosterOrder(sites: readonly Site[]): Site[] {
  return sites.toSorted(
    (a, b) =>
      Number(b.chair) - Number(a.chair) ||
      order.indexOf(standingOf(a)) - order.indexOf(standingOf(b)) ||
      a.area.localeCompare(b.area),
  );
}
