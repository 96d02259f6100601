export * as roomContract from './contract.ts';
