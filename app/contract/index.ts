export * from './declaration.ts';
export * from './error.ts';
export * from './message.ts';
export * from './primitives.ts';
