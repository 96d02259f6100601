import { expect } from 'vitest';
import type { ErrorBody, ErrorCategory } from '../../app/contract/index.ts';
import { errorText, type Language } from '../../app/messages.ts';

const categories: readonly ErrorCategory[] = [
  'input',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'limit',
  // A part that is not there, never the server itself: see below.
  'unavailable',
];

/** A refusal as every caller gets it: a stable code with a text in the caller's language, and never an error of ours. */
export function expectRefusal(error: ErrorBody | undefined, language: Language, context: unknown): void {
  const about = JSON.stringify({ error, context })?.slice(0, 2_000);
  expect(error?.code, about).toMatch(/^[a-z]+\.[a-z-]+$/);
  if (error === undefined) return;
  expect(categories, about).toContain(error.category);
  expect(error.code, about).not.toBe('contract.unavailable');
  expect(error.message, about).toBe(errorText(error.code, error.params, language));
  expect(error.message, about).not.toBe(error.code);
  expect(error.message, about).toMatch(language === 'en' ? /[a-z]{2,} [a-z]/ : /[\u4e00-\u9fff]/);
  expect(error.request, about).toBeTruthy();
}
