import { expect, it } from 'vitest';
import { maskPhone } from './rules.ts';

it.each([
  ['13812345678', '138******78'],
  ['+86 138 1234 5678', '861********78'],
  ['12345', '*****'],
])('masks %s as %s', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked);
});
