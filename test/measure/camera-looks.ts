import type { Report } from '../bench/main.ts';
import type { Looked } from './camera-page/look.ts';
import { percentile } from './statistics.ts';

/** How long rounds of opening took, and what was seen; a round that never came to it counts as the longest. */
export function reportLooks(
  report: Report,
  name: string,
  looks: readonly Looked[],
  firstAim = '',
  currentAim = '',
): void {
  const unit = (aim: string) => (aim ? `ms (aim ${aim})` : 'ms');
  const firsts = looks.map(({ first }) => first);
  const behinds = looks.map(({ firstBehind }) => firstBehind);
  const currents = looks.map(({ current }) => current ?? Number.POSITIVE_INFINITY);
  report(`${name}: click to first picture, p50`, percentile(firsts, 0.5), unit(firstAim));
  report(`${name}: click to first picture, p90`, percentile(firsts, 0.9), 'ms');
  report(`${name}: first picture behind the camera's clock, p50`, percentile(behinds, 0.5), 'ms');
  report(`${name}: click to moving, whole and current, p50`, percentile(currents, 0.5), unit(currentAim));
  report(`${name}: click to moving, whole and current, p90`, percentile(currents, 0.9), 'ms');
  const never = looks.filter(({ current }) => current === null).length;
  if (never > 0) report(`${name}: never moving, whole and current`, never, `of ${looks.length} rounds`);
  const broken = looks.reduce((sum, each) => sum + each.broken, 0) / looks.length;
  report(`${name}: pictures that were not whole`, broken * 100, '%');
  reportBehind(report, name, looks);
}

/** How far frames were behind, from the first moving one on. */
export function reportBehind(report: Report, name: string, looks: readonly Looked[]): void {
  for (const by of ['pictures', 'video'] as const) {
    const behind = looks.flatMap((each) => each.behind[by]);
    if (behind.length === 0) continue;
    const way = by === 'video' ? 'WebRTC' : 'connection';
    report(`${name}: behind the camera's clock over ${way}, p50`, percentile(behind, 0.5), 'ms');
    report(`${name}: behind the camera's clock over ${way}, p90`, percentile(behind, 0.9), 'ms');
  }
}
