export * as positionContract from './contract.ts';
