/** What our own console needs; whatever is not listed is denied. */
const needed: ReadonlySet<string> = new Set([
  // Camera and microphone; up to Electron 44 also the screen.
  'media',
  // The screen, from Electron 45 on.
  'display-capture',
  // Choosing the loudspeaker goes with choosing the microphone.
  'speaker-selection',
  'notifications',
  'fullscreen',
  'clipboard-sanitized-write',
]);

/** Who asks for a permission. */
export interface Asking {
  readonly permission: string;
  /** Address or origin of the frame that asks. */
  readonly from: string;
  /** Is it the page itself, not a frame in it? */
  readonly mainFrame: boolean;
  /** Addresses of the pages around that frame, as far as they are known. */
  readonly around: readonly string[];
}

/** Only the page of the chosen server itself has what it needs: no frame in it, no other page, nothing else. */
export function isPermitted(asking: Asking, isOwn: (url: string) => boolean): boolean {
  return needed.has(asking.permission) && asking.mainFrame && isOwn(asking.from) && asking.around.every(isOwn);
}
