import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allActs, allQueries } from './contracts.ts';
import { errorText, languages, messages } from './messages.ts';

const root = join(import.meta.dirname, '..');

/** All texts under their path: `account.errors.disabled`. */
function flatten(texts: object, prefix = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof value === 'string') all.set(path, value);
    else for (const [inner, text] of flatten(value as object, path)) all.set(inner, text);
  }
  return all;
}

const paramsOf = (text: string) => [...new Set([...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]))].sort();

/** English has a form for one and a form for several where Chinese needs only the latter. */
const withoutOne = (paths: Iterable<string>) => [...paths].filter((path) => !path.endsWith('_one')).sort();

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'dist' || entry.name === 'node_modules' ? [] : sourcesOf(path);
    return /\.(ts|tsx|mts)$/.test(entry.name) && !/\.test\./.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
  });
}

/** Codes as they stand in the sources; one that is put together (`account.password-${problem}`) gives its beginning. */
const thrown = ['app', 'server', 'renderer', 'main'].flatMap((room) =>
  sourcesOf(join(root, room)).flatMap((source) =>
    [...source.matchAll(/new SipinError\(\s*[^;]*?,\s*(['`])([a-z]+\.[a-z-]*)(\$\{)?/g)].map((match) => ({
      code: match[2] ?? '',
      whole: match[3] === undefined,
    })),
  ),
);

const texts = { 'zh-CN': flatten(messages['zh-CN']), en: flatten(messages.en) };

describe('the texts', () => {
  it('have the same keys in both languages', () => {
    expect(withoutOne(texts.en.keys())).toEqual(withoutOne(texts['zh-CN'].keys()));
  });

  it('take the same values in both languages', () => {
    const different = [...texts['zh-CN']].filter(
      ([path, text]) => paramsOf(text).join() !== paramsOf(texts.en.get(path) ?? '').join(),
    );
    expect(different.map(([path]) => path)).toEqual([]);
  });

  it.each(languages)('are nowhere empty in %s', (language) => {
    expect([...texts[language]].filter(([, text]) => text.trim() === '').map(([path]) => path)).toEqual([]);
  });
});

describe('what is declared', () => {
  it.each([...allActs, ...allQueries].filter(({ audited, kind }) => kind === 'act' || audited).map(({ key }) => key))(
    '%s has its name in both languages',
    (key) => {
      const [word, name] = key.split('.');
      for (const language of languages) expect(texts[language].get(`${word}.acts.${name}`)).toBeTruthy();
    },
  );
});

describe('every error that is thrown', () => {
  it('is found at all', () => expect(thrown.length).toBeGreaterThan(60));

  it('has its text in both languages', () => {
    for (const language of languages) {
      const missing = thrown.filter(({ code, whole }) => {
        if (whole) return errorText(code, {}, language) === code;
        const beginning = code.replace('.', '.errors.');
        return ![...texts[language].keys()].some((path) => path.startsWith(beginning));
      });
      expect([...new Set(missing.map(({ code }) => code))]).toEqual([]);
    }
  });
});
