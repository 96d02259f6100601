export * as positionContract from './contract.ts';
export { type IngestReply, ingestPath, positionMessages, watchInput } from './contract.ts';
export * from './frame.ts';
export * from './model.ts';
export * from './rules.ts';
export * from './thin.ts';
