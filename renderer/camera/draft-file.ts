import { type CameraDraft, cameraDraft } from '../../app/camera/index.ts';

/** Columns of a file of cameras, in the order in which the template has them. */
export const draftColumns = [
  'number',
  'name',
  'area',
  'longitude',
  'latitude',
  'heading',
  'angle',
  'range',
  'address',
  'user',
  'password',
  'delivery',
] as const;
export type DraftColumn = (typeof draftColumns)[number];
const needed: readonly DraftColumn[] = ['number', 'name', 'area', 'longitude', 'latitude', 'address'];
const numeric: ReadonlySet<DraftColumn> = new Set(['longitude', 'latitude', 'heading', 'angle', 'range']);

/** What is wrong with a line; `doubled` is told of the later of two lines of one camera. */
export interface DraftProblem {
  readonly column: DraftColumn;
  readonly reason: 'missing' | 'bad' | 'doubled';
  readonly value: string;
}

/** One line of a file of cameras: as it will be registered, or what is wrong with it. */
export interface DraftLine {
  /** Number of the line in the file, the header being the first. */
  readonly line: number;
  readonly name: string;
  readonly number: string;
  readonly draft: CameraDraft | null;
  readonly problems: readonly DraftProblem[];
}

/** A file of cameras, read: its lines, or the columns that its header lacks. */
export type DraftFile = { readonly lines: readonly DraftLine[] } | { readonly missingColumns: readonly DraftColumn[] };

/**
 * Reads a CSV file of cameras. The header names the columns, in any order, by the names above or by those of
 * `titles` (the language of the screen).
 */
export function readDrafts(text: string, titles: Readonly<Record<DraftColumn, string>>): DraftFile {
  const [header = [], ...rows] = parseCsv(text);
  const columns = header.map((cell) => {
    const name = cell.trim().toLowerCase();
    return draftColumns.find((column) => column === name || titles[column].toLowerCase() === name);
  });
  const missingColumns = needed.filter((column) => !columns.includes(column));
  if (missingColumns.length > 0) return { missingColumns };
  const seen = new Set<string>();
  const lines = rows.flatMap((row, index): DraftLine[] => {
    if (row.every((cell) => cell.trim() === '')) return [];
    const cells = new Map(columns.flatMap((column, at) => (column ? [[column, (row[at] ?? '').trim()] as const] : [])));
    return [readLine(cells, index + 2, seen)];
  });
  return { lines };
}

function readLine(cells: ReadonlyMap<DraftColumn, string>, line: number, seen: Set<string>): DraftLine {
  const given = [...cells].filter(([, cell]) => cell !== '');
  const parsed = cameraDraft.safeParse(
    Object.fromEntries(given.map(([column, cell]) => [column, numeric.has(column) ? Number(cell) : cell])),
  );
  const number = cells.get('number') ?? '';
  const bad = new Set(parsed.success ? [] : parsed.error.issues.map(({ path }) => path[0]));
  const problems = draftColumns
    .filter((column) => bad.has(column))
    .map((column): DraftProblem => {
      const value = cells.get(column) ?? '';
      return { column, reason: value === '' ? 'missing' : 'bad', value };
    });
  if (number !== '' && seen.has(number)) problems.push({ column: 'number', reason: 'doubled', value: number });
  seen.add(number);
  const draft = parsed.success && problems.length === 0 ? parsed.data : null;
  return { line, name: cells.get('name') ?? '', number, draft, problems };
}

/** Rows and cells of a CSV text (RFC 4180), whatever ends its lines. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const source = text.replace(/^\ufeff/, '');
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at] ?? '';
    if (quoted) {
      if (character !== '"') cell += character;
      else if (source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === ',') {
      row.push(cell);
      cell = '';
    } else if (character === '\n' || character === '\r') {
      if (character === '\r' && source[at + 1] === '\n') at += 1;
      rows.push([...row, cell]);
      row = [];
      cell = '';
    } else cell += character;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows;
}

/** Text of a file: UTF-8, or what Chinese spreadsheets write otherwise. */
export function decodeText(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
