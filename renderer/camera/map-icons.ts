import type { StreamState } from '../../app/camera/index.ts';

/** Side of one icon in the sheet, in pixels; drawn at half of that for sharp screens. */
const side = 64;
const order: readonly StreamState[] = ['idle', 'connecting', 'live', 'stale', 'failed'];

/** Where each icon stands in the sheet, as deck.gl's IconLayer wants it; all are masks that are coloured. */
export const iconMapping = Object.fromEntries(
  order.map((state, index) => [state, { x: index * side, y: 0, width: side, height: side, mask: true }]),
);

/** Colour of a camera on the map by the state of its stream. */
export const iconColors: Readonly<Record<StreamState, [number, number, number, number]>> = {
  idle: [139, 160, 181, 255],
  connecting: [240, 169, 41, 255],
  live: [53, 194, 122, 255],
  stale: [240, 169, 41, 255],
  failed: [255, 90, 82, 255],
};

let sheet: HTMLCanvasElement | undefined;

/** The icons, drawn once: a camera, with a mark of its state, since colour alone says too little. */
export function iconSheet(): HTMLCanvasElement {
  if (sheet) return sheet;
  sheet = document.createElement('canvas');
  sheet.width = side * order.length;
  sheet.height = side;
  const context = sheet.getContext('2d');
  if (context) for (const [index, state] of order.entries()) draw(context, index * side, state);
  return sheet;
}

function draw(context: CanvasRenderingContext2D, left: number, state: StreamState): void {
  context.save();
  context.translate(left, 0);
  context.fillStyle = '#fff';
  context.beginPath();
  context.roundRect(6, 18, 36, 28, 5);
  context.moveTo(44, 30);
  context.lineTo(58, 20);
  context.lineTo(58, 44);
  context.lineTo(44, 36);
  context.closePath();
  context.fill();
  context.globalCompositeOperation = 'destination-out';
  context.lineWidth = 5;
  context.beginPath();
  if (state === 'idle') {
    context.roundRect(11, 23, 26, 18, 2);
    context.fill();
  } else if (state === 'live') {
    context.arc(24, 32, 7, 0, 2 * Math.PI);
    context.fill();
  } else if (state === 'failed') {
    context.lineWidth = 6;
    context.moveTo(14, 24);
    context.lineTo(34, 41);
    context.moveTo(34, 24);
    context.lineTo(14, 41);
    context.stroke();
  } else {
    for (const x of [14, 24, 34]) context.rect(x - 3, 29, 6, 6);
    context.fill();
  }
  context.restore();
}
