import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../harness/parts.ts';

/** What each room may import from. `test` may import everything. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  app: ['app'],
  server: ['server', 'app'],
  renderer: ['renderer', 'app'],
  main: ['main', 'app'],
};

const importing = /(?:from|import)\s*\(?\s*'(\.[^']+)'/g;

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'dist' || entry.name === 'node_modules' ? [] : filesOf(path);
    return /\.(ts|tsx|mjs)$/.test(entry.name) && !/\.test\./.test(entry.name) ? [path] : [];
  });
}

const imports = Object.keys(allowed).flatMap((room) =>
  filesOf(join(root, room)).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(importing)].map((match) => ({
      room,
      from: relative(root, file),
      to: relative(root, resolve(dirname(file), match[1] ?? '')),
    })),
  ),
);

describe('imports point inwards', () => {
  it('finds imports at all', () => expect(imports.length).toBeGreaterThan(100));

  it.each(Object.keys(allowed))('%s imports only what it may', (room) => {
    const wrong = imports.filter((each) => each.room === room && !allowed[room]?.includes(each.to.split('/')[0] ?? ''));
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('app does not import the server’s or the browser’s libraries', () => {
    const libraries = filesOf(join(root, 'app')).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/from '([^.'][^']*)'/g)].map(
        (match) => `${relative(root, file)} → ${match[1]}`,
      ),
    );
    expect(libraries.filter((each) => !/→ zod$/.test(each))).toEqual([]);
  });
});
