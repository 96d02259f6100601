export * as conferenceContract from './contract.ts';
export * from './model.ts';
export * from './rules.ts';
