export * as incidentContract from './contract.ts';
export * from './model.ts';
export * from './rules.ts';
