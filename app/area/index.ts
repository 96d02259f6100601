export * as areaContract from './contract.ts';
