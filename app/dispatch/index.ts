export * as dispatchContract from './contract.ts';
