export * as conferenceContract from './contract.ts';
