export * as incidentContract from './contract.ts';
