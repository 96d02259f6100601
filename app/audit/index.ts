export * from './canonical.ts';
export type { AuditEntry, AuditFilter, Verification } from './contract.ts';
export * as auditContract from './contract.ts';
