const tickMilliseconds = 1_000;
const gapMilliseconds = 6_000;

/**
 * Calls back when this page has missed time (a sleeping laptop, a frozen page) or the network has come back: then what
 * looks connected may long be dead. Returns what ends it.
 */
export function watchGaps(missed: () => void): () => void {
  let last = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    const gap = now - last;
    last = now;
    if (gap > gapMilliseconds) missed();
  }, tickMilliseconds);
  document.addEventListener('resume', missed);
  window.addEventListener('online', missed);
  return () => {
    clearInterval(timer);
    document.removeEventListener('resume', missed);
    window.removeEventListener('online', missed);
  };
}
