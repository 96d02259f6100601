export * as auditContract from './contract.ts';
