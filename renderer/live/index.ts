export { Connection, type ConnectionState } from './connection.ts';
export * from './hooks.ts';
export { Live, newKey } from './live.ts';
