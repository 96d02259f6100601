import { describe, expect, it } from 'vitest';
import { errorText, languageFor } from './messages.ts';

describe('the language of an answer', () => {
  it.each([
    [undefined, 'zh-CN'],
    ['', 'zh-CN'],
    ['en', 'en'],
    ['en-GB,en;q=0.9', 'en'],
    ['zh-TW', 'zh-CN'],
    ['fr-FR,en;q=0.5', 'en'],
    ['fr', 'zh-CN'],
  ] as const)('%s → %s', (wanted, language) => expect(languageFor(wanted)).toBe(language));
});

describe('the text of an error', () => {
  it('fills in what it knows', () => {
    expect(errorText('contract.too-many', { seconds: 7 }, 'en')).toContain('7 s');
    expect(errorText('contract.too-many', { seconds: 7 }, 'zh-CN')).toContain('7 秒');
  });

  it('falls back to the code, never to nothing', () => {
    expect(errorText('nobody.knows', {}, 'en')).toBe('nobody.knows');
    expect(errorText('', {}, 'en')).toBe('');
  });
});
