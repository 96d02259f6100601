import { describe, expect, it } from 'vitest';
import { decodeText, draftColumns, readDrafts } from './draft-file.ts';

const titles = Object.fromEntries(draftColumns.map((column) => [column, `〈${column}〉`])) as Record<
  (typeof draftColumns)[number],
  string
>;
const header = 'number,name,area,longitude,latitude,address';
const good = 'C1,东门,320803001,119.1,33.5,rtsp://10.1.1.1/ch1';

const linesOf = (text: string) => {
  const file = readDrafts(text, titles);
  if (!('lines' in file)) throw new Error(`missing ${file.missingColumns}`);
  return file.lines;
};

describe('a file of cameras', () => {
  it('becomes cameras, with what is usual where a column is left out', () => {
    expect(linesOf(`\ufeff${header}\r\n${good}\r\n\r\n`)).toEqual([
      {
        line: 2,
        name: '东门',
        number: 'C1',
        problems: [],
        draft: {
          number: 'C1',
          name: '东门',
          area: '320803001',
          longitude: 119.1,
          latitude: 33.5,
          heading: 0,
          angle: 90,
          range: 80,
          address: 'rtsp://10.1.1.1/ch1',
          user: '',
          password: '',
          delivery: 'tcp',
        },
      },
    ]);
  });

  it('takes quoted cells, columns in any order and in the language of the screen', () => {
    const text =
      '〈name〉,number,longitude,latitude,area,address,password\n"北门, ""新""",C2,119,33,3208,rtsp://a/b,"p,w"';
    expect(linesOf(text)[0]?.draft).toMatchObject({ name: '北门, "新"', number: 'C2', password: 'p,w' });
  });

  it('says line by line and column by column what is wrong', () => {
    const text = `${header}\n${good}\nC2,,32,x,33.5,http://10.1.1.1/\n${good}`;
    const lines = linesOf(text);
    expect(lines.map(({ line, draft }) => [line, draft !== null])).toEqual([
      [2, true],
      [3, false],
      [4, false],
    ]);
    expect(lines[1]?.problems).toEqual([
      { column: 'name', reason: 'missing', value: '' },
      { column: 'area', reason: 'bad', value: '32' },
      { column: 'longitude', reason: 'bad', value: 'x' },
      { column: 'address', reason: 'bad', value: 'http://10.1.1.1/' },
    ]);
    expect(lines[2]?.problems).toEqual([{ column: 'number', reason: 'doubled', value: 'C1' }]);
  });

  it('names the columns that are missing', () => {
    expect(readDrafts('number,name\nC1,x', titles)).toEqual({
      missingColumns: ['area', 'longitude', 'latitude', 'address'],
    });
    expect(readDrafts('', titles)).toHaveProperty('missingColumns');
  });

  it('is read in UTF-8 and in GB 18030', () => {
    expect(decodeText(new TextEncoder().encode('东门').buffer)).toBe('东门');
    expect(decodeText(new Uint8Array([0xb6, 0xab, 0xc3, 0xc5]).buffer)).toBe('东门');
  });
});
