import { readdir } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** One measured figure. `peer…` metrics are those of the peer, measured in the same run. */
export type Report = (metric: string, value: number, unit: string) => void;

interface BenchModule {
  bench(report: Report): Promise<void>;
}

/** `npm run bench [name …]`: runs the benches named, or all, one after the other; a table and JSON lines. */
async function main(): Promise<number> {
  const folder = import.meta.dirname;
  const known = (await readdir(folder))
    .filter((file) => file.endsWith('.ts') && file !== 'main.ts' && !file.includes('.test.'))
    .map((file) => file.slice(0, -3))
    .sort();
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`No such bench: ${unknown.join(', ')}. There are: ${known.join(', ')}`);
    return 2;
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  console.log(`machine: ${machine}`);
  let failed = 0;
  for (const name of asked.length > 0 ? asked : known) {
    const rows: { metric: string; value: number; unit: string }[] = [];
    console.log(`\n${name}`);
    try {
      const module: BenchModule = await import(join(folder, `${name}.ts`));
      await module.bench((metric, value, unit) => {
        rows.push({ metric, value, unit });
      });
    } catch (error) {
      failed += 1;
      console.error(`bench ${name} failed:`, error);
    }
    const width = Math.max(0, ...rows.map((row) => row.metric.length));
    for (const { metric, value, unit } of rows)
      console.log(`  ${metric.padEnd(width)}  ${format(value).padStart(12)} ${unit}`);
    for (const row of rows) console.log(JSON.stringify({ bench: name, ...row, machine }));
  }
  return failed === 0 ? 0 : 1;
}

function format(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return value.toLocaleString('en', { maximumSignificantDigits: 4 });
}

process.exit(await main());
