export * as roomContract from './contract.ts';
export * from './model.ts';
export * from './rules.ts';
