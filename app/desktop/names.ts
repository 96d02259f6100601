/**
 * The calls of the bridge by who may make them. They stand apart from their schemas so that the preload script, which
 * starts before every page, stays small.
 */

/** Channel of all calls, and of what the window tells its own pages. */
export const bridgeChannels = { call: 'sipin:call', state: 'sipin:state' } as const;

/** What the console of the chosen server may call. */
export const consoleCalls = ['info', 'changeServer', 'openWindow', 'setFullScreen', 'setBadge', 'notify'] as const;
export type ConsoleCall = (typeof consoleCalls)[number];

/** What the pages that are shipped with the window (first start, offline, crash, choice of a screen) may call. */
export const pageCalls = ['state', 'choose', 'back', 'retry', 'changeServer', 'language', 'share'] as const;
export type PageCall = (typeof pageCalls)[number];
