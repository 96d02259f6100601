export * from './bridge.ts';
export * from './names.ts';
