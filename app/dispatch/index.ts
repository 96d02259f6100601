export * as dispatchContract from './contract.ts';
export * from './model.ts';
export * from './rules.ts';
