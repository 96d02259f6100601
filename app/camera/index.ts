export * as cameraContract from './contract.ts';
export * from './messages.ts';
export * from './model.ts';
export * from './rules.ts';
