export * as workerContract from './contract.ts';
