/** Shape of a picture: what most cameras send. */
const shape = 16 / 9;

/** In how many columns so many pictures are largest on a sheet of this size. */
export function columnsFor(count: number, width: number, height: number): number {
  let best = { columns: 1, area: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const wide = Math.min(width / columns, (height / rows) * shape);
    const area = wide * (wide / shape);
    if (area > best.area * 1.001) best = { columns, area };
  }
  return best.columns;
}
