import { useRef, useState } from 'react';
import type { SelectTool } from './types.ts';

type Point = readonly [x: number, y: number];

/** Distance in pixels below which a movement adds no point to the lasso. */
const leastStep = 4;

/** A sheet over the map on which a box or a lasso is drawn; `done` gets the outline in pixels. */
export function SelectSheet({
  tool,
  label,
  done,
}: {
  tool: SelectTool;
  label: string;
  done(outline: readonly Point[]): void;
}) {
  const [points, setPoints] = useState<readonly Point[]>([]);
  const sheet = useRef<SVGSVGElement>(null);
  const at = (event: { clientX: number; clientY: number }): Point => {
    const box = sheet.current?.getBoundingClientRect();
    return [event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0)];
  };
  const outline = tool === 'box' ? boxOf(points) : points;
  return (
    <svg
      ref={sheet}
      className="map-select"
      role="img"
      aria-label={label}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setPoints([at(event)]);
      }}
      onPointerMove={(event) => {
        if (points.length === 0) return;
        const next = at(event);
        const last = points.at(-1) ?? next;
        if (Math.hypot(next[0] - last[0], next[1] - last[1]) >= leastStep) setPoints([...points, next]);
      }}
      onPointerUp={() => {
        done(outline);
        setPoints([]);
      }}
    >
      <title>{label}</title>
      <polygon points={outline.map((point) => point.join(',')).join(' ')} />
    </svg>
  );
}

/** Corners of the box between the first and the last point. */
function boxOf(points: readonly Point[]): readonly Point[] {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < 2) return [];
  return [first, [last[0], first[1]], last, [first[0], last[1]]];
}
