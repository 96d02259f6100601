import { z } from 'zod';
import { readJson, writeJson } from './json-file.ts';

/** A rectangle of the desktop, in its points. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A display as far as it matters where a window goes. */
export interface DisplayArea {
  readonly id: number;
  readonly workArea: Rectangle;
}

const rectangle = z.strictObject({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
const windowState = z.strictObject({
  bounds: rectangle,
  display: z.number(),
  maximised: z.boolean(),
  fullScreen: z.boolean(),
});
/** Where and how a window stood. */
export type WindowState = z.infer<typeof windowState>;
const schema = z.strictObject({ version: z.literal(1), windows: z.record(z.string().max(300), windowState) });

/** The console does not fit into less. */
export const smallest = { width: 800, height: 500 } as const;
const usual = { width: 1440, height: 900 } as const;
/** Windows that are remembered; those that were opened longest ago are forgotten first. */
const remembered = 16;

/**
 * Where a window goes, given where it stood and the displays of now: on its display when that is still there, else on
 * the one that it overlaps most, else on the first; always whole within the display's work area.
 */
export function placeWindow(
  state: WindowState | undefined,
  displays: readonly [DisplayArea, ...DisplayArea[]],
): Rectangle {
  const [first] = displays;
  if (!state) {
    const { x, y, width, height } = within({ x: 0, y: 0, ...usual }, first.workArea);
    const { workArea } = first;
    return {
      x: Math.max(x, workArea.x + Math.floor((workArea.width - width) / 2)),
      y: Math.max(y, workArea.y + Math.floor((workArea.height - height) / 2)),
      width,
      height,
    };
  }
  const overlapping = displays
    .map((display) => ({ display, area: overlap(display.workArea, state.bounds) }))
    .reduce((best, each) => (each.area > best.area ? each : best)).display;
  const own = displays.find(({ id }) => id === state.display);
  // A display keeps its number when it is moved; then the window moves along.
  const display = own ?? overlapping;
  return within(state.bounds, display.workArea);
}

function within(wanted: Rectangle, area: Rectangle): Rectangle {
  const width = Math.min(Math.max(wanted.width, smallest.width), area.width);
  const height = Math.min(Math.max(wanted.height, smallest.height), area.height);
  return {
    x: clamp(wanted.x, area.x, area.x + area.width - width),
    y: clamp(wanted.y, area.y, area.y + area.height - height),
    width,
    height,
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

/** Remembers where windows stood, by their path. */
export class WindowStates {
  readonly #path: string;
  readonly #windows: Map<string, WindowState>;

  constructor(path: string) {
    this.#path = path;
    const reading = readJson(path, schema);
    this.#windows = new Map(reading.state === 'read' ? Object.entries(reading.value.windows) : []);
  }

  get(key: string): WindowState | undefined {
    return this.#windows.get(key);
  }

  set(key: string, state: WindowState): void {
    this.#windows.delete(key);
    this.#windows.set(key, state);
    for (const oldest of [...this.#windows.keys()].slice(0, -remembered)) this.#windows.delete(oldest);
    writeJson(this.#path, { version: 1, windows: Object.fromEntries(this.#windows) });
  }
}
