import { randomSource } from '../random.ts';

/** A colour as video has it: luminance, blue and red difference. */
export type Colour = readonly [y: number, u: number, v: number];

/** A rectangle in pixels of the picture. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: Colour;
}

/** What a camera sees: what stands still, and what moves, by the time in seconds. */
export interface Scene {
  readonly ground: readonly Box[];
  moving(seconds: number): Box[];
}

export const pictureWidth = 640;
export const pictureHeight = 360;

const asphalt: Colour = [70, 128, 128];
const paving: Colour = [125, 124, 132];
const grass: Colour = [95, 110, 115];
const water: Colour = [80, 150, 110];
const line: Colour = [200, 128, 128];
const wall: Colour = [110, 120, 140];
const bright: readonly Colour[] = [
  [90, 105, 190],
  [150, 60, 140],
  [100, 180, 110],
  [190, 128, 128],
  [130, 95, 90],
  [45, 128, 128],
];

const box = (x: number, y: number, width: number, height: number, colour: Colour): Box => ({
  x,
  y,
  width,
  height,
  colour,
});
const whole = (colour: Colour) => box(0, 0, pictureWidth, pictureHeight, colour);

/** Something that crosses the picture again and again, to the right or, with a negative speed, to the left. */
interface Crosser {
  readonly offset: number;
  readonly speed: number;
  readonly across: number;
  readonly width: number;
  readonly height: number;
  readonly colour: Colour;
}

function crossers(random: () => number, lanes: readonly number[], width: number, height: number, speed: number) {
  return lanes.flatMap((across, lane): Crosser[] =>
    Array.from({ length: 2 }, (_, place) => ({
      offset: place * 400 + random() * 250,
      speed: (lane % 2 === 0 ? 1 : -1) * speed * (0.7 + 0.6 * random()),
      across,
      width: Math.round(width * (0.8 + 0.7 * random())),
      height,
      colour: bright[Math.floor(random() * bright.length)] as Colour,
    })),
  );
}

/** Where they are now; `turned` ones go up and down instead. */
function placed(all: readonly Crosser[], seconds: number, turned = false): Box[] {
  return all.map(({ offset, speed, across, width, height, colour }) => {
    const span = (turned ? pictureHeight : pictureWidth) + 2 * width;
    const along = ((((offset + seconds * speed) % span) + span) % span) - width;
    return turned ? box(across, along, height, width, colour) : box(along, across, width, height, colour);
  });
}

function road(random: () => number): Scene {
  const lanes = [125, 175, 225, 275];
  const cars = crossers(random, lanes, 56, 26, 90);
  const marks = Array.from({ length: 11 }, (_, index) => box(index * 60, 208, 34, 4, line));
  return {
    ground: [whole(grass), box(0, 110, pictureWidth, 205, asphalt), ...marks],
    moving: (seconds) => placed(cars, seconds),
  };
}

function crossing(random: () => number): Scene {
  const cars = crossers(random, [150, 200], 56, 26, 80);
  const upright = crossers(random, [270, 330], 50, 28, 70);
  const zebra = Array.from({ length: 7 }, (_, index) => box(425, 128 + index * 16, 40, 8, line));
  return {
    ground: [
      whole(paving),
      box(0, 120, pictureWidth, 125, asphalt),
      box(255, 0, 120, pictureHeight, asphalt),
      ...zebra,
    ],
    moving: (seconds) => [...placed(cars, seconds), ...placed(upright, seconds, true)],
  };
}

function river(random: () => number): Scene {
  const barges = crossers(random, [150, 230], 130, 24, 25);
  const ripples = Array.from({ length: 26 }, () => ({ x: random() * pictureWidth, y: 115 + random() * 190 }));
  const light: Colour = [105, 145, 112];
  return {
    ground: [whole(grass), box(0, 100, pictureWidth, 220, water)],
    moving: (seconds) => [
      ...ripples.map(({ x, y }) => box((x + seconds * 14) % pictureWidth, y + 4 * Math.sin(seconds + x), 30, 2, light)),
      ...placed(barges, seconds),
    ],
  };
}

function gate(random: () => number): Scene {
  const people = crossers(random, [240, 265, 290], 12, 28, 30);
  const phase = random() * 8;
  return {
    ground: [
      whole(paving),
      box(0, 40, pictureWidth, 110, wall),
      box(220, 60, 200, 160, asphalt),
      box(200, 60, 20, 160, wall),
      box(420, 60, 20, 160, wall),
    ],
    moving(seconds) {
      // The leaf slides open, stands, slides shut, stands.
      const open = Math.min(1, Math.max(0, 1.5 * Math.sin((seconds + phase) * 0.7) + 0.5));
      return [box(220, 90, Math.round(200 * (1 - open)), 130, [150, 135, 125]), ...placed(people, seconds)];
    },
  };
}

function square(random: () => number): Scene {
  const people = Array.from({ length: 18 }, () => ({
    x: 80 + random() * 480,
    y: 90 + random() * 200,
    reach: 25 + random() * 70,
    pace: 0.2 + random() * 0.4,
    phase: random() * 6.28,
    colour: bright[Math.floor(random() * bright.length)] as Colour,
  }));
  return {
    ground: [
      whole(paving),
      box(0, 30, pictureWidth, 50, wall),
      box(270, 150, 100, 70, water),
      box(310, 130, 20, 60, line),
    ],
    moving: (seconds) =>
      people.map(({ x, y, reach, pace, phase, colour }) =>
        box(
          x + reach * Math.cos(phase + pace * seconds),
          y + (reach / 3) * Math.sin(phase + pace * seconds),
          10,
          22,
          colour,
        ),
      ),
  };
}

const kinds = [square, road, crossing, river, gate] as const;

/** What the camera of this number sees; every number sees something else. */
export function sceneOf(number: number): Scene {
  return (kinds[(number - 1) % kinds.length] ?? road)(randomSource(number * 7_919));
}
