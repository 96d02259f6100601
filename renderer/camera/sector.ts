import type { Camera } from '../../app/camera/index.ts';

const metresPerDegree = 111_320;
/** Degrees between two points of the arc: round to the eye at any zoom. */
const stepDegrees = 6;

/**
 * Outline of what a camera sees: a sector from where it stands, or a circle when it sees all around; a closed ring of
 * [longitude, latitude] in degrees.
 */
export function sectorRing({
  longitude,
  latitude,
  heading,
  angle,
  range,
}: Pick<Camera, 'longitude' | 'latitude' | 'heading' | 'angle' | 'range'>): [number, number][] {
  const north = range / metresPerDegree;
  const east = north / Math.max(Math.cos((latitude * Math.PI) / 180), 0.01);
  const steps = Math.max(2, Math.ceil(angle / stepDegrees));
  const arc = Array.from({ length: steps + 1 }, (_, at): [number, number] => {
    const direction = ((heading - angle / 2 + (angle * at) / steps) * Math.PI) / 180;
    return [longitude + Math.sin(direction) * east, latitude + Math.cos(direction) * north];
  });
  if (angle >= 360) return arc;
  return [[longitude, latitude], ...arc, [longitude, latitude]];
}
