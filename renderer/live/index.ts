export * from './hooks.ts';
export { type Live, newKey } from './live.ts';
