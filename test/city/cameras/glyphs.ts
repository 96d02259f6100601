/** Letters of 5 × 7 points, row by row: what a camera burns in needs digits and little else. */
const glyphs: Readonly<Record<string, string>> = {
  '0': '.###. #...# #..## #.#.# ##..# #...# .###.',
  '1': '..#.. .##.. ..#.. ..#.. ..#.. ..#.. .###.',
  '2': '.###. #...# ....# ...#. ..#.. .#... #####',
  '3': '##### ...#. ..#.. ...#. ....# #...# .###.',
  '4': '...#. ..##. .#.#. #..#. ##### ...#. ...#.',
  '5': '##### #.... ####. ....# ....# #...# .###.',
  '6': '..##. .#... #.... ####. #...# #...# .###.',
  '7': '##### ....# ...#. ..#.. .#... .#... .#...',
  '8': '.###. #...# #...# .###. #...# #...# .###.',
  '9': '.###. #...# #...# .#### ....# ...#. .##..',
  C: '.###. #...# #.... #.... #.... #...# .###.',
  A: '.###. #...# #...# ##### #...# #...# #...#',
  M: '#...# ##.## #.#.# #.#.# #...# #...# #...#',
  ':': '..... ..#.. ..#.. ..... ..#.. ..#.. .....',
  '.': '..... ..... ..... ..... ..... .##.. .##..',
  '-': '..... ..... ..... ##### ..... ..... .....',
};
const points = Object.fromEntries(Object.entries(glyphs).map(([letter, rows]) => [letter, rows.split(' ')]));

/** Writes a text in white on black into a plane of luminance, `scale` pixels to a point. */
export function drawText(
  plane: Uint8Array,
  width: number,
  text: string,
  place: { readonly x: number; readonly y: number; readonly scale: number },
): void {
  const { x, y, scale } = place;
  for (let row = -1; row < 8; row += 1) {
    const line = text.split('').flatMap((letter) => [...(points[letter]?.[row] ?? '.....'), '.']);
    for (let repeat = 0; repeat < scale; repeat += 1) {
      const start = (y + row * scale + repeat) * width + x;
      line.forEach((point, column) => {
        plane.fill(point === '#' ? 235 : 16, start + column * scale, start + (column + 1) * scale);
      });
    }
  }
}
